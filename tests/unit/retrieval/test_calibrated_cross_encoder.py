"""The calibrated rerankers and the calibration file that they take their coefficients from."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from ingest.models import OpenVinoPairScorer
from ingest.models.pairs import Scores
from ingest.models.pieces import Piece
from ingest.types import Passage
from retrieval.calibration import FILE, NO_CROSS_ENCODER, MixCoefficients, calibrations, load_calibration
from retrieval.rerank import KEPT, CalibratedCrossEncoder, CalibratedMix, Candidate

FIGURES = ((0.6, 3.0, 0.7), (0.2, 0.0, None), (0.4, 12.0, 0.3))


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> OpenVinoPairScorer:
    """The packaged encoder under a head that was never trained."""
    path = tmp_path_factory.mktemp("head") / "untrained.safetensors"
    rng = np.random.default_rng(1)
    head = {"head.weight": rng.normal(size=(1, 384)), "head.bias": np.array([0.25])}
    save_file({n: a.astype(np.float32) for n, a in head.items()}, path, {"name": "untrained"})
    return OpenVinoPairScorer(path)


def candidates() -> list[Candidate]:
    """Three passages with their figures."""
    texts = ("Cats purr.", "Dogs bark at night.", "LoRA trains low-rank adapters.")
    return [
        Candidate(Passage(str(n), "d", "c", 0, len(t), t, "paragraph", title="Pets"), *f)
        for n, (t, f) in enumerate(zip(texts, FIGURES, strict=True))
    ]


def test_score_is_the_sigmoid_of_the_weighed_sum(scorer: OpenVinoPairScorer):
    """Each coefficient counts, on what is read of each; without tokens, late interaction is the usual."""
    c = MixCoefficients(bias=-1.0, cosine=3.0, bm25=0.1, late=2.0, usual_late=0.4, logit=0.7)
    logits = scorer.score("why do cats purr", [x.passage.indexed_text for x in candidates()])
    z = [
        -1 + 3 * cos + 0.1 * bm25 + 2 * (0.4 if late is None else late) + 0.7 * x
        for (cos, bm25, late), x in zip(FIGURES, logits, strict=True)
    ]
    found = CalibratedCrossEncoder(scorer, c, kept=3).score("why do cats purr", candidates())
    assert np.ptp(logits) > 0.01
    assert found == pytest.approx(1 / (1 + np.exp(-np.array(z))), abs=1e-5)
    assert found.dtype == np.float32


class Counting:
    """A scorer whose logits are known, and that notes what it reads."""

    name = "counting"

    def __init__(self, logits: Sequence[float]) -> None:
        self._logits = logits
        self.read: list[int] = []

    def score(self, question: str, passages: Sequence[object]) -> Scores:
        """The logit of the passage whose text is its number."""
        numbers = [int(str(p)) for p in passages]
        self.read += numbers
        return np.array([self._logits[n] for n in numbers], np.float32)

    def describe(self) -> str:
        """Nothing to tell."""
        return self.name


FIGURE = st.floats(0, 1, width=32)


@given(st.lists(st.tuples(FIGURE, FIGURE), min_size=1, max_size=30), st.integers(1, 7))
def test_the_first_ones_are_those_of_a_full_reading(figures: list[tuple[float, float]], kept: int):
    """Where no logit lies above the middling one, stopping early changes nothing among the first `kept`."""
    cosines, logits = zip(*figures, strict=True)
    some = [Candidate(_numbered(n), cosine, 0.0) for n, cosine in enumerate(cosines)]
    c = MixCoefficients(bias=0.0, cosine=3.0, bm25=0.1, logit=1.0, middling=1.0)
    scorer = Counting(logits)
    found = CalibratedCrossEncoder(scorer, c, kept).score("q", some)
    whole = [3 * cosine + logit for cosine, logit in figures]
    assert sorted(found, reverse=True)[:kept] == pytest.approx(
        [1 / (1 + np.exp(-z)) for z in sorted(whole, reverse=True)[:kept]], abs=1e-5
    )
    assert len(scorer.read) == len(set(scorer.read)) >= min(kept, len(some))


def test_what_cannot_reach_the_evidence_is_not_read():
    """Eight candidates without promise, behind twelve with much of it, cost nothing."""
    some = [Candidate(_numbered(n), 0.9 if n < 12 else 0.1, 0.0) for n in range(20)]
    scorer = Counting([-1.0] * 20)
    c = MixCoefficients(bias=0.0, cosine=5.0, bm25=0.1, logit=1.0, middling=0.0)
    found = CalibratedCrossEncoder(scorer, c).score("q", some)
    assert scorer.read == list(range(12))
    assert found[:12].min() > found[12:].max()


def test_no_more_is_read_where_the_first_ones_settle_it():
    """Two good logits among twenty equal candidates: none of the others is expected above them."""
    scorer = Counting([2.0] * 20)
    c = MixCoefficients(bias=0.0, cosine=5.0, bm25=0.1, logit=1.0, middling=0.0)
    CalibratedCrossEncoder(scorer, c).score("q", [Candidate(_numbered(n), 0.5, 0.0) for n in range(20)])
    assert scorer.read == list(range(KEPT))


def _numbered(n: int) -> Passage:
    return Passage(str(n), "d", "c", 0, 1, str(n), "paragraph")


def test_it_goes_by_the_scorer_s_name(scorer: OpenVinoPairScorer):
    """The name finds the numbers that were fitted with it."""
    assert CalibratedCrossEncoder(scorer, MixCoefficients(0, 1, 0, 1)).name == "untrained"


def test_without_a_logit_it_is_the_mix(scorer: OpenVinoPairScorer):
    """A coefficient of 0 takes the cross-encoder out."""
    c = MixCoefficients(bias=-1.0, cosine=3.0, bm25=0.1)
    both = [r.score("q", candidates()) for r in (CalibratedCrossEncoder(scorer, c), CalibratedMix(c))]
    assert both[0] == pytest.approx(both[1])


def test_an_unknown_reranker_gets_the_set_without_any():
    """Its own order stands; the confidence rests on figures that do not come from a reranker."""
    found = load_calibration("nobody/knows-this")
    assert found == load_calibration()
    assert "best" not in found.confidence.weights


def test_the_committed_numbers_point_the_right_way():
    """More similarity and more shared words make an answer likelier, in every set."""
    for found in calibrations(json.loads(FILE.read_text(encoding="utf-8"))).values():
        assert found.mix.cosine > 0
        assert found.mix.bm25 > 0
        assert found.mix.late > 0
        assert 0 < found.refuse_below < 1
        assert all(w > 0 for w in found.confidence.weights.values())
        assert (found.mix.logit > 0) == (found.reranker != NO_CROSS_ENCODER)


def test_sets_are_found_by_name():
    """Each set keeps its own numbers."""
    one = {"mix": {"bias": 0, "cosine": 1, "bm25": 2}, "confidence": {"bias": 0, "weights": {}}}
    raw = {"sets": [{"reranker": n, "refuse_below": b, **one} for n, b in (("", 0.1), ("x", 0.2))]}
    assert {n: c.refuse_below for n, c in calibrations(raw).items()} == {"": 0.1, "x": 0.2}


def test_the_nearest_pieces_are_read_under_their_headings():
    """As many as there is room for, in the text's order; the nearest however long, all without pieces."""
    text = "Cats purr. Dogs bark at night. Owls hoot."
    passage = Passage("p", "d", "c", 0, len(text), text, "item", ("Pets", "Sounds"), "They make these:")
    pieces = (Piece(0, 11, 0.2), Piece(11, 31, 0.1), Piece(31, 41, 0.9))
    assert Candidate(passage, 0.0, 0.0).excerpt == passage.indexed_text
    assert Candidate(passage, 0.0, 0.0, 0.0, pieces).piece == 0.9
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.rerank.ROOM", 21)
        read = Candidate(passage, 0.0, 0.0, 0.0, pieces).excerpt
        assert read == "Pets\nSounds\nThey make these:\nCats purr.\nOwls hoot."
        patch.setattr("retrieval.rerank.ROOM", 2)
        assert Candidate(passage, 0.0, 0.0, 0.0, pieces).excerpt.endswith("these:\nOwls hoot.")
