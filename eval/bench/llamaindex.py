"""LlamaIndex's splitter and pipeline with the packaged weights; the only file here that knows LlamaIndex."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llama_index.core import Document
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.vector_stores import SimpleVectorStore
from pydantic import PrivateAttr

from ingest.models import package


@dataclass(frozen=True, slots=True)
class Piece:
    """What the splitter cut: `text[start:end]`."""

    start: int
    end: int
    text: str


class Weights(BaseEmbedding):
    """all-MiniLM-L6-v2 by sentence-transformers and torch, in float32."""

    _model: Any = PrivateAttr()

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        super().__init__(model_name="all-MiniLM-L6-v2", embed_batch_size=64)
        self._model = SentenceTransformer(str(package.model_folder()), device="cpu")

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors = self._model.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return [[float(x) for x in row] for row in vectors]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def splitter(size: int, overlap: int) -> SentenceSplitter:
    """Chunks of `size` tokens of the embedding model's own tokenizer, `overlap` of them shared."""
    tokenizer = package.load_tokenizer()
    return SentenceSplitter(
        chunk_size=size,
        chunk_overlap=overlap,
        tokenizer=lambda text: tokenizer.encode(text, add_special_tokens=False).ids,
        include_metadata=False,
    )


def pieces(text: str, size: int, overlap: int) -> list[Piece]:
    """A text cut by the splitter."""
    nodes = splitter(size, overlap).get_nodes_from_documents([Document(text=text)])
    found = []
    for node in nodes:
        start, end = getattr(node, "start_char_idx", None), getattr(node, "end_char_idx", None)
        if start is not None and end is not None:
            found.append(Piece(start, end, node.get_content()))
    return found


def ingested(paths: Sequence[Path], size: int, overlap: int, weights: Weights) -> list[str]:
    """Runs the pipeline over Markdown files into its own store in memory; the texts that were embedded."""
    documents = [Document(text=path.read_text(encoding="utf-8")) for path in paths]
    steps = [splitter(size, overlap), weights]
    pipeline = IngestionPipeline(transformations=steps, vector_store=SimpleVectorStore(), disable_cache=True)
    return [node.get_content() for node in pipeline.run(documents=documents)]
