"""Mined lists with the token vectors of their questions and passages: what late interaction learns from."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.training import store
from eval.training.data import load_pools
from eval.training.mining import Mined, cut_pool, mine
from eval.training.tokens import Halves, TokenReader, Tokens
from ingest.index.bm25 import idf
from ingest.tokens import tokenize
from retrieval.late import word_rarities

GROUPS = ("guides", "sections")
SIZE = 8
"""Passages of a list in a step."""
TOKENS, LENGTHS = "tokens.f16", "lengths.npy"


@dataclass(frozen=True, slots=True)
class List:
    """A question's tokens, float16[q, d], their words' rarity, float32[q], and its passages' tokens.

    The first passage answers, the others do not. `cosine`, `bm25`: float32[n].
    """

    question: Halves
    rarity: NDArray[np.float32]
    passages: Sequence[Halves]
    cosine: NDArray[np.float32]
    bm25: NDArray[np.float32]

    def drawn(self, rng: np.random.Generator) -> "List":
        """The answer and SIZE - 1 of the others, some twice where there are too few."""
        others = np.arange(1, len(self.passages))
        rows = [0, *rng.choice(others, SIZE - 1, replace=len(others) < SIZE - 1).tolist()]
        passages = [self.passages[i] for i in rows]
        return List(self.question, self.rarity, passages, self.cosine[rows], self.bm25[rows])


def load_lists(data: Path, folder: Path, seed: int, report: Callable[[str], None]) -> list[List]:
    """The lists under `folder`, mined first where there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / store.TEXTS).exists():
        _mine(data, folder, seed, report)
    texts, mined = store.load(folder)
    ends = list(accumulate(np.load(folder / LENGTHS).tolist()))
    tokens = Tokens(folder / TOKENS, ends)
    rarity = _rarities(texts, mined)
    rows = enumerate(zip(mined, rarity, strict=True), start=len(texts))
    return [_list(m, words, tokens, row) for row, (m, words) in rows]


def _list(mined: Mined, rarity: Sequence[float], tokens: Tokens, row: int) -> List:
    """`row` is that of the question's tokens; what else of an answering document there is, is left out."""
    kept = np.concatenate([np.flatnonzero(mined.labels == 1), np.flatnonzero(mined.labels == 0)])
    question = tokens[row]
    return List(
        question,
        np.array(rarity[: len(question)], np.float32),
        [tokens[i] for i in mined.passages[kept]],
        mined.cosine[kept],
        mined.bm25[kept].astype(np.float32),
    )


def _mine(data: Path, folder: Path, seed: int, report: Callable[[str], None]) -> None:
    """Every token vector of the passages, and then of the questions, end to end in one file."""
    reader, rng = TokenReader(), random.Random(seed)  # noqa: S311 - sampling, not secrets
    texts: list[str] = []
    lists: list[Mined] = []
    lengths: list[int] = []
    with (folder / TOKENS).open("wb") as file:
        for pool in load_pools(data, seed):
            if pool.group not in GROUPS or all(q.split != "train" for q in pool.questions):
                continue
            cut = cut_pool(pool, len(texts), reader.count_tokens)
            read = reader.read(cut.texts)
            vectors = np.array([r.found for r in read])
            found = [m for m in mine(pool, cut, vectors, reader, rng) if _useful(m)]
            for r in read:
                lengths.append(len(r.tokens))
                file.write(r.tokens.astype(np.float16).tobytes())
            texts += cut.texts
            lists += found
            report(f"{pool.name}: {len(cut.texts)} passages, {len(found)} lists")
        for r in reader.read([m.question for m in lists]):
            lengths.append(len(r.tokens))
            file.write(r.tokens.astype(np.float16).tobytes())
    np.save(folder / LENGTHS, np.array(lengths))
    store.save(folder, texts, lists)


def _useful(mined: Mined) -> bool:
    return mined.split == "train" and bool((mined.labels == 1).any() and (mined.labels == 0).any())


def _rarities(texts: Sequence[str], lists: Sequence[Mined]) -> Iterator[list[float]]:
    """Of each list's question, token by token, how rare its words are among the passages of its pool."""
    reader = TokenReader()
    numbers: dict[str, set[int]] = defaultdict(set)
    for m in lists:
        numbers[m.pool].update(m.passages.tolist())
    holding = {p: Counter(t for n in ns for t in set(tokenize(texts[n]))) for p, ns in numbers.items()}
    for m in lists:
        counts, total = holding[m.pool], len(numbers[m.pool])
        spans = reader.spans(m.question)
        yield word_rarities(m.question, spans, lambda t, c=counts, n=total: idf(n, c[t]))  # type: ignore[misc]
