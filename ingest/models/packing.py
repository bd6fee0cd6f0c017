"""Texts of any lengths behind one another: only attention is padded, and every token is computed once.

After "ByteTransformer", Zhai et al., IPDPS 2023 (arXiv:2210.03052).
"""

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

TokenIds = Sequence[int] | NDArray[np.integer]
Ints = NDArray[np.int32]
Part = TypeVar("Part")

BATCH_TOKENS = 1024
"""Tokens of a batch: more at once run no faster."""

BUCKET = 16
"""A batch's longest text, and all of its tokens, are rounded up to a multiple: OpenVINO spends some ms on
kernels for each new shape, and runs odd ones slower."""

WASTE = 1 << 16
"""Attention's scores that a batch may pad: they cost about what another call does."""


class Text(NamedTuple):
    """Its tokens, how many of them are the first text of a pair, and whether each one's vector is wanted."""

    ids: TokenIds
    first: int
    tokens: bool = False


class Packed(NamedTuple, Generic[Part]):
    """A batch as the graphs of `ingest.models.bert` take it: their inputs, or arrays in the order of these.

    Of every token int32[total]: its id, its text's part (0 or 1), its position, its cell in `cells`. Of every
    cell, a row of them for each text, int32[texts, longest]: the token in it, and whether there is one.
    """

    ids: Part
    types: Part
    positions: Part
    places: Part
    cells: Part
    mask: Part


def packed(texts: Sequence[Text]) -> Packed[Ints]:
    """One batch of them, in order. Tokens that only fill up the total belong to no cell."""
    lengths = [len(t.ids) for t in texts]
    longest = _rounded(max(lengths))
    each = np.zeros((4, _rounded(sum(lengths))), np.int32)
    cells, mask = np.zeros((2, len(texts), longest), np.int32)
    start = 0
    for row, (text, length) in enumerate(zip(texts, lengths, strict=True)):
        inside = np.arange(length, dtype=np.int32)
        each[:, start : start + length] = text.ids, inside >= text.first, inside, row * longest + inside
        cells[row, :length] = start + inside
        mask[row, :length] = 1
        start += length
    ids, types, positions, places = each
    return Packed(ids, types, positions, places, cells, mask)


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts by falling length, cut at BATCH_TOKENS and before attention is padded by WASTE."""
    rows: list[int] = []
    total = waste = 0
    for row in by_length(lengths):
        longest = lengths[rows[0]] if rows else lengths[row]
        total += lengths[row]
        waste += longest * (longest - lengths[row])
        if rows and (total > BATCH_TOKENS or waste > WASTE):
            yield rows
            rows, total, waste = [], lengths[row], 0
        rows.append(row)
    if rows:
        yield rows


def by_length(lengths: Sequence[int]) -> list[int]:
    """Their numbers, the longest first."""
    return sorted(range(len(lengths)), key=lambda i: -lengths[i])


def _rounded(length: int) -> int:
    return -(-length // BUCKET) * BUCKET
