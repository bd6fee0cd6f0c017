"""The calibration file: it loads whole, knows only figures that exist, and a wrong one is an error."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from retrieval.calibration import FILE, NO_CROSS_ENCODER, calibrations, load_calibration
from retrieval.confidence import features

Raw = dict[str, Any]


@pytest.fixture
def raw() -> Raw:
    """The committed file's JSON."""
    loaded: Raw = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def test_there_is_always_a_set_without_a_cross_encoder(raw: Raw):
    """The set that every installation can use is in the file, and names are distinct."""
    names = [s["reranker"] for s in raw["sets"]]
    assert NO_CROSS_ENCODER in names
    assert len(set(names)) == len(names)
    assert load_calibration().reranker == NO_CROSS_ENCODER


def test_every_set_is_found_by_its_name(raw: Raw):
    """`load_calibration` gives the very numbers of the file."""
    for one in raw["sets"]:
        found = load_calibration(one["reranker"])
        assert (found.reranker, found.refuse_below) == (one["reranker"], one["refuse_below"])
        assert found.mix.cosine == one["mix"]["cosine"]
        assert found.confidence.weights == one["confidence"]["weights"]


def test_weights_name_figures_that_are_computed(raw: Raw):
    """Each weight of a confidence belongs to a figure of `retrieval.confidence`."""
    computed = features([], [], lambda term: 0.0, 1.0).keys()
    for found in calibrations(raw).values():
        assert found.confidence.weights.keys() <= computed


def test_a_mix_without_a_logit_leaves_the_cross_encoder_out(raw: Raw):
    """`logit` may be missing in a set: it then weighs nothing."""
    raw["sets"][0]["mix"].pop("logit", None)
    assert calibrations(raw)[raw["sets"][0]["reranker"]].mix.logit == 0.0


def _without_threshold(one: Raw) -> None:
    del one["refuse_below"]


def _unknown_coefficient(one: Raw) -> None:
    one["mix"]["charm"] = 1.0


def _without_bias(one: Raw) -> None:
    del one["mix"]["bias"]


@pytest.mark.parametrize("damage", [_without_threshold, _unknown_coefficient, _without_bias])
def test_an_incomplete_or_foreign_set_is_an_error(raw: Raw, damage: Callable[[Raw], None]):
    """A number that is missing or unknown is never replaced in silence."""
    damage(raw["sets"][0])
    with pytest.raises((KeyError, TypeError)):
        calibrations(raw)


def test_fitted_numbers_do_not_change():
    """What was loaded is frozen: every engine of a process refuses by the same numbers."""
    with pytest.raises(FrozenInstanceError):
        load_calibration().refuse_below = 0.0  # type: ignore[misc]
    assert load_calibration() is load_calibration()
