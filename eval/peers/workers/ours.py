"""The product: its own ingest and its own retrieval, with the weights that ship."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval.peers.workers.worker import Found, Item, Places, serve
from ingest.models import load_embedder
from ingest.pipeline import ingest
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever
from serve.settings import Settings


class Ours:
    """Searches as `rag search` does."""

    def __init__(self, places: Places) -> None:
        self._data = places.index
        self._retrievers: dict[bool, Retriever] = {}

    def index(self, items: Sequence[Item], split: bool) -> None:
        """See `Contestant.index`; passages are cut at structure, whatever `split` says."""
        with tempfile.TemporaryDirectory() as folder:
            dump = Path(folder) / "records.jsonl"
            lines = (json.dumps({"id": i, "title": "", "text": text}) + "\n" for i, text in items)
            dump.write_text("".join(lines), encoding="utf-8")
            ingest([dump], self._data, load_embedder)
        self.open()

    def open(self) -> None:
        """See `Contestant.open`."""
        self._retrievers = {
            True: build_retriever(Settings(data_dir=self._data)),
            False: build_retriever(Settings(data_dir=self._data, reranker="none")),
        }

    def search(self, query: str, rerank: bool) -> Found:
        """See `Contestant.search`."""
        found = self._retrievers[rerank].retrieve(query, limit=20)
        return [(str(h.passage.document), h.score, h.passage.text) for h in found.whole.hits]


if __name__ == "__main__":
    serve(Ours)
