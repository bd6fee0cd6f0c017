"""txtai: hybrid embeddings fused by reciprocal rank, then its reranker over a cross-encoder."""

from collections.abc import Sequence

from sentence_transformers import CrossEncoder
from txtai import Embeddings
from txtai.pipeline import Reranker, Segmentation

from eval.peers.workers.worker import DEPTH, Found, Item, Places, serve

PART = "\x1f"
"""Between a record's id and the number of its piece: its ids are unique."""


class Txtai:
    """As its documentation puts hybrid search together, its segmentation pipeline cutting paragraphs."""

    def __init__(self, places: Places) -> None:
        self._folder = places.index
        self._embeddings = Embeddings(
            path=str(places.embedder),
            content=True,
            gpu=False,
            # Otherwise it adds scores up in place of ranks.
            scoring={"method": "bm25", "terms": True, "normalize": False},
            hybrid=True,
        )
        model = CrossEncoder(str(places.reranker), device="cpu")

        def similarity(query: str, texts: Sequence[str]) -> list[tuple[int, float]]:
            # Its own cross-encoder pipeline reads sequence classification heads only.
            scores = model.predict([(query, text) for text in texts], show_progress_bar=False)
            return sorted(enumerate(map(float, scores)), key=lambda pair: -pair[1])

        self._reranker = Reranker(self._embeddings, similarity)

    def index(self, items: Sequence[Item], split: bool) -> None:
        """See `Contestant.index`."""
        if split:
            cut = Segmentation(paragraphs=True)
            items = [(f"{i}{PART}{n}", part) for i, text in items for n, part in enumerate(cut(text))]
        self._embeddings.index([(i, text, None) for i, text in items])
        self._embeddings.save(str(self._folder))

    def open(self) -> None:
        """See `Contestant.open`."""
        self._embeddings.load(str(self._folder))

    def search(self, query: str, rerank: bool) -> Found:
        """See `Contestant.search`."""
        if rerank:
            found = self._reranker(query, limit=DEPTH, factor=1)
        else:
            found = self._embeddings.search(query, DEPTH)
        return [(str(f["id"]).partition(PART)[0], float(f["score"]), f["text"]) for f in found]


if __name__ == "__main__":
    serve(Txtai)
