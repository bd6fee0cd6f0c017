"""`rag-eval run`, `compare` and `gate` from an index to an exit code, and worsened builds that they catch."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eval.cli import commands
from eval.golden import GoldenQuestion
from eval.runs.values import METRICS
from ingest.models import load_embedder
from ingest.pipeline import ingest
from serve.engine import Engine
from serve.types import Answer

pytestmark = pytest.mark.slow

GUIDE = """# Guide

## How do zebras live?

Zebras graze in the morning. A herd has up to 40 zebras.

## What do otters eat?

Otters eat fish and crabs. They open shells with stones.
"""
ZEBRAS, OTTERS = "Guide > How do zebras live?", "Guide > What do otters eat?"
GOLDEN = [
    GoldenQuestion(
        "number-01", "How many zebras has a herd?", "number", True, (), (ZEBRAS,), (("40",),), "Up to 40."
    ),
    GoldenQuestion(
        "single-fact-01", "What do otters eat?", "single-fact", True, (), (OTTERS,), (("fish",),), "Fish."
    ),
    GoldenQuestion(
        "typo-01", "when do zebrras graze", "typo", True, (), (ZEBRAS,), (("morning",),), "Mornings."
    ),
    GoldenQuestion(
        "off-topic-01", "Who won the 1998 election?", "off-topic", False, (), (), (), "Not in it."
    ),
    GoldenQuestion("gibberish-01", "asdf qwer zxcv", "gibberish", False, (), (), (), "No question."),
]
Evaluate = Callable[..., Result]


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """`rag-eval` with five questions, no cross-encoder, and no baseline of the repository."""
    (tmp_path / "guide.md").write_text(GUIDE)
    ingest([tmp_path / "guide.md"], tmp_path / "data", load_embedder)
    monkeypatch.setenv("RAG_RERANKER", "none")
    monkeypatch.setattr("eval.runs.run.load_golden", lambda _: GOLDEN)
    monkeypatch.setattr("eval.runs.baseline.FILE", tmp_path / "baseline.json")
    monkeypatch.setattr("eval.runs.history.FILE", tmp_path / "history.jsonl")

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(commands, [str(a) for a in arguments])

    return invoke


def run(evaluate: Evaluate, folder: Path, *more: str) -> dict[str, Any]:
    """What the command wrote to the folder."""
    done = evaluate("run", "--data-dir", folder.parent / "data", "--out", folder, *more)
    assert done.exit_code == 0, done.output
    return json.loads((folder / "run.json").read_text("utf-8"))


def breaches(done: Result) -> list[str]:
    """The metrics that a gate said are below the baseline."""
    assert type(done.exception).__name__ == "BelowBaseline", done.output
    return [line.partition(":")[0] for line in done.stderr.splitlines()]


def test_a_run_is_written_compared_and_gated(evaluate: Evaluate, tmp_path: Path):
    """Everything is right on the tiny guide; the run is its own baseline, and has nothing to compare."""
    written = run(evaluate, tmp_path / "a", "--ablation")
    assert {q["id"]: q["faults"] for q in written["questions"]} == {q.id: [] for q in GOLDEN}
    assert written["figures"].keys() == {m.name for m in METRICS if m.source == "labels"}
    assert written["questions"][1]["contexts"] == ["Otters eat fish and crabs. They open shells with stones."]
    assert list(written["ablation"]) == ["BM25", "cosine", "RRF", "+ reranker", "+ query processing"]
    assert written["latency_ms"].keys() >= {"search", "rerank", "answer", "total"}
    assert written["provenance"]["models"]["reranker"] == "none"
    assert "no baseline yet" in (tmp_path / "a" / "summary.md").read_text("utf-8")
    assert (tmp_path / "a" / "report.html").read_text("utf-8").startswith("<!doctype html>")

    assert evaluate("gate", tmp_path / "a" / "run.json", "--update-baseline").exit_code == 0
    assert evaluate("gate", tmp_path / "a" / "run.json").output.startswith("all 16 figures")
    assert len((tmp_path / "history.jsonl").read_text("utf-8").splitlines()) == 1

    run(evaluate, tmp_path / "b")
    assert "no figure fell" in (tmp_path / "b" / "summary.md").read_text("utf-8")
    compared = evaluate("compare", tmp_path / "a" / "run.json", tmp_path / "b" / "run.json")
    assert "| answers right | +0.000 | [+0.000, +0.000] |" in compared.output
    assert "now wrong: 0" in compared.output


def test_worsened_builds_fail_the_gate_for_the_right_reason(
    evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Shifted citations break validity, a shifted text drops all; a threshold of 0 refuses nothing."""
    run(evaluate, tmp_path / "a")
    evaluate("gate", tmp_path / "a" / "run.json", "--update-baseline")

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "ask", _shifted(Engine.ask))
        run(evaluate, tmp_path / "shifted")
    assert breaches(evaluate("gate", tmp_path / "shifted" / "run.json")) == ["citation validity"]

    with monkeypatch.context() as patch:
        patch.setattr(
            Engine, "text_of", lambda engine, document: engine.retriever.index.document(document).text[1:]
        )
        run(evaluate, tmp_path / "dropped")
    found = breaches(evaluate("gate", tmp_path / "dropped" / "run.json"))
    assert {"kept sentences", "answers right", "citation validity"} <= set(found)

    monkeypatch.setenv("RAG_REFUSE_BELOW", "0")
    run(evaluate, tmp_path / "open")
    found = breaches(evaluate("gate", tmp_path / "open" / "run.json"))
    assert found == ["answers right", "refusal precision", "refusal recall"]
    compared = evaluate("compare", tmp_path / "a" / "run.json", tmp_path / "open" / "run.json").output
    assert "- off-topic-01: Who won the 1998 election? (answered, although" in compared


