"""Texts behind one another: every token has one cell, and batches pad attention by little."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.models.packing import BATCH_TOKENS, BUCKET, WASTE, Text, batches, packed

LENGTHS = st.lists(st.integers(1, 256), min_size=1, max_size=60)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_every_token_has_its_own_cell(lengths):
    """Its text's row, its position's column; going there and back gives the token again."""
    texts = [Text(np.arange(1, n + 1) + 1000 * i, n // 2) for i, n in enumerate(lengths)]
    batch = packed(texts)
    for row, text in enumerate(texts):
        cells = batch.cells[row][batch.mask[row] == 1]
        assert batch.ids[cells].tolist() == list(text.ids)
        assert batch.positions[cells].tolist() == list(range(len(text.ids)))
        assert batch.types[cells].sum() == len(text.ids) - text.first
        assert batch.cells.reshape(-1)[batch.places[cells]].tolist() == cells.tolist()
    assert batch.mask.sum() == sum(lengths)


def test_sizes_are_few():
    """Totals and longest texts are rounded up, so that kernels are made for few shapes."""
    batch = packed([Text([1] * 17, 17), Text([1] * 3, 3)])
    assert len(batch.ids) == 2 * BUCKET
    assert batch.cells.shape == (2, 2 * BUCKET)


@given(LENGTHS)
def test_batches_hold_every_text_once(lengths):
    """By falling length, whatever the lengths are."""
    found = [row for rows in batches(lengths) for row in rows]
    assert sorted(found) == list(range(len(lengths)))
    assert [lengths[i] for i in found] == sorted(lengths, reverse=True)


@given(LENGTHS)
def test_batches_stay_small_and_even(lengths):
    """None of several texts holds more than BATCH_TOKENS, or pads attention by more than WASTE."""
    for rows in batches(lengths):
        inside = [lengths[i] for i in rows]
        assert len(rows) == 1 or sum(inside) <= BATCH_TOKENS
        assert sum(inside[0] * (inside[0] - n) for n in inside) <= WASTE


@pytest.mark.parametrize("lengths", [[120, 118, 59, 47, 40], [64] * 16])
def test_an_answers_sentences_go_in_one_call(lengths):
    """A call costs as much as sixty tokens: five sentences of an answer share one, however long each is."""
    assert len(list(batches(lengths))) == 1
