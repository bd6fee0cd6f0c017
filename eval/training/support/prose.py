"""Documentation sections -> sentences with the window of their neighbours that will be the evidence."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.training.data import rows
from eval.training.support.claims import Part, part_of
from ingest.sentences import sentence_spans
from ingest.tokens import STOP_WORDS

FILE = "sections/train.jsonl.gz"
WORDS = range(7, 41)
"""Of a sentence that is prose, and long enough to hold a fact that can be changed."""
LITTLE_WORDS = 0.15
"""Least share of stop words in a sentence of English; the sections hold translations."""
REACH = 3
"""Sentences on either side that may stand in the evidence with it."""
NEIGHBOURS = (0, 0, 1, 1, 2, REACH)
"""How many do: a citation is mostly short."""
_PROSE = re.compile(r"[A-Z`\"“].*[a-z]{3}.*[.!]$", re.DOTALL)
_ODD = re.compile(r"[{}<>|=]|\s\.|\.\.\.|http|[^\x00-\u24ff]|\s[(.,]\s")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a section: `before` and `after` stand around it there; `elsewhere` is the file's rest."""

    sentence: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    heading: str
    elsewhere: tuple[str, ...]


def places(folder: Path, part: Part) -> list[Place]:
    """Every prose sentence of the part's files; a file is in one part, whole."""
    files: dict[tuple[str, str], list[dict[str, str | list[str]]]] = {}
    for row in rows(folder / FILE):
        if part_of(f"{row['source']} {row['path']}") == part:
            files.setdefault((row["source"], row["path"]), []).append(row)
    return [place for sections in files.values() for place in _of_file(sections)]


def _of_file(sections: list[dict[str, str | list[str]]]) -> Iterator[Place]:
    cut = [prose(str(section["text"])) for section in sections]
    for number, (section, sentences) in enumerate(zip(sections, cut, strict=True)):
        others = tuple(s for i, found in enumerate(cut) if i != number for s in found)
        for i, sentence in enumerate(sentences):
            far = tuple(s for j, s in enumerate(sentences) if abs(j - i) > REACH)
            yield Place(
                sentence,
                tuple(sentences[max(0, i - REACH) : i]),
                tuple(sentences[i + 1 : i + 1 + REACH]),
                str(section["headings"][-1]),
                far + others,
            )


def prose(text: str) -> list[str]:
    """The sentences that read as prose, in order."""
    cut = (" ".join(text[a:b].split()) for a, b in sentence_spans(text))
    return [
        s for s in cut if len(s.split()) in WORDS and _PROSE.match(s) and not _ODD.search(s) and _english(s)
    ]


def _english(sentence: str) -> bool:
    words = sentence.casefold().split()
    return sum(w in STOP_WORDS for w in words) >= LITTLE_WORDS * len(words)


def window(place: Place, rng: random.Random, sentence: str = "") -> str:
    """The sentence, or another in its place, among up to REACH neighbours; at times under its heading."""
    before = place.before[len(place.before) - min(rng.choice(NEIGHBOURS), len(place.before)) :]
    after = place.after[: rng.choice(NEIGHBOURS)]
    title = place.heading.rstrip(".:") + ("" if place.heading.endswith("?") else ".")
    heading = (title,) if place.heading and rng.random() < 0.4 else ()
    return " ".join((*heading, *before, sentence or place.sentence, *after))
