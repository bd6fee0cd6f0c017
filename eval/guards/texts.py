"""What the guards learn from and are measured on: shared sets in halves, lines written for the project."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from eval.golden import load_golden
from eval.training.data import rows

OWN = Path(__file__).parents[1] / "data" / "guard"
Part = Literal["fit", "tune", "test"]
"""Fitted on; thresholds chosen on; held back."""
ALIKE = 24
"""Letters at the beginning that make two attacks variants of one: they stay in the same half."""
TUNED = 4
"""One in so many of the ordinary questions is kept for the thresholds."""
MEDICAL, SEARCHED = 300, 300


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, what kind it is of (its category, or where an ordinary one comes from), and its weight."""

    text: str
    kind: str
    attack: bool
    weight: float = 1.0


def attacks(data: Path, part: Part) -> list[Labelled]:
    """The half of the attacks that is held back, or of the other half what is fitted or tuned on."""
    found = [Labelled(r["text"], r["kind"], True) for r in rows(data / "guard/attacks_train.jsonl")]
    return [a for a in found if _attack_part(a.text) == part]


def written_attacks(part: Part) -> list[Labelled]:
    """Those that were written for the project; none are held back."""
    return [Labelled(t, "written", True, 2.0) for t in _lines("attacks.txt") if _ordinary_part(t) == part]


def ordinary(data: Path, part: Part, seed: int = 0) -> list[Labelled]:
    """Ordinary questions to fit or tune on: of guides, patients and searchers, and the written hard ones."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    guides = [r["question"] for r in rows(data / "interview_qa/train.jsonl")]
    medical = rng.sample([r["question"] for r in rows(data / "medquad/train.jsonl.gz")], MEDICAL)
    searched = [r["question"] for r in rows(data / "clapnq/dev_a.jsonl")][:SEARCHED]
    short = [_keywords(q) for q in rng.sample(guides, 400)]
    typed = [_mistyped(q, rng) for q in rng.sample(guides, 400)]
    named = {"guides": guides, "other": [*medical, *searched], "rough": [*short, *typed]}
    found = [Labelled(t, kind, False, 0.2) for kind, texts in named.items() for t in texts if t.strip()]
    found += [Labelled(t, "written", False, 2.0) for t in written_questions()]
    return [q for q in {f.text: f for f in found}.values() if _ordinary_part(q.text) == part]


def written_questions() -> Sequence[str]:
    """The hard ordinary questions that were written for the project."""
    return _lines("questions.txt")


def real_questions(data: Path) -> list[Labelled]:
    """What nothing was fitted or tuned on: interview questions of the dev file, and the golden ones."""
    dev = [Labelled(r["question"], "interview_qa/dev", False) for r in rows(data / "interview_qa/dev.jsonl")]
    golden = [q for q in load_golden("corpus") if q.kind != "injection"]
    return [*dev, *(Labelled(q.question, "golden", False) for q in golden)]


def instructions(data: Path, part: Part) -> list[Labelled]:
    """Instructions to plant: the half that is held back, or the other one."""
    found = [Labelled(r["text"], r["kind"], True, 3.0) for r in rows(data / "guard/indirect_train.jsonl")]
    return [i for i in found if (digest(i.text) % 2 == 1) == (part == "test")]


def written_instructions() -> list[Labelled]:
    """Those that were written for the project, `kind | text` a line."""
    return [Labelled(t, k, True, 3.0) for k, t in (line.split(" | ", 1) for line in _lines("planted.txt"))]


def digest(text: str) -> int:
    """A number that depends on the text alone."""
    return int(sha256(text.encode()).hexdigest(), 16)


def _attack_part(text: str) -> Part:
    number = digest(re.sub(r"[^a-z]", "", text.lower())[:ALIKE] or text[:ALIKE])
    if number % 2:
        return "test"
    return "tune" if number // 2 % 8 == 0 else "fit"


def _ordinary_part(text: str) -> Part:
    return "tune" if digest(text) % TUNED == 0 else "fit"


def _lines(name: str) -> Sequence[str]:
    return (OWN / name).read_text(encoding="utf-8").splitlines()


def _keywords(question: str) -> str:
    """As people type into a search box."""
    return " ".join(w for w in re.findall(r"[\w@+.#-]+", question.lower()) if len(w) > 3 or w.isupper())


def _mistyped(question: str, rng: random.Random) -> str:
    """One or two letters lost or exchanged."""
    return "".join(_slips(question.rstrip("?").lower(), rng))


def _slips(text: str, rng: random.Random) -> Iterator[str]:
    places = set(rng.sample(range(len(text)), min(2, len(text))))
    yield from (char for i, char in enumerate(text) if i not in places or char == " ")
