"""Haystack: BM25 and an embedding retriever, joined by reciprocal rank, then its similarity ranker."""

import os
from collections.abc import Sequence

from eval.peers.workers.worker import DEPTH, Found, Item, Places, serve

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "false"  # before its import

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.rankers.sentence_transformers import (
    SentenceTransformersSimilarityRanker,
)

CPU = ComponentDevice.from_str("cpu")
RECORD = "record"


class Haystack:
    """As its documentation puts hybrid search together, with its default splitter."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def index(self, items: Sequence[Item], split: bool) -> None:
        """See `Contestant.index`."""
        documents = [Document(content=text, meta={RECORD: i}) for i, text in items]
        if split:
            documents = DocumentSplitter().run(documents=documents)["documents"]
        embedder = SentenceTransformersDocumentEmbedder(
            model=str(self._places.embedder), device=CPU, progress_bar=False
        )
        if hasattr(embedder, "warm_up"):
            embedder.warm_up()
        store = InMemoryDocumentStore()
        store.write_documents(embedder.run(documents=documents)["documents"])
        self._places.index.mkdir(parents=True, exist_ok=True)
        store.save_to_disk(str(self._places.index / "store.json"))
        self._join(store)

    def open(self) -> None:
        """See `Contestant.open`."""
        self._join(InMemoryDocumentStore.load_from_disk(str(self._places.index / "store.json")))

    def search(self, query: str, rerank: bool) -> Found:
        """See `Contestant.search`."""
        asked = {"embedder": {"text": query}, "bm25": {"query": query}}
        if rerank:
            found = self._reranked.run({**asked, "ranker": {"query": query}})["ranker"]["documents"]
        else:
            found = self._fused.run(asked)["joiner"]["documents"]
        return [(d.meta[RECORD], float(d.score or 0), d.content or "") for d in found]

    def _join(self, store: InMemoryDocumentStore) -> None:
        self._fused, self._reranked = self._hybrid(store), self._hybrid(store)
        ranker = SentenceTransformersSimilarityRanker(
            model=str(self._places.reranker), device=CPU, top_k=DEPTH
        )
        self._reranked.add_component("ranker", ranker)
        self._reranked.connect("joiner.documents", "ranker.documents")
        for pipeline in (self._fused, self._reranked):
            pipeline.warm_up()

    def _hybrid(self, store: InMemoryDocumentStore) -> Pipeline:
        pipeline = Pipeline()
        embedder = SentenceTransformersTextEmbedder(
            model=str(self._places.embedder), device=CPU, progress_bar=False
        )
        pipeline.add_component("embedder", embedder)
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(document_store=store, top_k=DEPTH))
        pipeline.add_component("bm25", InMemoryBM25Retriever(document_store=store, top_k=DEPTH))
        pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=DEPTH))
        pipeline.connect("embedder.embedding", "dense.query_embedding")
        pipeline.connect("dense", "joiner")
        pipeline.connect("bm25", "joiner")
        return pipeline


if __name__ == "__main__":
    serve(Haystack)
