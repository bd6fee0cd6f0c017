"""What is asked -> lists of candidates as the product's own search finds them for its reranker."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.calibrate.observe import Recorder, indexed
from eval.training.asked import Asked, Collection, Group, collection
from eval.training.data import Split, load_pools
from eval.training.units import share_held, units_of
from eval.training.written import load_written
from ingest.index.payload import Filter
from ingest.models import Embedder
from ingest.types import Passage
from retrieval.calibration import NO_CROSS_ENCODER, load_calibration
from retrieval.pipeline import Retriever
from retrieval.query.process import vocabulary_of
from retrieval.rerank import CalibratedMix, Candidate
from retrieval.settings import RetrievalSettings

FILE = "searched.jsonl"
HELD = 0.75
"""Share of an answer's words that its passage holds: Markdown's marks are gone from passages."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A question with its n candidates, best promise first.

    `excerpts`: what the cross-encoder reads of each; `passages`: all of it. `promise`: the logit of all
    other figures. `labels`: 1 for what answers, -1 for what may, 0 for the rest; of an `untold` question -1
    marks the passages of the document that it is about. `units`: of the passage that answers, each sentence
    below its heading, with labels of its own (`units_of`); none where the answer's words are not known.
    """

    pool: str
    group: Group
    kind: str
    split: Split
    question: str
    excerpts: list[str]
    passages: list[str]
    promise: list[float]
    labels: list[int]
    units: list[tuple[str, int]] = field(default_factory=list)


def load_searched(
    data: Path, folder: Path, seed: int, report: Callable[[str], None], embedder: Embedder
) -> list[Searched]:
    """The lists under `folder`, searched for first where there are none."""
    path = folder / FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".part").open("w", encoding="utf-8") as lines:
            for found in _all(data, folder, seed, report, embedder):
                lines.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")
        path.with_suffix(".part").rename(path)
    with path.open(encoding="utf-8") as lines:
        return [Searched(**json.loads(line)) for line in lines]


def _all(
    data: Path, folder: Path, seed: int, report: Callable[[str], None], embedder: Embedder
) -> Iterator[Searched]:
    written = load_written()
    for pool in load_pools(data, seed):
        rng = random.Random(f"{seed} {pool.name}")  # noqa: S311 - sampling, not secrets
        one = collection(pool, written, rng)
        lists = [*searched(one, folder, embedder)]
        yield from lists
        groups = Counter(x.group for x in lists)
        report(f"{pool.name}: {len(one.documents)} documents, {dict(groups)} of {len(one.asked)} questions")


def searched(one: Collection, folder: Path, embedder: Embedder) -> Iterator[Searched]:
    """The lists of a collection, whose index is kept under `folder`."""
    documents = [(str(n), title, text) for n, (title, text) in enumerate(one.documents)]
    place = folder / one.name.replace("/", "-")
    with closing(indexed(documents, place, embedder)) as index:
        recorder = Recorder(None)
        settings = RetrievalSettings.model_validate({"decompose": False})
        parts = (vocabulary_of(index), load_calibration(), settings)
        retriever = Retriever(index, embedder, recorder, *parts)
        for asked in one.asked:
            if found := _list(one, asked, *_candidates(asked, retriever, recorder)):
                yield found


def _candidates(asked: Asked, retriever: Retriever, recorder: Recorder) -> tuple[str, list[Candidate]]:
    """The question as the product reads it, and its candidates; in training the documents' own as well."""
    recorder.candidates = ()
    query = retriever.retrieve(asked.question).question.whole.text
    found: list[Candidate] = list(recorder.candidates)
    if asked.split == "train" and not _useful(asked, _labels(asked, found)):
        own = Filter("path", tuple(map(str, sorted(asked.about))))
        retriever.retrieve(asked.question, filters=[own])
        places = {(c.passage.start, _number(c.passage)) for c in found}
        more: Sequence[Candidate] = recorder.candidates
        found += [c for c in more if (c.passage.start, _number(c.passage)) not in places]
    return query, found


def _list(one: Collection, asked: Asked, query: str, candidates: Sequence[Candidate]) -> Searched | None:
    """None where training has nothing to learn: no right passage is known, or no other is there."""
    shown = [c for c in candidates if asked.split != "train" or _number(c.passage) not in one.hidden]
    if not shown:
        return None
    scores = CalibratedMix(load_calibration(NO_CROSS_ENCODER).mix).score(query, shown)
    logits = np.log(scores / (1 - scores))
    order = np.argsort(-logits, kind="stable")
    shown, logits = [shown[i] for i in order], logits[order]
    labels = _labels(asked, shown)
    if asked.split == "train" and not _useful(asked, labels):
        return None
    excerpts, passages = [c.excerpt for c in shown], [c.passage.indexed_text for c in shown]
    promise = [round(float(x), 4) for x in logits]
    said = (one.name, asked.group, asked.kind, asked.split, query)
    right = [c.passage for c, y in zip(shown, labels, strict=True) if y == 1]
    units = units_of(right[0], asked.answer) if right and asked.answer else []
    return Searched(*said, excerpts, passages, promise, labels.tolist(), units)


def _labels(asked: Asked, candidates: Sequence[Candidate]) -> NDArray[np.int64]:
    """Of documents that answer, the passage with the answer's words is right, or else the likeliest."""
    about = np.array([_number(c.passage) in asked.about for c in candidates])
    labels = np.where(about, -1, 0)
    if asked.group == "untold" or not about.any():
        return labels
    if not asked.answer:
        labels[np.flatnonzero(about)[0]] = 1
        return labels
    held = np.array([share_held(asked.answer, c.passage.text) for c in candidates]) * about
    if held.max() >= HELD:
        labels[int(held.argmax())] = 1
    return labels


def _useful(asked: Asked, labels: NDArray[np.int64]) -> bool:
    wanted = -1 if asked.group == "untold" else 1
    return bool((labels == wanted).any() and (labels == 0).any())


def _number(passage: Passage) -> int:
    return int(str(passage.document))
