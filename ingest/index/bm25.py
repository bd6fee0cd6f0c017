"""BM25, weighed once per index version and compiled to a sparse matrix for querying.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. rank-bm25's
own idf is negative for terms of more than half of the documents, so the always-positive
ln(1 + (N - n + 0.5) / (n + 0.5)) takes its place.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import damaged


class Bm25:
    """Term -> passages weights, one compressed column per term.

    `weights[starts[t]:starts[t + 1]]` are term t's weights in the passages
    `rows[starts[t]:starts[t + 1]]`; a query's score is their sum over its terms.
    """

    def __init__(
        self,
        terms: dict[str, int],
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        weights: NDArray[np.float64],
        passages: int,
    ) -> None:
        self._terms = terms
        self._starts = starts
        self._rows = rows
        self._weights = weights
        self.passages = passages

    def idf(self, term: str) -> float:
        """The term's inverse document frequency, 0 for a term that no passage holds."""
        holding = self.passages_with(term)
        return idf(self.passages, holding) if holding else 0.0

    def passages_with(self, term: str) -> int:
        """The number of passages that hold the term."""
        column = self._terms.get(term)
        return 0 if column is None else int(self._starts[column + 1] - self._starts[column])

    @property
    def unseen_idf(self) -> float:
        """What a term of no passage would weigh: the upper end of `idf`."""
        return idf(self.passages, 0)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float64]:
        """float64[passages]: 0 exactly where no term matches; repeated terms count repeatedly."""
        total = np.zeros(self.passages)
        for term in terms:
            column = self._terms.get(term)
            if column is not None:
                span = slice(self._starts[column], self._starts[column + 1])
                total[self._rows[span]] += self._weights[span]
        return total

    def top(
        self, terms: Sequence[str], limit: int, allowed: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The best (ordinal, score), best first; never a passage that matches no term."""
        total = self.scores(terms)
        if allowed is not None:
            total *= allowed
        found = np.flatnonzero(total)
        if len(found) > limit:
            found = found[np.argpartition(-total[found], limit)[:limit]]
        found = found[np.lexsort((found, -total[found]))]
        return [(int(i), float(total[i])) for i in found]

    def save(self, folder: Path) -> None:
        """Writes the arrays and the vocabulary into a folder."""
        folder.mkdir(exist_ok=True)
        for name in ("starts", "rows", "weights"):
            np.save(folder / f"{name}.npy", getattr(self, f"_{name}"))
        words = json.dumps({"passages": self.passages, "terms": list(self._terms)}, ensure_ascii=False)
        (folder / "terms.json").write_text(words, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Bm25":
        """Opens what `save` wrote, memory-mapped; raises IndexMismatch where it is damaged."""
        try:
            starts, rows, weights = (
                np.load(folder / f"{n}.npy", mmap_mode="r") for n in ("starts", "rows", "weights")
            )
            raw = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, EOFError) as error:
            raise damaged(error) from error
        return cls({t: i for i, t in enumerate(raw["terms"])}, starts, rows, weights, raw["passages"])


def idf(passages: int, holding: int) -> float:
    """ln(1 + (N - n + 0.5) / (n + 0.5)): positive for every n."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
