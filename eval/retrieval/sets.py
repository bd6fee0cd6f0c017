"""Data sets -> collections: what one index holds, and the questions that are put to it.

No question here was trained on. What was fitted on some of them is said in `eval.retrieval.document`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from eval.golden import REFUSED_KINDS, load_golden
from eval.training.data import Pool, load_pools, rows
from ingest.errors import PathProblem

CORPUS = Path(__file__).parents[2] / "corpus"
SEED = 0
"""The seed of the cross-encoder's training: it decides which claims were held out."""

DEV = "interview_qa/dev"
SCIFACT = "scifact, held-out claims"
CODE = "code_retrieval"
CLAPNQ = "clapnq dev_a"
HELD_OUT = "guides held out of training"
GOLDEN = "golden questions"
ORDERED = (DEV, SCIFACT, CODE, CLAPNQ, HELD_OUT, GOLDEN)

ANSWERABLE = "answerable"
UNANSWERABLE = "unanswerable"
REFUSED = {GOLDEN: (*REFUSED_KINDS, "near-domain"), CLAPNQ: (UNANSWERABLE,)}
"""Kinds of question that the confidence has to refuse, by set."""

Record = Mapping[str, str]
"""A line of a JSON Lines dump: `id`, `title`, `text`."""


@dataclass(frozen=True, slots=True)
class Question:
    """`relevant` names the documents or sections that answer; none do where `kind` is to be refused."""

    text: str
    relevant: frozenset[str]
    kind: str = ANSWERABLE
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """One index to be, from records or a folder of files; a folder's questions are about its sections."""

    group: str
    name: str
    documents: Sequence[Record] | Path
    questions: Sequence[Question]

    @property
    def by_section(self) -> bool:
        """Whether ranks are over sections, not documents."""
        return isinstance(self.documents, Path)


def load_collections(data: Path, sample: int = 0) -> list[Collection]:
    """Every collection in the order of `ORDERED`; a `sample` above 0 is the most questions of a kind."""
    found = [*_pools(data), code(data), clapnq(data), golden()]
    found.sort(key=lambda c: ORDERED.index(c.group))
    return [replace(c, questions=sampled(c.questions, sample)) for c in found] if sample else found


def sampled(questions: Iterable[Question], most: int) -> list[Question]:
    """At most so many of each kind, drawn by a fixed seed, in their order."""
    listed = list(questions)
    drawn: dict[str, list[int]] = {}
    for row in np.random.default_rng(SEED).permutation(len(listed)):
        drawn.setdefault(listed[row].kind, []).append(int(row))
    return [listed[i] for i in sorted(i for some in drawn.values() for i in some[:most])]


def _pools(data: Path) -> list[Collection]:
    """The guides never trained on, without the questions in their documents, and the held-out claims."""
    pools = [p for p in load_pools(data, SEED) if p.group in ("guides", "scifact")]
    found = [_collection(p, _group(p)) for p in pools]
    return [c for c in found if c.questions]


def _group(pool: Pool) -> str:
    dev = any(q.split == "dev" for q in pool.questions)
    return SCIFACT if pool.group == "scifact" else DEV if dev else HELD_OUT


def _collection(pool: Pool, group: str) -> Collection:
    documents = [_record(n, pool.titles.get(n, ""), text) for n, text in enumerate(pool.documents)]
    asked = [q for q in pool.questions if q.split != "train"]
    questions = [Question(q.text, frozenset(map(str, q.answers))) for q in asked]
    return Collection(group, pool.name, documents, questions)


def code(data: Path) -> Collection:
    """Chunks of source code, each a document, and the questions with the chunks that answer them."""
    documents = [_record(r["id"], "", r["text"]) for r in rows(data / "code_retrieval/chunks.jsonl")]
    asked = rows(data / "code_retrieval/questions.jsonl")
    questions = [Question(r["question"], frozenset(r["relevant"])) for r in asked]
    return Collection(CODE, CODE, documents, questions)


def clapnq(data: Path) -> Collection:
    """All passages together; a question that its own passage does not answer counts as unanswerable."""
    records = list(rows(data / "clapnq/dev_a.jsonl"))
    numbers: dict[str, int] = {}
    titles: dict[str, str] = {}
    for r in records:
        numbers.setdefault(r["passage"], len(numbers))
        titles.setdefault(r["passage"], r["title"])
    documents = [_record(n, titles[text], text) for text, n in numbers.items()]
    return Collection(CLAPNQ, "clapnq", documents, [_search(r, numbers) for r in records])


def _search(r: Mapping[str, Any], numbers: Mapping[str, int]) -> Question:
    if not r["answerable"]:
        return Question(r["question"], frozenset(), UNANSWERABLE)
    return Question(r["question"], frozenset({str(numbers[r["passage"]])}))


def golden(corpus: Path = CORPUS) -> Collection:
    """The golden questions about the shipped corpus, and those that the confidence has to refuse."""
    if not corpus.is_dir():
        raise PathProblem(f"{corpus} is missing: run this in a checkout of the repository")
    questions = [
        Question(q.question, frozenset(q.sections), ANSWERABLE if q.answerable else q.kind, q.history)
        for q in load_golden("corpus")
        if q.answerable or q.kind in REFUSED[GOLDEN]
    ]
    return Collection(GOLDEN, "golden", corpus, questions)


def _record(identity: object, title: str, text: str) -> Record:
    return {"id": str(identity), "title": title, "text": text}
