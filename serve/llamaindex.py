"""The engine as parts of LlamaIndex, for whoever builds with it: a retriever and a query engine.

https://developers.llamaindex.ai/python/framework/module_guides/querying/ describes both base classes.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from ingest.types import EVERYONE
from retrieval.types import Hit
from serve.engine import Engine
from serve.types import Answer, Citation
from serve.wire import answer_fields


class RagRetriever(BaseRetriever):
    """Hybrid retrieval with the reranker: nodes are passages, with their place in the document's text."""

    def __init__(self, engine: Engine, top_k: int = 5, groups: Sequence[str] = (EVERYONE,)) -> None:
        super().__init__()
        self._engine = engine
        self._top_k = top_k
        self._groups = tuple(groups)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        """At most `top_k` nodes, best first, scores within [0, 1]; raises BadQuestion."""
        hits, _ = self._engine.search(query_bundle.query_str, self._top_k, self._groups)
        return [_node(hit) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class RagQueryEngine(BaseQueryEngine):
    """Verified answers: the response's source nodes are its citations' own words; a refusal has none."""

    def __init__(self, engine: Engine, groups: Sequence[str] = (EVERYONE,)) -> None:
        super().__init__(callback_manager=CallbackManager([]))
        self._engine = engine
        self._groups = tuple(groups)

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        """A Response whose metadata is the whole answer as JSON values; raises BadQuestion."""
        return _response(self._engine.ask(query_bundle.query_str, groups=self._groups))

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _response(answer: Answer) -> Response:
    nodes = [_source(citation) for citation in answer.citations]
    return Response(answer.text, source_nodes=nodes, metadata=answer_fields(answer))


def _node(hit: Hit) -> NodeWithScore:
    p = hit.passage
    place: dict[str, Any] = {"document": p.document, "section": p.heading or p.title, "page": p.page}
    node = TextNode(id_=p.id, text=p.text, metadata=place, start_char_idx=p.start, end_char_idx=p.end)
    return NodeWithScore(node=node, score=hit.score)


def _source(citation: Citation) -> NodeWithScore:
    c = citation
    place: dict[str, Any] = {"number": c.number, "document": c.document, "section": c.section, "page": c.page}
    node = TextNode(
        id_=f"{c.document}:{c.start}-{c.end}",
        text=c.quote,
        metadata=place,
        start_char_idx=c.start,
        end_char_idx=c.end,
    )
    return NodeWithScore(node=node, score=c.score)
