"""Data sets -> halves: small collections with questions that they answer and questions that they do not.

A pool's documents are divided in two by a hash, and each half becomes an index of its own that is
asked the questions of both: its own are answerable, those of the other half are near misses, since
their neighbours are there and their answers are not. A word of the question can thus never tell
the one kind from the other; only the evidence can.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from eval.training.augment import keywords, rough
from eval.training.data import HELD_OUT_GUIDES, Pool, guides, rows

Kind = Literal["answerable", "near", "far", "gibberish"]
Split = Literal["fit", "held_out"]

FIELDS = {
    "alexeygrigorev/data-science-interviews": "learning",
    "bregman-arie/devops-exercises": "operations",
    "learning-zone/java-basics": "java",
    "trimstray/test-your-sysadmin-skills": "operations",
    "KalyanKS-NLP/LLM-Interview-Questions-and-Answers-Hub": "learning",
    "youssefHosni/Data-Science-Interview-Questions-Answers": "learning",
    "iamtodor/data-science-interview-questions-and-answers": "learning",
}
"""The subject of a guide, `web` where none is named; a question of another is foreign."""

WORDINGS = {False: ("asked", "asked", "reworded"), True: ("rough", "keywords", "reworded")}
"""Of a question whose document lacks it as a heading, and of one whose document has it."""
MOST_DOCUMENTS = 600
MOST_QUESTIONS = 60
"""Of a kind and half, so that a large guide does not outvote the small ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one half; `right` are the ids of its documents that answer.

    `origin` is its wording (`asked`, `rough`, `keywords`, `reworded`) or the data set of a foreign one.
    """

    text: str
    kind: Kind
    origin: str
    right: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Half:
    """An index to be: `documents` are (id, title, text), the text Markdown."""

    name: str
    split: Split
    documents: Sequence[tuple[str, str, str]]
    questions: Sequence[Asked]


Reword = Callable[[str, str, random.Random], str]
"""(question, answer, generator) -> the question in other words than the answer's."""


def load_halves(folder: Path, seed: int, reword: Reword) -> list[Half]:
    """Every half of the data folder that no model was trained on.

    A model is surer of what it was trained on than of anything else, so that nothing of that tells how far
    to trust it: the guides held out of training are fitted, the dev guides measured.
    """
    rng = _generator(seed, "")
    real = list(rows(folder / "clapnq/dev_a.jsonl"))
    abroad = {
        "medquad": [r["question"].rstrip(" ?") + "?" for r in rows(folder / "medquad/train.jsonl.gz")],
        "clapnq": [r["question"] for r in real],
    }
    # `dev` keeps the answers of the other guides out.
    known, dev = (guides(rows(folder / f"interview_qa/{n}.jsonl"), rng, dev=True) for n in ("train", "dev"))
    fitted = [pool for pool in known if pool.name in HELD_OUT_GUIDES]
    subjects = {pool.name: [q.text for q in pool.questions] for pool in (*known, *dev)}
    halves: list[Half] = []
    for pool in (*fitted, *dev):
        elsewhere = [q for n, qs in subjects.items() if _field(n) != _field(pool.name) for q in qs]
        foreign = {**abroad, "other fields": elsewhere}
        cuts = _cut(pool, reword, _generator(seed, pool.name))
        split: Split = "fit" if pool in fitted else "held_out"
        halves += _halves(pool.name, split, cuts, foreign, _generator(seed, pool.name))
    return halves + clapnq(real)


@dataclass(frozen=True, slots=True)
class _Cut:
    documents: list[tuple[str, str, str]]
    own: list[Asked]


