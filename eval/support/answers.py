"""People's own answers as claims: said in other words than their source's, as a language model would."""

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.golden import GoldenQuestion, in_section, load_golden
from eval.training.data import rows
from eval.training.support.claims import Pair, Part, joined
from eval.training.support.corrupt import some_change
from ingest.reading import read_paths
from ingest.sections import sections
from ingest.sentences import sentence_spans
from ingest.types import Document

FILE = "clapnq/dev_a.jsonl"
Said = tuple[str, str]
"""An answer, and the text that it was given from."""


def clapnq(data: Path, part: Part, seed: int) -> list[Pair]:
    """Answers to real questions from a passage of an encyclopedia: half to fit on, half to measure on."""
    answered = [
        (joined(r["answer"]), joined(r["passage"]))
        for r in rows(data / FILE)
        if r["answerable"] and r["answer"]
    ]
    return _pairs(answered[part == "test" :: 2], "clapnq", seed)


def references(corpus: Path, seed: int) -> list[Pair]:
    """The golden questions' reference answers, each with the section that it comes from."""
    documents = {d.id: d for d in read_paths([corpus]) if isinstance(d, Document)}
    asked = [q for q in load_golden("corpus") if q.answerable and len(q.sections) == 1 and not q.history]
    told = ((q.reference, _text(q, documents.values())) for q in asked)
    return _pairs([(said, text) for said, text in told if text], "references", seed)


def _pairs(told: list[Said], source: str, seed: int) -> list[Pair]:
    """Each answer as it is, with one fact changed, and beside another's text."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    found = []
    for number, (answer, text) in enumerate(told):
        found.append(Pair(answer, text, True, source, "answer"))
        found.append(
            Pair(answer, told[(number + len(told) // 2) % len(told)][1], False, source, "other text")
        )
        found += [Pair(wrong, text, False, source, kind) for kind, wrong in _changed(answer, text, rng)]
    return found


def _changed(answer: str, text: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """The answer with one sentence changed, in one way of those that find something to change."""
    spans = sentence_spans(answer)
    others = [text[a:b] for a, b in sentence_spans(text)]
    start, end = rng.choice(spans)
    kind, wrong = some_change(answer[start:end], others, rng)
    if wrong:
        yield kind, answer[:start] + wrong + answer[end:]


def _text(question: GoldenQuestion, documents: Iterable[Document]) -> str:
    """The labelled section, heading and all."""
    for document in documents:
        for section in sections(document):
            if section.blocks and in_section(" > ".join(section.path), question.sections[0]):
                return document.text[section.start : section.end]
    return ""
