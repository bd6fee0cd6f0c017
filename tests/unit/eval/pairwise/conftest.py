"""Runs whose answers are made by hand."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from eval.runs.store import write_run
from eval.runs.types import SCHEMA, Asked, Provenance, Run

PROVENANCE = Provenance(
    material="corpus",
    settings_hash="abc",
    index_version="v1",
    models={},
    seeds={},
    package="0.1.0",
    commit=None,
    machine="a machine",
    started="2026-01-01T00:00:00+00:00",
    finished="2026-01-01T00:01:00+00:00",
)


def asked(name: str, text: str, right: bool) -> Asked:
    """A question whose answer is the text, right or not."""
    return Asked(
        id=name,
        kind="number",
        question=f"What of {name}?",
        history=(),
        answerable=True,
        sections=("Guide",),
        facts=(("x",),),
        reference=f"It is {name}.",
        faults=() if right else ("wrong",),
        values={"fact coverage": float(right)},
        confidence=0.9,
        answer={"status": "answered", "text": text, "citations": []},
        hits=(),
    )


@pytest.fixture
def run_file(tmp_path: Path) -> Callable[[str, Mapping[str, tuple[str, bool]]], Path]:
    """(name, question -> (answer, right)) -> the run's file."""

    def write(name: str, answers: Mapping[str, tuple[str, bool]]) -> Path:
        questions = tuple(asked(q, *said) for q, said in answers.items())
        path = tmp_path / name / "run.json"
        path.parent.mkdir()
        write_run(Run(SCHEMA, PROVENANCE, {}, {}, {}, {}, questions), path)
        return path

    return write


@pytest.fixture
def two(run_file: Callable[..., Path]) -> tuple[Path, Path]:
    """Twelve questions: `good` is right on all, `bad` on three, where it says the same."""
    good = {f"q{n}": (f"Right {n}.", True) for n in range(12)}
    bad = {f"q{n}": (f"Right {n}.", True) if n < 3 else (f"Wrong {n}.", False) for n in range(12)}
    return run_file("good", good), run_file("bad", bad)
