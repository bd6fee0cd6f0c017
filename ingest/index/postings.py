"""How often each passage holds each term: counted by rank-bm25, amended from version to version.

A change costs what changed: terms are not counted again, only weighed, since every weight depends
on the number of passages and on their mean length.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import damaged
from ingest.index.bm25 import Bm25
from ingest.index.change import Layout

K1, B = 1.5, 0.75
"""What rank-bm25's BM25Okapi has them at."""
_ARRAYS = ("starts", "rows", "counts", "lengths")


@dataclass(frozen=True, slots=True)
class Postings:
    """Term t stands `counts[i]` times in passage `rows[i]` for i in `starts[t]:starts[t + 1]`.

    `lengths[o]` is the number of terms, with repetitions, of passage o. Every term stands somewhere.
    """

    terms: Sequence[str]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]

    def save(self, folder: Path) -> None:
        """Writes, into the folder of `Bm25.save`, what that does not hold."""
        np.save(folder / "counts.npy", self.counts)
        np.save(folder / "lengths.npy", self.lengths)

    @classmethod
    def load(cls, folder: Path) -> "Postings":
        """Opens what `save` and `Bm25.save` wrote; raises IndexMismatch where it is damaged."""
        try:
            arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
            terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))["terms"]
        except (OSError, ValueError, EOFError) as error:
            raise damaged(error) from error
        return cls(terms, *arrays)


def counted(tokenized: Sequence[Sequence[str]]) -> Postings:
    """The postings of passages whose terms these are."""
    lengths = np.array([len(terms) for terms in tokenized], np.int32)
    if not any(tokenized):
        none = np.zeros(0, np.int32)
        return Postings([], np.zeros(1, np.int64), none, none, lengths)
    from rank_bm25 import BM25Okapi

    model = BM25Okapi(tokenized)
    terms = {term: column for column, term in enumerate(model.idf)}
    sizes = [len(frequencies) for frequencies in model.doc_freqs]
    columns = np.fromiter((terms[t] for f in model.doc_freqs for t in f), np.int32, sum(sizes))
    counts = np.fromiter((n for f in model.doc_freqs for n in f.values()), np.int32, sum(sizes))
    rows = np.repeat(np.arange(len(tokenized), dtype=np.int32), sizes)
    return _in_order(list(terms), columns, rows, counts, lengths)


def amended(before: Postings, added: Postings, places: Layout) -> Postings:
    """The postings of the next version: those of passages that stay, with `added` for the new ones."""
    moved = np.full(places.before, -1, np.int32)
    moved[places.source[places.kept]] = places.kept
    stays = moved[before.rows] >= 0
    terms = {term: column for column, term in enumerate(dict.fromkeys([*before.terms, *added.terms]))}
    new = np.array([terms[t] for t in added.terms], np.int32)
    columns = np.concatenate([_columns(before)[stays], new[_columns(added)]])
    rows = np.concatenate([moved[before.rows[stays]], places.fresh.astype(np.int32)[added.rows]])
    lengths = np.zeros(len(places.source), np.int32)
    lengths[places.kept] = before.lengths[places.source[places.kept]]
    lengths[places.fresh] = added.lengths
    return _in_order(
        list(terms), columns, rows, np.concatenate([before.counts[stays], added.counts]), lengths
    )


def term_weights(postings: Postings) -> NDArray[np.float64]:
    """BM25Okapi's weight of each posting but for the idf."""
    if not postings.terms:
        return np.zeros(0)
    norms = K1 * (1 - B + B * postings.lengths / postings.lengths.mean())
    return np.asarray(postings.counts * (K1 + 1) / (postings.counts + norms[postings.rows]))


def weighed(postings: Postings) -> Bm25:
    """Compiles the weights, with the always-positive idf."""
    passages, holding = len(postings.lengths), np.diff(postings.starts)
    idfs = np.log(1 + (passages - holding + 0.5) / (holding + 0.5))
    weights = np.repeat(idfs, holding) * term_weights(postings)
    terms = {term: column for column, term in enumerate(postings.terms)}
    return Bm25(terms, postings.starts, postings.rows, weights, passages)


def fit(tokenized: Sequence[Sequence[str]]) -> Bm25:
    """BM25 over the passages' terms."""
    return weighed(counted(tokenized))


def _columns(postings: Postings) -> NDArray[np.int32]:
    return np.repeat(np.arange(len(postings.terms), dtype=np.int32), np.diff(postings.starts))


def _in_order(
    terms: Sequence[str],
    columns: NDArray[np.int32],
    rows: NDArray[np.int32],
    counts: NDArray[np.int32],
    lengths: NDArray[np.int32],
) -> Postings:
    """By term; a term that stands nowhere any more is forgotten."""
    order = np.argsort(columns, kind="stable")
    holding = np.bincount(columns, minlength=len(terms))
    held = [term for term, number in zip(terms, holding, strict=True) if number]
    starts = np.concatenate(([0], np.cumsum(holding[holding > 0]))).astype(np.int64)
    return Postings(held, starts, rows[order], counts[order], lengths)
