"""What the tests of runs share: questions, answers and runs made by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from eval.golden import GoldenQuestion
from eval.runs.estimates import by_kind, figures
from eval.runs.types import SCHEMA, Asked, Commit, Provenance, Run
from serve.types import Answer, Citation, Sentence

TEXT = "A mutex lets one thread in. A cache keeps results."
CITATION = Citation(1, "guide.md", "Guide", "Guide > Mutex", 0, 27, TEXT[:27], 0.9)
ANSWER = Answer(
    question="What does a mutex do?",
    status="answered",
    text=f"{TEXT[:27]} [1]",
    sentences=(Sentence(TEXT[:27], (1,)),),
    citations=(CITATION,),
    timings_ms={"search": 1.0, "total": 2.0},
    settings_hash="abc",
    index_version="v1",
)
HIT = {
    "document": "guide.md",
    "section": "Guide > Mutex",
    "start": 0,
    "end": 27,
    "text": TEXT[:27],
    "score": 0.8,
    "stages": {"dense": {"rank": 2, "score": 0.5}, "rerank": {"rank": 1, "score": 0.8}},
}
PROVENANCE = Provenance(
    material="corpus",
    settings_hash="abc",
    index_version="v1",
    models={"embedder": "small", "reranker": "none"},
    seeds={"bootstrap": 0},
    package="0.1.0",
    commit=Commit("0123456789abcdef", dirty=True),
    machine="a machine",
    started="2026-01-01T00:00:00+00:00",
    finished="2026-01-01T00:01:00+00:00",
)


@pytest.fixture
def question() -> GoldenQuestion:
    """An answerable question with one fact of two spellings and two sections."""
    sections, facts = ("Guide > Mutex", "Guide > Locks"), (("one thread", "single thread"), ("lock",))
    return GoldenQuestion(
        "number-01", "What does a mutex do?", "number", True, (), sections, facts, "It lets one thread in."
    )


@pytest.fixture
def answer() -> Answer:
    """Its answer, with one citation that holds."""
    return ANSWER


@pytest.fixture
def refusal() -> Answer:
    """A refusal that names a fact by accident."""
    return replace(ANSWER, status="refused", text="Nearest: “Lock”.", sentences=(), citations=())


@pytest.fixture
def text_of() -> Callable[[object], str]:
    """The one document's text."""
    return lambda _: TEXT


@pytest.fixture
def asked() -> Callable[..., Asked]:
    """Makes a measured question; `faults` make it wrong."""

    def made(
        identity: str = "number-01",
        values: Mapping[str, float] | None = None,
        faults: tuple[str, ...] = (),
        **changed: Any,
    ) -> Asked:
        kind = identity.rpartition("-")[0]
        given = Asked(
            id=identity,
            kind=kind,
            question=f"What is {identity}?",
            history=(),
            answerable=True,
            sections=("Guide > Mutex",),
            facts=(("one thread",),),
            reference="It lets one thread in.",
            faults=faults,
            values={"answers right": float(not faults), **(values or {})},
            confidence=0.7,
            answer={
                "status": "answered",
                "text": TEXT[:27],
                "citations": [
                    {
                        "document": "guide.md",
                        "section": "Guide > Mutex",
                        "start": 0,
                        "end": 27,
                        "quote": TEXT[:27],
                    }
                ],
                "timings_ms": {"total": 2.0},
            },
            hits=(HIT,),
        )
        return replace(given, **changed)

    return made


@pytest.fixture
def run_of() -> Callable[..., Run]:
    """Makes a run of these questions."""

    def made(*asked: Asked, **provenance: Any) -> Run:
        return Run(
            SCHEMA,
            replace(PROVENANCE, **provenance),
            figures([a.values for a in asked]),
            by_kind(asked),
            {"total": {"p50": 1.0, "p95": 2.0}},
            {},
            asked,
        )

    return made