def test_drafts_are_accepted_and_asked(evaluate: Evaluate, tmp_path: Path):
    """A person's own questions over their own folder: proposed, accepted, measured, and gated apart."""
    golden, data = tmp_path / "golden.jsonl", tmp_path / "data"
    evaluate("draft", tmp_path / "guide.md", "--out", tmp_path / "drafts.jsonl")
    lines = (tmp_path / "drafts.jsonl").read_text("utf-8")
    (tmp_path / "drafts.jsonl").write_text(lines.replace('"accepted":false', '"accepted":true'), "utf-8")
    evaluate("accept", tmp_path / "drafts.jsonl")

    written = run(evaluate, tmp_path / "own", "--golden", str(golden))
    asked = {q["question"]: q["faults"] for q in written["questions"]}
    assert asked == {"How many zebras does a herd have?": []}
    assert written["provenance"]["material"] == "own questions"
    own = ("--baseline", tmp_path / "own.json")
    assert evaluate("gate", tmp_path / "own" / "run.json", *own, "--update-baseline").exit_code == 0
    assert evaluate("gate", tmp_path / "own" / "run.json", *own).exit_code == 0

    golden.write_text(golden.read_text("utf-8").replace("Guide > How", "Guide > Why"), "utf-8")
    done = evaluate("run", "--golden", golden, "--data-dir", data, "--out", tmp_path / "x")
    assert "no indexed document has the section “Guide > Why do zebras live?”" in str(done.exception)


def test_a_build_without_its_support_check_fails_the_gate_for_that_alone(
    evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each question ten times, for enough faults: all of them are shown, and nothing else is worse."""
    many = [replace(q, id=f"{q.id}-{i}") for i in range(10) for q in GOLDEN]
    monkeypatch.setattr("eval.runs.run.load_golden", lambda _: many)
    written = run(evaluate, tmp_path / "a")
    evaluate("gate", tmp_path / "a" / "run.json", "--update-baseline")
    assert written["figures"]["faults kept out"]["value"] >= 0.8
    assert evaluate("gate", tmp_path / "a" / "run.json").exit_code == 0

    run(evaluate, tmp_path / "unchecked", "--unchecked")
    assert breaches(evaluate("gate", tmp_path / "unchecked" / "run.json")) == ["faults kept out"]


def _shifted(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    def asked(*arguments: Any) -> Answer:
        answer = ask(*arguments)
        return replace(
            answer, citations=tuple(replace(c, start=c.start + 1, end=c.end + 1) for c in answer.citations)
        )

    return asked


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("gate", "none.json"), 4, "cannot read none.json"),
        (("compare", "pyproject.toml", "pyproject.toml"), 4, "pyproject.toml is no run"),
        (("run", "--data-dir", "none", "--out", "none"), 5, "there is no index in none"),
    ],
)
def test_errors_are_one_line_with_an_exit_code(arguments: tuple[str, ...], code: int, says: str):
    """As a user sees them: nothing on standard output, one line on standard error."""
    command = [sys.executable, "-c", "from eval.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.returncode, done.stdout) == (code, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"rag-eval: {says}")
