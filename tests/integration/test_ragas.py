"""`rag-eval ragas` over a real run, by evaluation's own judge and by a language model that ragas asks."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from eval.cli import commands
from eval.runs.store import read_run
from eval.runs.types import JUDGE, Run
from eval.runs.values import DRAFTS, FAULTLESS, METRICS, SHOWN
from eval.scripted import Fail, ScriptedLLM
from eval.scripted.request import Request
from ingest.models import load_embedder
from ingest.pipeline import ingest

HERE = importlib.util.find_spec("ragas") is not None
# ragas leaves the file open in which it keeps the id that it would report under.
pytestmark = pytest.mark.filterwarnings("ignore:.*ragas/uuid.json:pytest.PytestUnraisableExceptionWarning")
needs_ragas = pytest.mark.skipif(not HERE, reason="needs ragas: make ragas-test")
GUIDE = """# Guide

## How do zebras live?

Zebras graze in the morning. A herd has up to 40 zebras. Lions rarely attack a large herd.

## What do otters eat?

Otters eat fish and crabs. They open shells with stones. An otter eats 5 kilograms of fish every day.
"""
ASKED = (
    ("How many zebras has a herd?", "How do zebras live?", "40"),
    ("When do zebras graze?", "How do zebras live?", "morning"),
    ("What do otters eat?", "What do otters eat?", "fish"),
)
NOTHING = {
    "id": "none",
    "question": "asdf qwer",
    "kind": "gibberish",
    "answerable": False,
    "reference": "None.",
}
TIMES = 6
"""Each question under so many ids: the faults that are planted go by the id."""
Evaluate = Callable[..., Result]


def line(n: int, question: str, section: str, fact: str) -> dict[str, Any]:
    """A golden question."""
    label = {"document": "guide.md", "section": f"Guide > {section}"}
    kind = {"kind": "number", "answerable": True, "reference": f"It is {fact}."}
    return {"id": f"q-{fact}-{n}", "question": question, "sections": [label], "facts": [[fact]], **kind}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `rag-eval run` wrote of a tiny guide, with faults in its drafts."""
    folder = tmp_path_factory.mktemp("ragas")
    (folder / "guide.md").write_text(GUIDE, encoding="utf-8")
    ingest([folder / "guide.md"], folder / "data", load_embedder)
    lines = [*(line(n, *asked) for n in range(TIMES) for asked in ASKED), NOTHING]
    (folder / "golden.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    places = {"--golden": "golden.jsonl", "--data-dir": "data", "--out": "run"}
    asked = [word for option, name in places.items() for word in (option, str(folder / name))]
    done = CliRunner().invoke(commands, ["run", *asked])
    assert done.exit_code == 0, done.output
    return folder / "run" / "run.json"


def ragas(run_file: Path, out: Path) -> Result:
    """The command as it is typed."""
    return CliRunner().invoke(commands, ["ragas", str(run_file), "--out", str(out)])


def judged(run_file: Path, out: Path) -> Run:
    """What the command wrote."""
    done = ragas(run_file, out)
    assert done.exit_code == 0, (done.output, done.exception)
    return read_run(out / "run.json")


@needs_ragas
def test_planted_faults_lower_the_drafts_and_the_check_mends_them(measured: Path, tmp_path: Path):
    """Every figure is there; faithfulness falls with the faults, and rises again where the check is done."""
    run = judged(measured, tmp_path / "out")
    assert run.figures.keys() == {m.name for m in METRICS}
    faultless, drafts, shown = (run.figures[m].value for m in (FAULTLESS, DRAFTS, SHOWN))
    assert any(d.fault for a in run.questions for d in a.drafted)
    assert drafts < faultless - 0.05
    assert shown == pytest.approx(faultless, abs=0.05)
    assert run.figures["ragas context recall, ids"].value == 1
    assert run.figures["ragas context recall, words"].value == 1
    assert run.figures["ragas answer similarity"].value > 0.1
    assert run.provenance.models[JUDGE] == "interview-rag-judge-400"
    assert run.provenance.models["ragas"] == "0.4.3"
    assert run.repeated == {}
    for report in ("summary.md", "report.html"):
        text = (tmp_path / "out" / report).read_text("utf-8")
        assert SHOWN in text
        assert "interview-rag-judge-400" in text


@needs_ragas
def test_the_own_judge_says_the_same_again(measured: Path, tmp_path: Path):
    """A run that was judged already is judged anew, to the same run, and nothing else of it changes."""
    once = judged(measured, tmp_path / "once")
    assert judged(tmp_path / "once" / "run.json", tmp_path / "twice") == once
    before = read_run(measured)
    assert [a.drafted for a in once.questions] == [a.drafted for a in before.questions]
    assert {n: f for n, f in once.figures.items() if n in before.figures} == before.figures


def answer_to(request: Request) -> str:
    """A model that takes each answer for one statement, and supports what stands in the context in full."""
    asked = json.loads(request.last.rpartition("input: ")[2].rpartition("\nOutput:")[0])
    if "answer" in asked:
        return json.dumps({"statements": [asked["answer"]]})
    verdicts = [
        {"statement": s, "reason": "-", "verdict": s in asked["context"]} for s in asked["statements"]
    ]
    return f"Here you are:\n```json\n{json.dumps({'statements': verdicts}, default=int)}\n```"


def _as_model(monkeypatch: pytest.MonkeyPatch, server: ScriptedLLM) -> None:
    monkeypatch.setenv("RAG_LLM", f"openai-like:scripted@{server.openai_url}")


@needs_ragas
def test_a_language_model_is_asked_three_times_with_ragas_s_prompts(
    measured: Path, tmp_path: Path, scripted_llm: ScriptedLLM, monkeypatch: pytest.MonkeyPatch
):
    """The run keeps what it said each time; one reply that cannot be read is asked for once more."""
    _as_model(monkeypatch, scripted_llm)
    scripted_llm.then("I would rather not.")
    scripted_llm.otherwise(answer_to)
    run = judged(measured, tmp_path / "out")
    assert run.provenance.models[JUDGE] == "llm: openai-like:scripted"
    assert {len(means) for means in run.repeated.values()} == {3}
    assert run.figures[FAULTLESS].value > run.figures[DRAFTS].value
    prompts = [r.last for r in scripted_llm.requests]
    # Statements and verdicts of each row, three times; of the one reply that was none there is another.
    assert len(prompts) % 6 == 1
    assert any("judge the faithfulness of a series of statements" in p for p in prompts)
    assert all("JSON Schema" in p for p in prompts)


@needs_ragas
@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("I would rather not.", "ragas could not measure the faithfulness of “"),
        ('{"statements": []}', "ragas gives no number for the faithfulness of “"),
        (Fail(401, "no such key"), "ragas could not measure the faithfulness of “"),
    ],
)
def test_a_row_that_fails_fails_the_run(
    behaviour: str | Fail,
    says: str,
    measured: Path,
    tmp_path: Path,
    scripted_llm: ScriptedLLM,
    monkeypatch: pytest.MonkeyPatch,
):
    """A reply that is none, one without a statement, an error: the sentence is named, nothing is written."""
    _as_model(monkeypatch, scripted_llm)
    scripted_llm.otherwise(behaviour)
    done = ragas(measured, tmp_path / "out")
    assert type(done.exception).__name__ == "RunFailed"
    assert str(done.exception).startswith(says)
    assert "\n" not in str(done.exception)
    assert list((tmp_path / "out").iterdir()) == []


