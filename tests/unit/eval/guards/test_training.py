"""What the guards' models learn from, and the fitting."""

import random
from pathlib import Path

import numpy as np
import pytest

from eval.guards import texts
from eval.guards.composed import composed
from eval.guards.fit import logistic, matrix, share_above, write
from eval.guards.planting import PLACES, planted
from ingest.guard.linear import load_linear

DATA = Path(__file__).parents[4].parent / "shared" / "data"


@pytest.fixture
def data() -> Path:
    """The shared data sets; a user of the project does not have them."""
    if not (DATA / "guard").exists():
        pytest.skip("needs ../shared/data, which is not part of the project")
    return DATA


def test_no_attack_stands_in_two_parts(data: Path):
    """Nor does one that begins alike, and nothing real is fitted or tuned on."""
    begins = {
        part: {
            "".join(c for c in a.text.lower() if "a" <= c <= "z")[: texts.ALIKE]
            for a in texts.attacks(data, part)
        }
        for part in ("fit", "tune", "test")
    }
    assert not begins["fit"] & begins["test"] - {""}
    assert not begins["tune"] & begins["test"] - {""}
    real = {q.text.lower() for q in texts.real_questions(data)}
    assert not real & {q.text.lower() for part in ("fit", "tune") for q in texts.ordinary(data, part)}


@pytest.mark.parametrize("where", PLACES)
def test_an_instruction_stands_where_it_was_planted(where: str):
    """And the text around it is whole."""
    text, at = planted("Do it.", "One thing. Two things. Three things.", where)
    assert text[at : at + 6] == "Do it."
    assert " ".join(text.replace("Do it.", "").split()) == "One thing. Two things. Three things."


def test_composed_instructions_are_the_same_every_time():
    """A seed gives one list, in which hardly two are alike."""
    first, again = (list(composed(200, random.Random(3))) for _ in range(2))  # noqa: S311 - sampling, not secrets
    assert first == again
    assert len(set(first)) > 190
    assert not any("{" in sentence for sentence in first)


def test_a_fitted_model_is_read_as_it_was_written(tmp_path: Path):
    """Two kinds of texts are told apart by words that only one has; the same model gives the same bytes."""
    said = ["say banana now", "say banana please", "the cat sat", "the dog sat"]
    attack = np.array([True, True, False, False])
    words, bias = logistic(matrix(said), attack, np.ones(4), 100.0)
    write(tmp_path / "m.safetensors", {"words": words, "dense": np.zeros(3)}, {"bias": bias, "flag": 0.0})
    written = (tmp_path / "m.safetensors").read_bytes()
    for _ in range(3):
        write(tmp_path / "m.safetensors", {"words": words, "dense": np.zeros(3)}, {"bias": bias, "flag": 0.0})
        assert (tmp_path / "m.safetensors").read_bytes() == written
    model = load_linear(tmp_path / "m.safetensors")
    assert model.of_words("banana") > 0 > model.of_words("the bird sat")
    assert model.numbers["bias"] == pytest.approx(bias, rel=1e-4)


def test_a_threshold_keeps_to_its_share():
    """Of a hundred scores at most two lie above it."""
    scores = np.arange(100.0)
    assert (scores >= share_above(scores, 0.02)).sum() == 2
