"""LlamaIndex: QueryFusionRetriever over a vector index and BM25, then SentenceTransformerRerank."""

from collections.abc import Sequence
from typing import Any

from llama_index.core import Document, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.indices.base import BaseIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.postprocessor import SentenceTransformerRerank
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode, NodeWithScore, TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever

from eval.peers.workers.worker import DEPTH, Found, Item, Places, serve

RECORD = "record"


class LlamaIndex:
    """As its documentation puts hybrid search together, with its default splitter."""

    def __init__(self, places: Places) -> None:
        self._folder = places.index
        self._embedder = HuggingFaceEmbedding(model_name=str(places.embedder), device="cpu")
        self._reranker = SentenceTransformerRerank(model=str(places.reranker), top_n=DEPTH, device="cpu")

    def index(self, items: Sequence[Item], split: bool) -> None:
        """See `Contestant.index`."""
        nodes: list[BaseNode]
        if split:
            documents = [Document(text=t, metadata={RECORD: i}, **_UNSEEN) for i, t in items]
            nodes = SentenceSplitter().get_nodes_from_documents(documents)
        else:
            nodes = [TextNode(text=t, metadata={RECORD: i}, **_UNSEEN) for i, t in items]
        index = VectorStoreIndex(nodes, embed_model=self._embedder)
        index.storage_context.persist(str(self._folder))
        bm25 = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(DEPTH, len(nodes)))
        bm25.persist(str(self._folder / "bm25"))
        self._join(index, bm25)

    def open(self) -> None:
        """See `Contestant.open`."""
        storage = StorageContext.from_defaults(persist_dir=str(self._folder))
        index = load_index_from_storage(storage, embed_model=self._embedder)
        self._join(index, BM25Retriever.from_persist_dir(str(self._folder / "bm25")))

    def search(self, query: str, rerank: bool) -> Found:
        """See `Contestant.search`."""
        nodes: list[NodeWithScore] = self._fusion.retrieve(query)
        if rerank:
            nodes = self._reranker.postprocess_nodes(nodes, query_str=query)
        return [(n.metadata[RECORD], float(n.score or 0), n.node.get_content()) for n in nodes]

    def _join(self, index: BaseIndex[Any], bm25: BM25Retriever) -> None:
        # One query needs no language model, but the class asks for one all the same.
        self._fusion = QueryFusionRetriever(
            [index.as_retriever(similarity_top_k=DEPTH), bm25],
            llm=MockLLM(),
            num_queries=1,
            mode=FUSION_MODES.RECIPROCAL_RANK,
            similarity_top_k=DEPTH,
            use_async=False,
        )


_UNSEEN = {"excluded_embed_metadata_keys": [RECORD], "excluded_llm_metadata_keys": [RECORD]}
"""The record's id is no word of its text."""

if __name__ == "__main__":
    serve(LlamaIndex)
