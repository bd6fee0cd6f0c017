"""What falls beyond its allowance fails, what does not passes, and a new baseline is deliberate."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.runs.baseline import RULE, allowance, baseline_of, read_baseline, write_baseline
from eval.runs.errors import BelowBaseline, Incomparable
from eval.runs.gate import breaches, gate
from eval.runs.history import read_history
from eval.runs.store import write_run
from eval.runs.types import Asked, Run
from eval.runs.values import DRAFTS
from ingest.errors import PathProblem

VALID = "citation validity"
Make = Callable[..., Run]
One = Callable[..., Asked]


@pytest.fixture
def good(run_of: Make, asked: One) -> Run:
    """Ten questions, all right but the last."""
    right = [asked(f"number-{n}", {VALID: 1.0}) for n in range(9)]
    return run_of(*right, asked("number-9", {VALID: 1.0}, ("wrong",)))


def worse(run_of: Make, asked: One, wrong: int, **values: float) -> Run:
    """Ten questions, as many of them wrong."""
    some = [asked(f"number-{n}", {VALID: 1.0} | values, ("wrong",) * (n < wrong)) for n in range(10)]
    return run_of(*some)


def test_the_same_run_passes(good: Run):
    """A run is never below itself."""
    assert breaches(good, baseline_of(good, None)) == []


def test_a_fall_within_the_allowance_passes_and_beyond_it_fails(good: Run, run_of: Make, asked: One):
    """Of ten questions, one more may go wrong, three more may not."""
    baseline = baseline_of(good, None)
    assert breaches(worse(run_of, asked, 2), baseline) == []
    (breach,) = breaches(worse(run_of, asked, 4), baseline)
    assert str(breach).startswith("answers right: 0.600 is below the baseline's 0.900 less ")


def test_an_invalid_citation_has_no_allowance(good: Run, run_of: Make, asked: One):
    """One in a thousand fails: the figure is a promise."""
    fallen = worse(run_of, asked, 1, **{VALID: 0.999})
    assert [b.metric for b in breaches(fallen, baseline_of(good, None))] == [VALID]


def test_what_could_no_longer_be_measured_fails(good: Run, run_of: Make, asked: One):
    """A metric that applies to no question is a breach, not a figure left out."""
    gone = run_of(*(asked(f"number-{n}") for n in range(10)))
    (breach,) = breaches(gone, baseline_of(good, None))
    assert str(breach).startswith("citation validity: measured on no question")


def test_latency_is_not_gated(good: Run):
    """A slow machine is no worse answer."""
    slow = replace(good, latency_ms={"total": {"p50": 1e6, "p95": 1e6}})
    assert breaches(slow, baseline_of(good, None)) == []


def test_another_material_is_not_compared(good: Run):
    """The questions are others."""
    other = replace(good, provenance=replace(good.provenance, material="export"))
    with pytest.raises(Incomparable, match="the run's material is “export”, the baseline's “corpus”"):
        breaches(other, baseline_of(good, None))


def test_the_default_allowance_is_at_least_a_question_and_shrinks_with_their_number():
    """A figure that is the same for all may lose one question; more questions make it surer."""
    assert allowance([1.0] * 50) == 1 / 50
    few, many = allowance([0.0, 1.0] * 50), allowance([0.0, 1.0] * 200)
    assert few == pytest.approx(2 * many)
    assert few == pytest.approx(1.96 * (2 * 0.05 * 0.25 / 100) ** 0.5)


def test_an_allowance_with_another_reason_is_kept(good: Run, tmp_path: Path):
    """The figure is renewed, what a person decided stays, and the file reads back."""
    first = baseline_of(good, None)
    mine = replace(first.metrics["answers right"], value=0.1, allowance=0.3, why="renaming goes on")
    second = baseline_of(good, replace(first, metrics={**first.metrics, "answers right": mine}))
    assert second.metrics["answers right"] == replace(mine, value=0.9)
    assert first.metrics["answers right"].why == RULE
    write_baseline(second, tmp_path / "baseline.json")
    assert read_baseline(tmp_path / "baseline.json") == second


def test_the_gate_says_one_line_a_breach_and_has_its_own_exit_code(
    good: Run, run_of: Make, asked: One, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The lines go to standard error, where the closing one goes."""
    write_baseline(baseline_of(good, None), tmp_path / "baseline.json")
    write_run(worse(run_of, asked, 9, **{VALID: 0.5}), tmp_path / "run.json")
    with pytest.raises(BelowBaseline, match="2 of 2 figures") as error:
        gate(tmp_path / "run.json", tmp_path / "baseline.json", update=False)
    said = capsys.readouterr()
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["answers right", VALID]
    assert said.out == ""
    assert error.value.exit_code == 20


def test_without_a_baseline_the_gate_says_how_to_write_one(good: Run, tmp_path: Path):
    """Nothing passes by default."""
    write_run(good, tmp_path / "run.json")
    with pytest.raises(PathProblem, match="--update-baseline writes one"):
        gate(tmp_path / "run.json", tmp_path / "baseline.json", update=False)


def test_updating_writes_the_baseline_and_one_line_of_history(
    good: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The second time the baseline is replaced, and the history has two lines."""
    write_run(good, tmp_path / "run.json")
    for _ in range(2):
        gate(tmp_path / "run.json", tmp_path / "baseline.json", update=True)
    first, second = read_history(tmp_path / "history.jsonl", "corpus")
    assert first == second
    assert first.figures == {"answers right": 0.9, VALID: 1.0}
    assert (first.settings_hash, first.models["reranker"]) == ("abc", "none")
    assert first.commit == good.provenance.commit
    gate(tmp_path / "run.json", tmp_path / "baseline.json", update=False)
    assert capsys.readouterr().out.splitlines()[-1] == "all 2 figures are within their allowances"


def test_what_ragas_says_is_logged_and_not_gated(run_of: Make, asked: One, tmp_path: Path):
    """A judge's figure goes into the history with the judge's name; a run without it passes the gate."""
    judged = run_of(asked(values={DRAFTS: 0.8}), models={"judge": "a model"})
    write_run(judged, tmp_path / "judged.json")
    gate(tmp_path / "judged.json", tmp_path / "baseline.json", update=True)
    assert read_baseline(tmp_path / "baseline.json").metrics.keys() == {"answers right"}
    (line,) = read_history(tmp_path / "history.jsonl", "corpus")
    assert (line.figures[DRAFTS], line.models["judge"]) == (0.8, "a model")
    assert breaches(run_of(asked()), read_baseline(tmp_path / "baseline.json")) == []


def test_the_history_of_another_material_is_another(good: Run, tmp_path: Path):
    """And where there is no file, there is no history."""
    write_run(good, tmp_path / "run.json")
    gate(tmp_path / "run.json", tmp_path / "baseline.json", update=True)
    assert read_history(tmp_path / "history.jsonl", "export") == []
    assert read_history(tmp_path / "none.jsonl", "corpus") == []


def test_a_broken_history_is_one_line(tmp_path: Path):
    """It names the file."""
    (tmp_path / "history.jsonl").write_text(json.dumps({"date": 1}) + "\n")
    with pytest.raises(PathProblem, match=r"history\.jsonl is no history") as error:
        read_history(tmp_path / "history.jsonl", "corpus")
    assert "\n" not in str(error.value)
