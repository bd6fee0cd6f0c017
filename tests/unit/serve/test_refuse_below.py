"""The threshold of the refusal: fitted by default, overridden by a setting."""

import pytest

from retrieval.calibration import load_calibration
from serve.settings import Settings


def test_the_default_is_the_fitted_threshold():
    """Nothing but the calibration file decides it."""
    assert Settings().answer.refuse_below == load_calibration().refuse_below


def test_a_setting_overrides_it(monkeypatch: pytest.MonkeyPatch):
    """From the environment and from the caller, who goes first."""
    monkeypatch.setenv("RAG_REFUSE_BELOW", "0.25")
    assert Settings().answer.refuse_below == 0.25
    assert Settings(refuse_below=0.75).answer.refuse_below == 0.75


def test_the_threshold_is_part_of_the_hash():
    """An answer's settings hash tells apart what was refused differently."""
    assert Settings().hash == Settings(refuse_below=load_calibration().refuse_below).hash
    assert Settings().hash != Settings(refuse_below=0.9).hash
