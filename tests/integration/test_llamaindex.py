"""The engine inside LlamaIndex's own parts."""

import asyncio
from pathlib import Path

import pytest
from llama_index.core.schema import QueryBundle

from serve.bootstrap import build_engine
from serve.engine import Engine
from serve.llamaindex import RagQueryEngine, RagRetriever
from serve.settings import Settings


@pytest.fixture(scope="module")
def engine(corpus_index: Path) -> Engine:
    """As every entry point builds it, over the project's corpus."""
    return build_engine(Settings(data_dir=corpus_index))


def test_a_retriever_gives_passages_with_their_place(engine: Engine):
    """Nodes are the hits of a search, in its order, and stand in the document where they say."""
    nodes = RagRetriever(engine, top_k=3).retrieve("How does rank fusion work?")
    hits, _ = engine.search("How does rank fusion work?", 3)
    assert [n.node_id for n in nodes] == [h.passage.id for h in hits]
    for node in nodes:
        text = engine.text_of(node.metadata["document"])
        assert text[node.node.start_char_idx : node.node.end_char_idx] == node.node.get_content()  # type: ignore[attr-defined]


def test_a_query_engine_answers_with_its_citations(engine: Engine):
    """The response is the answer and its sources the quotes, asked at once or awaited."""
    query = RagQueryEngine(engine)
    response = query.query("What is LoRA?")
    assert str(response) == response.metadata["text"]
    assert [n.node.get_content() for n in response.source_nodes] == [
        c["quote"] for c in response.metadata["citations"]
    ]
    awaited = asyncio.run(query.aquery("What is LoRA?"))
    assert str(awaited) == str(response)


def test_a_refusal_has_no_sources(engine: Engine):
    """What the documents do not answer is a response that says so."""
    response = RagQueryEngine(engine).query(QueryBundle("Who won the football world cup in 2018?"))
    assert response.metadata["status"] == "refused"
    assert response.source_nodes == []
