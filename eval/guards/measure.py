"""The guards' figures, as plain functions over what is held back."""

import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from eval.guards.planting import PLACES, planted
from eval.guards.texts import Labelled
from ingest.guard.marks import FLAGGED, WARY
from ingest.guard.personal import Finder
from ingest.guard.planted import Detector, sentences
from ingest.models import Embedder
from serve.guard.guard import Guard
from serve.guard.injection import scores
from serve.guard.types import Verdict, gravest


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its verdict, and its log-odds above the threshold."""

    asked: Labelled
    verdict: Verdict
    score: float


def judged(asked: Sequence[Labelled], guard: Guard, embedder: Embedder) -> list[Judged]:
    """What the guards of questions make of each."""
    vectors = embedder.embed_queries([a.text for a in asked])
    verdicts = [
        gravest((guard.raw_question(a.text, 4000).verdict, guard.question(a.text, v).verdict))
        for a, v in zip(asked, vectors, strict=True)
    ]
    found = scores([a.text for a in asked], vectors)
    return [Judged(*one) for one in zip(asked, verdicts, found, strict=True)]


@dataclass(frozen=True, slots=True)
class Found:
    """One planted instruction: where, and the highest score of what was found in its place."""

    kind: str
    where: str
    text: str
    score: float


def found_planted(
    instructions: Sequence[Labelled], passages: Sequence[str], detector: Detector, seed: int
) -> list[Found]:
    """Each instruction at each place of a passage that is drawn for it."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    roomy = [p for p in passages if len(sentences(p)) > 1]
    found = []
    for one in instructions:
        for where in PLACES:
            text, at = planted(one.text, rng.choice(roomy), where)
            inside = [p.score for p in detector.find(text) if p.start < at + len(one.text) and p.end > at]
            found.append(Found(one.kind, where, one.text, max(inside, default=0.0)))
    return found


def alarms(passages: Iterable[str], detector: Detector) -> dict[str, list[str]]:
    """The sentences of passages where nothing was planted that are flagged, and that are looked at warily."""
    found = [(p.score, text[p.start : p.end]) for text in passages for p in detector.find(text)]
    return {
        "flagged": [t for score, t in found if score >= FLAGGED],
        "wary": [t for score, t in found if WARY <= score < FLAGGED],
    }


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of personal data: spans labelled, found rightly (they overlap), and found wrongly."""

    labelled: int
    right: int
    wrong: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, self.labelled + self.right + self.wrong)


def personal(rows: Sequence[Mapping[str, object]], find: Finder) -> dict[str, Kind]:
    """By kind of personal data, over rows of {text, spans}."""
    labelled: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in rows:
        theirs = [(s["type"], s["start"], s["end"]) for s in row["spans"]]  # type: ignore[attr-defined]
        ours = [(p.kind, p.start, p.end) for p in find(str(row["text"]))]
        labelled.update(kind for kind, _, _ in theirs)
        right.update(t[0] for t in theirs if any(_overlap(t, o) for o in ours))
        wrong.update(o[0] for o in ours if not any(_overlap(t, o) for t in theirs))
    return {kind: Kind(labelled[kind], right[kind], wrong[kind]) for kind in sorted(labelled | wrong)}


def _overlap(a: tuple[str, int, int], b: tuple[str, int, int]) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]


def milliseconds(
    asked: Sequence[Labelled], answers: Sequence[str], guard: Guard, embedder: Embedder
) -> dict[str, list[float]]:
    """By guard, and `all`: milliseconds for a question, its embedding at hand, and for an answer."""
    vectors = embedder.embed_queries([a.text for a in asked])
    taken: dict[str, list[float]] = {}
    for number, (one, vector) in enumerate(zip(asked, vectors, strict=True)):
        answer = answers[number % len(answers)]
        started = time.perf_counter()
        done = [
            guard.raw_question(one.text, 4000),
            guard.question(one.text, vector),
            guard.output(answer, (answer,)),
        ]
        guard.masker.masked(answer)
        taken.setdefault("all", []).append((time.perf_counter() - started) * 1000)
        spent: dict[str, float] = {}
        for d in chain.from_iterable(e.decisions for e in done):
            spent[d.part] = spent.get(d.part, 0.0) + d.ms
        for part, ms in spent.items():
            taken.setdefault(part, []).append(ms)
    return taken


def share(values: Sequence[bool]) -> float:
    """Of what is true; 0 of nothing."""
    return float(np.mean(values)) if values else 0.0