def _cut(pool: Pool, reword: Reword, rng: random.Random) -> tuple[_Cut, _Cut]:
    """The pool's halves with their own questions.

    Every other document (by hash) opens with its question as a heading; its question is never asked
    as it stands, because the heading's own words would be too easy.
    """
    kept = rng.sample(range(len(pool.documents)), min(MOST_DOCUMENTS, len(pool.documents)))
    side = {n: (digit(pool.documents[n], "half"), digit(pool.documents[n], "titled")) for n in sorted(kept)}
    headings = {n: q.text for q in reversed(pool.questions) for n in q.answers}
    cuts = (_Cut([], []), _Cut([], []))
    for n, (half, titled) in side.items():
        heading = f"# {' '.join(headings[n].split())}\n\n" if titled and n in headings else ""
        cuts[half].documents.append((str(n), pool.titles.get(n, ""), heading + pool.documents[n]))
    for half, cut in enumerate(cuts):
        kept_whole = [q for q in pool.questions if q.answers <= side.keys()]
        mine = [q for q in kept_whole if {side[n][0] for n in q.answers} == {half}]
        for q in rng.sample(mine, min(MOST_QUESTIONS, len(mine))):
            wording = rng.choice(WORDINGS[any(side[n][1] for n in q.answers)])
            text = _worded(wording, q.text, pool.documents[min(q.answers)], reword, rng)
            cut.own.append(Asked(text, "answerable", wording, frozenset(map(str, q.answers))))
    return cuts


def _worded(wording: str, question: str, answer: str, reword: Reword, rng: random.Random) -> str:
    if wording == "reworded":
        return reword(question, answer, rng)
    if wording == "keywords":
        return keywords(answer, rng) or _rough(question, rng)
    return _rough(question, rng) if wording == "rough" else question


def _rough(question: str, rng: random.Random) -> str:
    """A rough copy that differs: leaving out little words, for one, changes nothing where there are none."""
    copies = (rough(question, rng) for _ in range(8))
    return next((copy for copy in copies if copy != question), question)


def _halves(
    name: str,
    split: Split,
    cuts: tuple[_Cut, _Cut],
    foreign: Mapping[str, Sequence[str]],
    rng: random.Random,
) -> Iterable[Half]:
    for letter, own, other in (("a", cuts[0], cuts[1]), ("b", cuts[1], cuts[0])):
        answerable = own.own
        near = [Asked(q.text, "near", q.origin) for q in other.own]
        far = [Asked(t, "far", o) for o, ts in foreign.items() for t in rng.sample(ts, len(answerable) // 3)]
        noise = [Asked(gibberish(q.text, rng), "gibberish", "letters") for q in answerable[::4]]
        if own.documents and answerable:
            questions = [*answerable, *near, *far, *noise]
            yield Half(f"{name}-{letter}", split, own.documents, questions)


def clapnq(records: Sequence[Mapping[str, str]]) -> list[Half]:
    """All passages in one collection; its questions are divided by a hash between the splits."""
    documents: dict[str, tuple[str, str, str]] = {}
    for r in records:
        documents.setdefault(r["passage"], (str(len(documents)), r["title"], r["passage"]))
    asked: dict[Split, list[Asked]] = {"fit": [], "held_out": []}
    for r in records:
        split: Split = "held_out" if digit(r["question"], "split") else "fit"
        right = frozenset({documents[r["passage"]][0]}) if r["answerable"] else frozenset[str]()
        asked[split].append(Asked(r["question"], "answerable" if right else "near", "clapnq", right))
    return [Half(f"clapnq-{s}", s, list(documents.values()), qs) for s, qs in asked.items()]


def gibberish(text: str, rng: random.Random) -> str:
    """The letters of a text in another order."""
    letters = [c for c in text.casefold() if c.isalnum() or c == " "]
    rng.shuffle(letters)
    return " ".join("".join(letters).split()) or "xqzvk"


def digit(text: str, purpose: str) -> int:
    """0 or 1 for a text, always the same one, independent between purposes."""
    return sha256(f"{purpose}:{text}".encode()).digest()[0] & 1


def _generator(seed: int, name: str) -> random.Random:
    """One a pool, so that a change of one leaves the others as they are."""
    return random.Random(f"{seed} {name}")  # noqa: S311 - sampling, not secrets


def _field(name: str) -> str:
    return FIELDS.get(name, "web")
