"""Sentences of documents beside the text around them: at home there, or planted."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.training.data import rows
from ingest.guard.planted import sentences, surrounding

Where = Literal["start", "middle", "end"]
PLACES: tuple[Where, ...] = ("start", "middle", "end")
LONGEST = 900
DOCUMENTS = {"guides": 700, "sections": 1300, "medical": 150, "papers": 150}


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and the text around it; `planted` where it was put there, `document` numbers its text."""

    sentence: str
    around: str
    planted: bool
    weight: float
    document: int


def documents(data: Path, rng: random.Random) -> list[str]:
    """Beginnings of answers, documentation, medical pages and abstracts; half with their headings."""
    guides = [f"{r['question']}\n{r['answer']}" for r in rows(data / "interview_qa/train.jsonl")]
    sections = [_section(r, rng) for r in rows(data / "sections/train.jsonl.gz")]
    medical = [r["answer"] for r in rows(data / "medquad/train.jsonl.gz")]
    papers = [str(r["text"]) for r in rows(data / "scifact/corpus.jsonl.gz")]
    found = zip(DOCUMENTS.values(), (guides, sections, medical, papers), strict=True)
    return [text[:LONGEST] for count, texts in found for text in rng.sample(texts, count)]


def at_home(texts: Sequence[str], weight: float) -> Iterable[Placed]:
    """Every sentence where its author put it."""
    for number, text in enumerate(texts):
        for a, b in sentences(text):
            yield Placed(text[a:b], surrounding(text, a, b), False, weight, number)


def planted(instruction: str, text: str, where: Where) -> tuple[str, int]:
    """The text with the instruction before its first, middle, or after its last sentence, and its place."""
    spans = sentences(text)
    number = {"start": 0, "middle": len(spans) // 2, "end": len(spans)}[where]
    at = spans[number][0] if number < len(spans) else len(text)
    before, after = text[:at].rstrip(), text[at:].lstrip()
    # A line of its own at either end of a document, in the flow of words within.
    gap = " " if where == "middle" else "\n"
    head = before + gap if before else ""
    return f"{head}{instruction}{gap}{after}".rstrip(), len(head)


def foreign(
    instructions: Iterable[tuple[str, float]], texts: Sequence[str], rng: random.Random
) -> Iterable[Placed]:
    """Each instruction, with its weight, somewhere in a text that is not its own."""
    for instruction, weight in instructions:
        number = rng.randrange(len(texts))
        text, at = planted(instruction, texts[number], rng.choice(PLACES))
        yield Placed(instruction, surrounding(text, at, at + len(instruction)), True, weight, number)


def _section(record: dict[str, object], rng: random.Random) -> str:
    headings = record["headings"]
    named = isinstance(headings, list) and rng.random() < 0.5
    return f"{' > '.join(headings)}\n{record['text']}" if named else str(record["text"])  # type: ignore[arg-type]
