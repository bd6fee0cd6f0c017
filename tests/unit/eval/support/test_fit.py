"""Fitting the combination: from figures and labels to the numbers that ship."""

import json

import numpy as np
import pytest

from eval.support.fit import ALARMS, PASSED, fit, probabilities
from eval.support.parts import Seen
from eval.support.run import store
from eval.training.support.claims import Pair
from serve.support.calibration import SupportCalibration
from serve.support.figures import FIGURES


def seen(n: int = 200, **columns: np.ndarray) -> Seen:
    """Pairs of two sources, every other one supported, with these columns and zeros elsewhere."""
    pairs = [Pair("c", "e", i % 2 == 0, "a" if i % 3 else "b") for i in range(n)]
    rows = np.stack([columns.get(name, np.zeros(n)) for name in FIGURES], axis=1)
    return Seen(pairs, rows, np.zeros((n, 2)), np.zeros(n), np.zeros(n, bool))


def noisy_labels(seed: int = 0, noise: float = 1.0, n: int = 200) -> np.ndarray:
    """1 or -1 by label, blurred."""
    labels = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    return labels + noise * np.random.default_rng(seed).normal(size=n)


def test_what_tells_gets_a_weight_and_the_probability_follows_the_labels():
    """The logit gets a positive weight, and supported claims the higher probabilities."""
    given = seen(logit=noisy_labels())
    found = fit("m", given)
    assert found.weights.keys() == {"logit"}
    assert found.weights["logit"] > 0
    p = probabilities(found, given)
    assert p[given.supported].mean() > p[~given.supported].mean() + 0.3
    assert (p[given.supported] < found.supported_from).mean() == pytest.approx(0.03, abs=0.011)


def test_the_threshold_is_no_stricter_than_false_claims_need():
    """Where the sides are nearly apart, PASSED of the false get through, and hardly a sound one is lost."""
    given = seen(logit=noisy_labels(noise=0.45))
    found = fit("m", given)
    p = probabilities(found, given)
    assert (p[~given.supported] >= found.supported_from).mean() == pytest.approx(PASSED, abs=0.011)
    assert (p[given.supported] < found.supported_from).mean() < ALARMS


def test_pairs_that_the_model_was_trained_on_say_nothing_of_it():
    """Their logits, however sure, are all the mean one, and their other figures count."""
    held, trained = seen(logit=noisy_labels()), seen(logit=100 * noisy_labels(1), words=noisy_labels(2))
    both = held.and_unread(trained)
    assert both.column("logit")[200:] == pytest.approx(held.column("logit").mean())
    found, alone = fit("m", both), fit("m", held)
    assert found.weights["words"] > 0
    assert 0 < found.weights["logit"] < 2 * alone.weights["logit"]


def test_a_figure_that_speaks_against_its_meaning_is_left_out():
    """A check that fired on supported claims, an overlap that is higher where nothing is said: no weight."""
    given = seen(logit=noisy_labels(), number=noisy_labels(1) > 1, words=-noisy_labels(2))
    assert fit("m", given).weights.keys() == {"logit"}


def test_words_that_stand_there_are_certain_and_not_fitted():
    """A copied claim has probability 1, whatever its figures say, and does not move the numbers."""
    given = seen(logit=noisy_labels())
    strange = seen(logit=np.where(np.arange(200) < 20, -50.0, noisy_labels()))
    strange.copied[:20] = True
    assert probabilities(fit("m", given), strange)[:20] == pytest.approx(1.0)
    assert abs(fit("m", strange).weights["logit"] - fit("m", given).weights["logit"]) < 0.5


def test_storing_replaces_the_set_of_the_same_model(tmp_path):
    """Other models' numbers stay, and the same model's are replaced."""
    file = tmp_path / "calibration.json"
    for name, bias in (("a", 1.0), ("b", 2.0), ("a", 3.0)):
        store(SupportCalibration(name, bias, {"logit": 1.0}, 0.5), file)
    sets = {s["model"]: s["bias"] for s in json.loads(file.read_text("utf-8"))["sets"]}
    assert sets == {"a": 3.0, "b": 2.0}
