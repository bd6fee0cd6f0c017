"""Data sets -> pools: documents to search, and questions with the documents that answer them."""

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Split = Literal["train", "held_out", "dev"]
Group = Literal["guides", "sections", "medquad", "scifact"]

HELD_OUT_GUIDES = frozenset(
    {
        "alexeygrigorev/data-science-interviews",
        "learning-zone/nodejs-basics",
        "trimstray/test-your-sysadmin-skills",
        "yangshun/top-javascript-interview-questions",
    }
)
FILES = {
    "interview_qa": "interview_qa/train.jsonl",
    "interview_qa_dev": "interview_qa/dev.jsonl",
    "sections": "sections/train.jsonl.gz",
    "medquad": "medquad/train.jsonl.gz",
    "scifact_claims": "scifact/claims_train.jsonl",
    "scifact_corpus": "scifact/corpus.jsonl.gz",
}
MEDQUAD_FOCUSES = 700
"""Of about 4,400: its templated questions are for variety, not for weight."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the numbers of its pool's documents that answer it."""

    text: str
    answers: frozenset[int]
    split: Split = "train"


@dataclass(slots=True)
class Pool:
    """Documents that are searched together, with their questions.

    `group` is the data set it comes from. A document's title, where there is one, precedes each of
    its passages.
    """

    name: str
    group: Group
    documents: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a .jsonl or .jsonl.gz file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def load_pools(folder: Path, seed: int) -> list[Pool]:
    """Every pool of the data folder; the seed decides what is held out."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    read = {name: list(rows(folder / path)) for name, path in FILES.items()}
    return [
        *guides(read["interview_qa"], rng, dev=False),
        *guides(read["interview_qa_dev"], rng, dev=True),
        *sections(read["sections"], rng),
        medquad(read["medquad"], rng),
        scifact(read["scifact_corpus"], read["scifact_claims"], rng),
    ]


def guides(records: Iterable[dict[str, Any]], rng: random.Random, dev: bool) -> list[Pool]:
    """One pool a study guide; those trained on also hold some answers of the other guides."""
    by_guide: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        by_guide[record["source"]].append(record)
    pools = []
    for source, own in by_guide.items():
        held_out = source in HELD_OUT_GUIDES
        others = [r["answer"] for name, group in by_guide.items() if name != source for r in group]
        pool = _pool(
            source, "guides", [(r["question"], r["answer"]) for r in own], _guide_split(dev, held_out)
        )
        if not dev and not held_out:
            pool.documents += rng.sample(others, 200)
        pools.append(pool)
    return pools


def _guide_split(dev: bool, held_out: bool) -> Split:
    return "dev" if dev else "held_out" if held_out else "train"


def _pool(name: str, group: Group, pairs: Iterable[tuple[str, str]], split: Split) -> Pool:
    """Equal answers are one document, and equal questions share their answers."""
    numbers: dict[str, int] = {}
    answers: dict[str, set[int]] = defaultdict(set)
    for question, answer in pairs:
        answers[question].add(numbers.setdefault(answer, len(numbers)))
    questions = [Question(q, frozenset(a), split) for q, a in answers.items()]
    return Pool(name, group, list(numbers), questions)


def sections(records: list[dict[str, Any]], rng: random.Random) -> list[Pool]:
    """One pool a repository: the heading asks, the section's body without its heading answers.

    The product puts the headings above before a passage, so the sections of some files have them too.
    """
    common = Counter(r["headings"][-1].casefold() for r in records)
    paths = sorted({(r["source"], r["path"]) for r in records})
    held_out = set(rng.sample(paths, len(paths) // 20))
    titled = set(rng.sample(paths, 2 * len(paths) // 5))
    pools: dict[str, Pool] = {}
    for r in records:
        pool = pools.setdefault(r["source"], Pool(r["source"], "sections"))
        place = (r["source"], r["path"])
        if place in titled and len(r["headings"]) > 1:
            pool.titles[len(pool.documents)] = "\n".join(r["headings"][:-1])
        if question := _heading_question(r["headings"], common, rng):
            split: Split = "held_out" if place in held_out else "train"
            pool.questions.append(Question(question, frozenset({len(pool.documents)}), split))
        pool.documents.append(r["text"])
    return [_sharing_answers(pool) for pool in pools.values()]


def _heading_question(headings: list[str], common: Counter[str], rng: random.Random) -> str:
    """The last heading; joined with the one above where it says little; nothing where both do."""
    told = [h.split("[[")[0].strip(" []`*_") for h in headings]
    vague = [common[h.casefold()] > 2 or len(h.split()) < 2 for h in headings]
    if len(headings) > 1 and (vague[-1] or rng.random() < 0.35):
        return f"{told[-2]}: {told[-1]}" if rng.random() < 0.5 else f"{told[-1]} {told[-2]}"
    return "" if vague[-1] else told[-1]


def _sharing_answers(pool: Pool) -> Pool:
    """Questions of the same words are one question with the answers of all."""
    same: dict[tuple[str, Split], set[int]] = defaultdict(set)
    for q in pool.questions:
        same[q.text.casefold(), q.split] |= q.answers
    firsts = {(q.text.casefold(), q.split): q for q in reversed(pool.questions)}
    pool.questions = [Question(q.text, frozenset(same[key]), q.split) for key, q in firsts.items()]
    return pool


def medquad(records: list[dict[str, Any]], rng: random.Random) -> Pool:
    """A sample of focuses, each with all of its types, so that the hard negatives are there."""
    focuses = sorted({r["focus"] for r in records})
    chosen = set(rng.sample(focuses, MEDQUAD_FOCUSES))
    pairs = [(r["question"].rstrip(" ?") + "?", r["answer"][:3000]) for r in records if r["focus"] in chosen]
    return _pool("medquad", "medquad", pairs, "train")


def scifact(corpus: list[dict[str, Any]], claims: list[dict[str, Any]], rng: random.Random) -> Pool:
    """Claims over all abstracts; a fifth of the claims is held out."""
    numbers = {r["id"]: i for i, r in enumerate(corpus)}
    held_out = set(rng.sample(range(len(claims)), len(claims) // 5))
    questions = [
        Question(
            c["claim"], frozenset(numbers[i] for i in c["relevant"]), "held_out" if n in held_out else "train"
        )
        for n, c in enumerate(claims)
    ]
    titles = {i: r["title"] for i, r in enumerate(corpus)}
    return Pool("scifact", "scifact", [r["text"] for r in corpus], questions, titles)
