"""What becomes of a judge's verdicts, one time or several."""

from collections.abc import Mapping, Sequence
from itertools import count

import pytest

from eval.ragas.rows import Cited
from eval.ragas.run import Judge, judged
from eval.runs.types import Asked, Drafted
from eval.runs.values import DRAFTS, FAULTLESS, SHOWN


@pytest.fixture
def questions() -> list[Asked]:
    """One of two sentences of which one is shown, one of a single sentence, and a refusal."""

    def asked(name: str, *drafted: Drafted) -> Asked:
        sentences = [{"text": d.text, "citations": [1]} for d in drafted]
        answer = {"status": "answered", "sentences": sentences, "citations": [{"number": 1, "quote": "e"}]}
        labels = ((), True, (), (), "reference", (), {}, 1.0)
        return Asked(name, "number", f"{name}?", *labels, answer=answer, hits=(), drafted=drafted)

    good, bad = Drafted("good", "e", "", shown=True), Drafted("bad", "e", "number", shown=False)
    return [asked("a", good, bad), asked("b", good), asked("c")]


def _moody() -> Judge:
    """A judge that says 0 for what is bad, and for what is good 1, then 0.7, then 0.4."""
    times = count()

    def judge(rows: Sequence[Cited]) -> Mapping[Cited, float]:
        good = 1 - 0.3 * next(times)
        return {row: good * (row.sentence == "good") for row in rows}

    return Judge("moody", judge, 3)


def test_several_times_are_averaged_and_kept(questions: list[Asked]):
    """A question's value is the mean over the times; each time's mean over the questions is kept."""
    values, repeated = judged(questions, _moody())
    assert values[0] == pytest.approx({FAULTLESS: 0.35, DRAFTS: 0.35, SHOWN: 0.7})
    assert values[1] == pytest.approx({FAULTLESS: 0.7, DRAFTS: 0.7, SHOWN: 0.7})
    assert values[2] == {}
    assert repeated.keys() == {FAULTLESS, DRAFTS, SHOWN}
    assert repeated[DRAFTS] == pytest.approx((0.75, 0.525, 0.3))
    assert repeated[SHOWN] == pytest.approx((1, 0.7, 0.4))


def test_one_time_has_no_spread(questions: list[Asked]):
    """A judge that says the same each time is asked once."""
    values, repeated = judged(questions, Judge("sure", lambda rows: dict.fromkeys(rows, 1.0), 1))
    assert values[0] == {FAULTLESS: 1.0, DRAFTS: 1.0, SHOWN: 1.0}
    assert repeated == {}
