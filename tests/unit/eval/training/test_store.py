"""Mined lists on the disk."""

from dataclasses import fields
from pathlib import Path

import numpy as np

from eval.training import store
from eval.training.mining import Mined


def test_what_was_saved_is_loaded(tmp_path: Path, mined: tuple[list[str], list[Mined]]):
    """Texts and every field of every list, with their types of number."""
    store.save(tmp_path, *mined)
    texts, lists = store.load(tmp_path)
    assert texts == mined[0]
    assert len(lists) == len(mined[1])
    for before, after in zip(mined[1], lists, strict=True):
        for field in fields(Mined):
            one, other = getattr(before, field.name), getattr(after, field.name)
            np.testing.assert_array_equal(one, other)
            assert getattr(one, "dtype", None) == getattr(other, "dtype", None)
