"""What a language model is not given to read, and what is checked all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.scripted import Request, ScriptedLLM
from eval.written.draft import excerpts_of
from ingest.models import load_embedder
from ingest.pipeline import ingest
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever, engine_over
from serve.generate.context import OMITTED
from serve.generate.reading import Reading
from serve.settings import Settings

QUESTION = "What does compaction do?"
MERGES = "Compaction merges the segments of a partition in the background."
FAR = "The cafeteria serves soup on Mondays and closes at three."
GUIDE = f"""# Handbook

## Compaction

{MERGES}

## Lunch

{FAR}

## Parking

Cars stand behind the house.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Over a short handbook in one chunk; one passage is found, the other ones lie beside it."""
    folder = tmp_path_factory.mktemp("handbook")
    (folder / "handbook.md").write_text(GUIDE)
    ingest([folder / "handbook.md"], folder / "data", load_embedder)
    return build_retriever(Settings(data_dir=folder / "data", reranker="none", evidence=1))


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Says what a test scripts."""
    with ScriptedLLM() as running:
        yield running


def read(retriever: Retriever, margin: float | None) -> str:
    """What the model would read."""
    found = retriever.retrieve(QUESTION)
    (evidence,) = Reading(retriever.index, len, 6000, margin).of(found)
    assert FAR in evidence.shown  # what is checked against is whole
    return evidence.marked


def test_far_passages_are_left_out_and_marked(retriever: Retriever):
    """Neighbours in one mark; what was found stays however small the margin, and a wide one leaves all."""
    assert read(retriever, None) == read(retriever, 2.0)
    short = read(retriever, 0.0)
    assert MERGES in short
    assert FAR not in short and "behind the house" not in short
    assert OMITTED in short and OMITTED not in read(retriever, None)


def test_what_was_left_out_may_still_be_cited(retriever: Retriever, server: ScriptedLLM, tmp_path: Path):
    """The prompt is shorter, and the check has the whole evidence."""

    def reply(request: Request) -> str:
        key = next(iter(excerpts_of(request.last)))
        return f"{MERGES} [{key}] {FAR} [{key}]"

    server.otherwise(reply)
    settings = Settings(
        data_dir=tmp_path,
        reranker="none",
        llm=f"openai-like:scripted@{server.openai_url}",
        llm_context_margin=0.0,
        llm_store=tmp_path / "llm.sqlite",
    )
    answer = engine_over(retriever, settings).ask(QUESTION)
    assert FAR not in server.requests[0].last
    assert [s.text for s in answer.sentences] == [MERGES, FAR]
