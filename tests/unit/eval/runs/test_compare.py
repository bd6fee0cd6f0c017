"""Two runs side by side."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.runs.compare import Score, comparable, compare, differences, paired, scores
from eval.runs.errors import Incomparable
from eval.runs.store import write_run
from eval.runs.types import Asked, Run
from eval.runs.values import SHOWN, SIMILARITY

WRONG = ("“lock” is missing",)
Make = Callable[..., Run]
One = Callable[..., Asked]


@pytest.fixture
def before(run_of: Make, asked: One) -> Run:
    """One right, two wrong, and one that the other run lacks."""
    return run_of(
        asked("number-01", {"fact coverage": 1.0}),
        asked("number-02", {"fact coverage": 0.5}, WRONG),
        asked("list-01", {"fact coverage": 0.0}, WRONG),
        asked("list-02", {"fact coverage": 1.0}),
    )


@pytest.fixture
def after(run_of: Make, asked: One) -> Run:
    """The first went wrong, the second says less, the third became right; another one is new."""
    return run_of(
        asked("why-01"),
        asked("list-01", {"fact coverage": 1.0}),
        asked("number-02", {"fact coverage": 0.25}, WRONG),
        asked("number-01", {"fact coverage": 0.5}, WRONG),
    )


def test_only_what_both_asked_is_compared(before: Run, after: Run, run_of: Make, asked: One):
    """Questions are matched by id and words: a question that was reworded is another one."""
    assert [a.id for a, _ in paired(before, after)] == ["number-01", "number-02", "list-01"]
    assert all(a.id == b.id for a, b in paired(before, after))
    reworded = run_of(asked("number-01", question="Otherwise?"), asked("list-01"))
    assert [a.id for a, _ in paired(before, reworded)] == ["list-01"]


def test_differences_are_over_the_pairs(before: Run, after: Run):
    """Facts: -1/2, -1/4 and +1 are +1/12 in the mean; a metric that no question has is absent."""
    found = differences(paired(before, after))
    assert found["fact coverage"].value == pytest.approx(0.25 / 3)
    assert found["fact coverage"].low < 0 < found["fact coverage"].high
    assert found.keys() == {"answers right", "fact coverage"}


def test_wins_and_losses_are_counted_by_kind(before: Run, after: Run):
    """Becoming right wins; saying fewer facts loses even where both are wrong."""
    assert scores(paired(before, after)) == [Score("list", 1, 0, 0), Score("number", 0, 2, 0)]
    assert scores(paired(before, before)) == [Score("list", 0, 0, 2), Score("number", 0, 0, 2)]


def test_the_comparison_lists_what_changed(
    before: Run, after: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """One way and the other, with what is wrong now."""
    write_run(before, tmp_path / "a.json")
    write_run(after, tmp_path / "b.json")
    compare(tmp_path / "a.json", tmp_path / "b.json")
    said = capsys.readouterr().out
    assert "3 questions in both" in said
    assert "Was right, now wrong: 1\n- number-01: What is number-01? (“lock” is missing)\n" in said
    assert "Was wrong, now right: 1\n- list-01: What is list-01?\n" in said


def test_other_materials_and_other_questions_cannot_be_compared(before: Run, run_of: Make, asked: One):
    """Each is said in one line."""
    with pytest.raises(Incomparable, match="one run's material is “corpus”, the other's “export”"):
        paired(before, run_of(asked(), material="export"))
    with pytest.raises(Incomparable, match="no question in common"):
        paired(before, run_of(asked("why-01")))


def test_what_two_judges_said_is_not_compared(
    run_of: Make, asked: One, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The same judge's faithfulness is; what needs no judge is, whoever judged; and it is said."""
    values = {SHOWN: 0.5, SIMILARITY: 0.5}
    one, other = (run_of(asked(values=values), models={"judge": name}) for name in ("one", "other"))
    pairs = paired(one, other)
    assert differences(pairs, comparable(one, other)).keys() == {"answers right", SIMILARITY}
    assert differences(pairs, comparable(one, one)).keys() == {"answers right", SHOWN, SIMILARITY}
    write_run(one, tmp_path / "one.json")
    for run, says in ((other, "judged by one before, by other after"), (run_of(asked()), "by nobody after")):
        write_run(run, tmp_path / "run.json")
        compare(tmp_path / "one.json", tmp_path / "run.json")
        assert says in capsys.readouterr().out
    compare(tmp_path / "one.json", tmp_path / "one.json")
    assert "left out" not in capsys.readouterr().out
