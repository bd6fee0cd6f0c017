"""The two regressions, against data whose coefficients are known."""

import numpy as np
import pytest

from eval.calibrate.fit import balanced, fit_confidence, fit_mix, judge, logistic
from eval.calibrate.observe import Observation, Seen
from retrieval.calibration import MixCoefficients

MIX = MixCoefficients(bias=-2.0, cosine=5.0, bm25=0.1)


def observation(
    *candidates: Seen, kind: str = "answerable", terms: tuple[str, ...] = ("cat",)
) -> Observation:
    """A question over these candidates, every term of the same weight."""
    idf = dict.fromkeys(terms, 1.0)
    return Observation("half", "fit", kind, "asked", terms, idf, 3.0, candidates)


def seen(cosine: float, right: bool = False, bm25: float = 0.0, logit: float = 0.0, held: str = "") -> Seen:
    """A candidate that holds the words of `held`."""
    return Seen(cosine, bm25, logit, tuple(held.split()), right)


def test_logistic_finds_the_coefficients_that_drew_the_labels():
    """Columns of very different spread come back in their own units."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(40_000, 2)) * (1.0, 50.0) + (0.0, 100.0)
    p = 1 / (1 + np.exp(-(1.0 + 2.0 * x[:, 0] - 0.03 * (x[:, 1] - 100))))
    found = logistic(x, (rng.random(len(x)) < p).astype(float), np.ones(len(x)))
    assert found.weights == pytest.approx((2.0, -0.03), rel=0.06)
    assert found.bias == pytest.approx(1.0 + 0.03 * 100, rel=0.06)


def test_logistic_heeds_the_weights():
    """With half of the mass on either label, whatever their counts, an empty column gives even odds."""
    y = np.array([1.0] + [0.0] * 9)
    found = logistic(np.zeros((10, 1)), y, np.where(y == 1, 0.5, 0.5 / 9))
    assert found.bias == pytest.approx(0.0, abs=1e-6)


def test_mix_learns_from_within_a_question():
    """BM25 that is high for all candidates of a question, right or wrong, says nothing of their order."""
    rng = np.random.default_rng(5)
    lists = []
    for n in range(60):
        level = 40.0 * (n % 2)
        wrong = [seen(rng.uniform(0, 0.5), bm25=level + rng.uniform(0, 2)) for _ in range(5)]
        lists.append(observation(seen(rng.uniform(0.3, 0.8), True, level + rng.uniform(0, 2)), *wrong))
    mix = fit_mix(lists, with_logit=False)
    assert mix.cosine > 10 * abs(mix.bm25)
    assert mix.logit == 0


def test_mix_weighs_the_logit_where_it_alone_tells():
    """Right candidates of the same cosine are told by the cross-encoder's logit."""
    rng = np.random.default_rng(6)
    lists = [
        observation(
            seen(0.5, True, logit=rng.normal(1)), *(seen(0.5, logit=rng.normal(-1)) for _ in range(4))
        )
        for _ in range(80)
    ]
    mix = fit_mix(lists, with_logit=True)
    assert mix.logit > 0.5
    assert -1 < mix.middling < 0


def test_judge_orders_and_takes_the_evidence_only():
    """The sixth candidate is beyond the evidence, and the best one comes first whatever its place."""
    wrong = [seen(0.1 * n) for n in range(1, 7)]
    judged = judge(observation(*wrong, seen(0.05, right=True, held="cat")), MIX)
    assert judged.rank == 7
    assert not judged.answered
    assert judged.figures["cosine"] == pytest.approx(0.6)
    assert judged.figures["covered_by_all"] == 0


def test_confidence_leaves_out_questions_whose_answer_was_not_found():
    """An answerable question without its answer in the evidence is neither a yes nor a no."""
    good = [judge(observation(seen(0.6 + 0.01 * n, True)), MIX) for n in range(5)]
    poor = [judge(observation(seen(0.1 + 0.01 * n), kind="far"), MIX) for n in range(5)]
    lost = [judge(observation(seen(0.9)), MIX) for _ in range(50)]
    assert fit_confidence([*good, *poor, *lost], ("cosine",)) == fit_confidence([*good, *poor], ("cosine",))


def test_kinds_weigh_alike_whatever_their_number():
    """Answerable ones weigh as much as near and far ones together."""
    rows = [judge(observation(seen(0.5), kind=k), MIX) for k in ("answerable", "near", "near", "far")]
    assert balanced(rows) == pytest.approx([2.0, 0.5, 0.5, 1.0])
