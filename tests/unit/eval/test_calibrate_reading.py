"""What the early stop spares and costs, on candidates whose logits are known."""

import pytest

from eval.calibrate.observe import Observation, Seen
from eval.calibrate.reading import reading
from retrieval.calibration import MixCoefficients

MIX = MixCoefficients(bias=0.0, cosine=5.0, bm25=0.0, logit=1.0, middling=0.0)


def asked(*candidates: tuple[float, float, bool]) -> Observation:
    """An answerable question with candidates of these cosines and logits, and whether they are right."""
    seen = tuple(Seen(cosine, 0.0, logit, (), right) for cosine, logit, right in candidates)
    return Observation("half", "held_out", "answerable", "asked", (), {}, 1.0, seen)


def test_what_has_no_promise_is_not_read():
    """Eight of sixteen are, and nothing changes."""
    found = reading([asked(*[(0.9, -1.0, n == 0) for n in range(8)], *[(0.1, 0.0, False)] * 8)], MIX)
    assert (found.read, found.same, found.whole, found.stopped) == (0.5, 1.0, 1.0, 1.0)


def test_a_good_logit_without_promise_is_missed():
    """The right passage, hidden behind by its cosine, would have come first had it been read."""
    found = reading([asked(*[(0.9, 0.0, False)] * 8, *[(0.1, 0.0, False)] * 7, (0.1, 9.0, True))], MIX)
    assert found.same == 0.0
    assert found.whole == 1.0
    assert found.stopped == pytest.approx(1 / 16)