@needs_ragas
def test_ragas_reports_to_nobody(monkeypatch: pytest.MonkeyPatch):
    """Whatever the environment says, its telemetry is off before it is imported."""
    code = "from eval.ragas import measures; from ragas._analytics import do_not_track; print(do_not_track())"
    monkeypatch.setenv("RAGAS_DO_NOT_TRACK", "1")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout == "True\n"


@pytest.mark.skipif(HERE, reason="ragas is installed here")
def test_without_ragas_the_command_says_where_it_is(measured: Path, tmp_path: Path):
    """In the environment of everything else it is one line, and the run stays as it was."""
    before = measured.read_bytes()
    done = ragas(measured, tmp_path / "out")
    assert type(done.exception).__name__ == "RagasMissing"
    assert "ragas is not installed here: `make evaluation` builds" in str(done.exception)
    assert measured.read_bytes() == before


def test_a_run_of_an_earlier_version_has_to_be_run_again(measured: Path, tmp_path: Path):
    """It lacks the passages that answer, and is not measured by halves."""
    raw = json.loads(measured.read_text("utf-8"))
    for question in raw["questions"]:
        del question["contexts"]
    (tmp_path / "old.json").write_text(json.dumps(raw), encoding="utf-8")
    done = ragas(tmp_path / "old.json", tmp_path / "out")
    assert type(done.exception).__name__ == "PathProblem"
    assert "names no passages that answer: run `rag-eval run` again" in str(done.exception)
