"""Pools -> collections as the product indexes them, with everything that they are asked in training."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.training import augment
from eval.training.data import Pool, Split
from eval.training.mining import held_out_documents
from eval.training.written import Kind, Written, key

Group = Literal["told", "untold", "guides", "sections", "foreign"]
FOREIGN = ("medquad", "scifact")
MOST_HEADINGS = 300
"""Headings that ask, of a repository: there are four times as many of them as of people's questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a collection. `about`: numbers of the documents that it is about, all of which answer it
    unless it is of the group `untold`; `answer`: the words that do, where they are known.
    """

    question: str
    group: Group
    kind: Kind | Literal["asked", "rough"]
    split: Split
    about: frozenset[int]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """`documents`: (title, Markdown), by number. `hidden`: those that only held-out questions are about."""

    name: str
    documents: Sequence[tuple[str, str]]
    asked: Sequence[Asked]
    hidden: frozenset[int]


def collection(pool: Pool, written: Mapping[str, Sequence[Written]], rng: random.Random) -> Collection:
    """Every other document opens with its question as a heading, which then is not asked itself."""
    headings = {n: q.text for q in reversed(pool.questions) for n in q.answers}
    titled = {n for n in headings if rng.random() < 0.5}
    documents = [
        (pool.titles.get(n, ""), f"# {' '.join(headings[n].split())}\n\n{text}" if n in titled else text)
        for n, text in enumerate(pool.documents)
    ]
    asked = [*_own(pool, titled, rng), *_written(pool, written)]
    return Collection(pool.name, documents, asked, frozenset(held_out_documents(pool)))


def _own(pool: Pool, titled: set[int], rng: random.Random) -> Iterator[Asked]:
    """A third of them as somebody types who is in a hurry."""
    group: Group = "foreign" if pool.group in FOREIGN else pool.group  # type: ignore[assignment]
    questions = [q for q in pool.questions if not q.answers & titled]
    if pool.group == "sections":
        questions = rng.sample(questions, min(MOST_HEADINGS, len(questions)))
    for q in questions:
        hasty = rng.random() < 1 / 3
        text = augment.rough(q.text, rng) if hasty else q.text
        yield Asked(text, group, "rough" if hasty else "asked", q.split, q.answers)


def _written(pool: Pool, written: Mapping[str, Sequence[Written]]) -> Iterator[Asked]:
    """A question is held out with its document."""
    split = {n: q.split for q in pool.questions for n in q.answers}
    usual: Split = pool.questions[0].split if pool.group == "guides" else "train"
    for n, text in enumerate(pool.documents):
        for w in written.get(key(text), ()):
            group: Group = "told" if w.kind == "told" else "untold"
            about = frozenset({n})
            yield Asked(w.question, group, w.kind, split.get(n, usual), about, w.answer(text))
