"""The sets that a calibration writes, and what they are fitted and measured on."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.calibrate.observe import Observation, Seen
from eval.calibrate.run import fit, report, write
from retrieval.calibration import NO_CROSS_ENCODER, Calibration, calibrations


def observations(seed: int) -> list[Observation]:
    """Questions whose right candidate has the higher cosine and logit, and foreign ones without any."""
    rng = np.random.default_rng(seed)
    found = []
    for n in range(200):
        answerable = n % 2 == 0
        wrong = [Seen(rng.uniform(0, 0.4), rng.uniform(0, 5), rng.normal(-2), (), False) for _ in range(6)]
        right = Seen(rng.uniform(0.3, 0.9), rng.uniform(2, 9), rng.normal(2), ("cat",), True)
        kind = "answerable" if answerable else "far"
        seen = (*wrong, right) if answerable else tuple(wrong)
        idf = {"cat": 1.0}
        found.append(Observation("half", "fit", kind, "asked", ("cat",), idf, 2.0, seen))
    return found


@pytest.mark.parametrize("reranker", [NO_CROSS_ENCODER, "pairs-v1"])
def test_a_fitted_set_survives_the_file(tmp_path: Path, reranker: str):
    """What is written is read back, beside the set that was there."""
    fitted = fit(reranker, observations(1), observations(2))
    other = fit("other", observations(3), observations(4))
    write(tmp_path / "out.json", {"other": other, reranker: fitted})
    raw = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert calibrations(raw) == {"other": other, reranker: fitted}


def test_only_a_cross_encoder_s_set_uses_logits_and_scores():
    """The set without one has to hold for any order, so it names no reranker's score."""
    names = (NO_CROSS_ENCODER, "pairs-v1")
    without, with_logit = (fit(name, observations(1), observations(2)) for name in names)
    assert (without.mix.logit, "best" in without.confidence.weights) == (0, False)
    assert with_logit.mix.logit > 0
    assert "best" in with_logit.confidence.weights


def test_the_report_holds_the_share_of_wrong_refusals():
    """With a threshold of 0 nothing is refused, with one above 1 everything."""
    fitted = fit("", observations(1), observations(2))
    for least, share in ((0.0, "0.000"), (1.1, "1.000")):
        one = Calibration("", fitted.mix, fitted.confidence, least)
        assert f"answerable refused {share}" in report("now", one, observations(2))
