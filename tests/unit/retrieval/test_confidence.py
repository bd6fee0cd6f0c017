"""The figures of the refusal rule by hand, and the probability that is made of them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.calibration import ConfidenceCoefficients, load_calibration
from retrieval.confidence import ScoredText, features, probability

IDF = {"cat": 1.0, "purr": 3.0, "the": 0.5}
UNSEEN = 4.0
MODEST = settings(deadline=None, max_examples=60, derandomize=True, database=None)
TERMS = st.sampled_from([*IDF, "zebra", "xylophone"])
TEXTS = st.builds(ScoredText, st.frozensets(TERMS), st.floats(0, 1), st.floats(0, 1))


def idf(term: str) -> float:
    """What the index gives: 0 for a term that no passage holds."""
    return IDF.get(term, 0.0)


def text(words: str, cosine: float = 0.5, score: float = 0.5) -> ScoredText:
    """Evidence with these terms."""
    return ScoredText(frozenset(words.split()), cosine, score, piece=cosine + 0.1)


def test_figures_by_hand():
    """Terms weigh 1 + 3 + 4 = 8: the first text holds 1, both hold 4, 4 is unheard of."""
    ranked = [text("cat the", 0.7, 0.2), text("purr", 0.4, 0.9)]
    found = features(["cat", "purr", "zebra"], ranked, idf, UNSEEN)
    assert found == pytest.approx(
        {
            "best": 0.9,
            "cosine": 0.7,
            "piece": 0.8,
            "gap": 0.7 - 0.4,
            "covered_by_first": 1 / 8,
            "covered_by_all": 4 / 8,
            "unseen": 4 / 8,
            "matched": 1.0,
        }
    )


def test_a_repeated_term_counts_once():
    """Saying a word twice does not make the evidence cover more of the question."""
    once, twice = (
        features(terms, [text("cat")], idf, UNSEEN) for terms in (["cat", "purr"], ["cat", "purr", "cat"])
    )
    assert once == twice
    assert once["covered_by_first"] == pytest.approx(1 / 4)


def test_without_evidence_or_terms_every_figure_is_defined():
    """No passage gives zeros but for what is missing; a question of stop words covers nothing."""
    alone = features(["cat", "zebra"], [], idf, UNSEEN)
    assert alone.pop("unseen") == pytest.approx(4 / 5)
    assert set(alone.values()) == {0.0}
    wordless = features([], [text("cat", 0.6)], idf, UNSEEN)
    assert wordless.pop("cosine") == 0.6
    assert {name for name, value in wordless.items() if value} == {"best", "piece"}


@MODEST
@given(terms=st.lists(TERMS, max_size=6), ranked=st.lists(TEXTS, max_size=5))
def test_shares_are_shares(terms: list[str], ranked: list[ScoredText]):
    """Shares lie in [0, 1], one passage covers no more than all, and what is unseen covers nothing."""
    found = features(terms, ranked, idf, UNSEEN)
    assert 0 <= found["covered_by_first"] <= found["covered_by_all"] <= 1 + 1e-9
    assert 0 <= found["unseen"] <= 1 + 1e-9
    assert bool(found["matched"]) == (found["covered_by_all"] > 0)


def test_probability_is_the_sigmoid_of_the_weighed_sum():
    """bias -1 + 2 * 0.6 + 3 * 0.5 = 1.7; figures without a weight say nothing."""
    coefficients = ConfidenceCoefficients(-1.0, {"cosine": 2.0, "covered_by_first": 3.0})
    figures = {"cosine": 0.6, "covered_by_first": 0.5, "gap": 99.0}
    assert probability(figures, coefficients) == pytest.approx(1 / (1 + math.exp(-1.7)))
    assert probability(figures, ConfidenceCoefficients(0.0, {})) == 0.5


def test_a_weight_without_its_figure_is_an_error():
    """A calibration that names an unknown figure fails loudly instead of refusing everything."""
    with pytest.raises(KeyError, match="charm"):
        probability({"cosine": 0.5}, ConfidenceCoefficients(0.0, {"charm": 1.0}))


def test_the_fitted_confidence_tells_an_answer_from_a_stranger():
    """By the committed numbers, close evidence with the words passes and foreign evidence does not."""
    calibration = load_calibration()
    near = features(["cat", "purr"], [text("cat purr the", 0.8, 0.9)], idf, UNSEEN)
    far = features(["zebra", "xylophone"], [text("cat the", 0.05, 0.01)], idf, UNSEEN)
    assert probability(far, calibration.confidence) < calibration.refuse_below
    assert probability(near, calibration.confidence) > calibration.refuse_below
