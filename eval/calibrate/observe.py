"""Halves -> observations: what the product's own ingest and retrieval find for every question.

An observation keeps each candidate's figures and which terms of the question it holds, so that
the evidence can be put in another order, and its figures computed anew, without searching again.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from eval.calibrate.pools import Asked, Half, Kind, Split
from ingest.chunking import CHUNKER_VERSION
from ingest.index import IndexReader, open_index
from ingest.index.versions import SCHEMA_VERSION
from ingest.models import Embedder, PairScorer
from ingest.pipeline import ingest
from ingest.tokens import tokenize
from retrieval.calibration import load_calibration
from retrieval.confidence import ScoredText
from retrieval.pipeline import Retriever
from retrieval.query.process import vocabulary_of
from retrieval.rerank import Candidate, Scores
from retrieval.settings import RetrievalSettings

FORMAT = 8
"""Counts changes of what is kept of a question; older caches are made anew."""
VERSIONS = (FORMAT, SCHEMA_VERSION, CHUNKER_VERSION)


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate: `held` are the question's terms in it, `right` whether its document answers.

    `logit` is the cross-encoder's, 0 without one; `late` and `piece` are 0 where the embedding model gives no
    tokens.
    """

    cosine: float
    bm25: float
    logit: float
    held: tuple[str, ...]
    right: bool
    late: float = 0.0
    piece: float = 0.0


@dataclass(frozen=True, slots=True)
class Observation:
    """A question to a half with its candidates in the order of the fusion.

    `idf` holds each term's, 0 for one that the half lacks; `terms` may repeat. `unmentioned`
    is that of `Retrieval`.
    """

    half: str
    split: Split
    kind: Kind
    origin: str
    terms: tuple[str, ...]
    idf: dict[str, float]
    unseen_idf: float
    candidates: tuple[Seen, ...]
    unmentioned: tuple[str, ...] = ()

    def scored(self, order: Sequence[tuple[int, float]]) -> list[ScoredText]:
        """The candidates at these places with these probabilities, as the confidence sees them."""
        return [
            ScoredText(frozenset(c.held), c.cosine, p, c.piece)
            for c, p in ((self.candidates[i], p) for i, p in order)
        ]


class Recorder:
    """A reranker that keeps the order of the fusion and notes the candidates."""

    name = "recorder"

    def __init__(self, scorer: PairScorer | None) -> None:
        self._scorer = scorer
        self.candidates: Sequence[Candidate] = ()
        self.logits: list[float] = []

    def score(self, query: str, candidates: Sequence[Candidate]) -> Scores:
        """See `retrieval.rerank.Reranker.score`."""
        self.candidates = candidates
        texts = [c.excerpt for c in candidates]
        found = self._scorer.score(query, texts) if self._scorer else np.zeros(len(texts))
        self.logits = [round(float(x), 5) for x in found]
        return np.linspace(1, 0, len(candidates), dtype=np.float32)


def observe(half: Half, work: Path, embedder: Embedder, scorer: PairScorer | None) -> list[Observation]:
    """The half's observations, from the cache under `work` where that still holds."""
    folder = work / half.name.replace("/", "-")
    cache = folder / f"seen-{_recipe(half, embedder, scorer)}.jsonl"
    if not cache.exists():
        found = list(_observed(half, folder, embedder, scorer))
        lines = "".join(json.dumps(asdict(o), ensure_ascii=False) + "\n" for o in found)
        cache.with_suffix(".part").write_text(lines, encoding="utf-8")
        cache.with_suffix(".part").rename(cache)
    return [_read(json.loads(line)) for line in cache.read_text(encoding="utf-8").splitlines()]


def _recipe(half: Half, embedder: Embedder, scorer: PairScorer | None) -> str:
    """Changes with anything that shapes the observations, save the code of the search."""
    parts = (VERSIONS, asdict(half), embedder.name, scorer.name if scorer else "")
    return hashlib.sha256(
        json.dumps(parts, default=sorted, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()[:12]


def _observed(
    half: Half, folder: Path, embedder: Embedder, scorer: PairScorer | None
) -> Iterator[Observation]:
    with closing(indexed(half.documents, folder, embedder)) as index:
        recorder = Recorder(scorer)
        # A comparison's parts would ask the recorder again, and only the whole question is noted.
        # Validated, not constructed: the environment has no say in what is fitted.
        settings = RetrievalSettings.model_validate({"decompose": False})
        vocabulary = vocabulary_of(index)
        retriever = Retriever(index, embedder, recorder, vocabulary, load_calibration(), settings)
        for asked in half.questions:
            recorder.candidates = ()
            found = retriever.retrieve(asked.text)
            terms = tokenize(found.question.whole.expanded)
            yield replace(_observation(half, asked, terms, recorder, index), unmentioned=found.unmentioned)


def indexed(documents: Sequence[tuple[str, str, str]], folder: Path, embedder: Embedder) -> IndexReader:
    """The index of these (id, title, text) under `folder`, built anew where they have changed."""
    records = [{"id": i, "title": title, "text": text} for i, title, text in documents]
    text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    made = f"{CHUNKER_VERSION} {SCHEMA_VERSION} {embedder.name} {text}"
    key = hashlib.sha256(made.encode()).hexdigest()[:12]
    data_dir = folder / f"index-{key}"
    if not (data_dir / "CURRENT").exists():
        dump = folder / "documents.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        dump.write_text(text, encoding="utf-8")
        ingest([dump], data_dir, lambda: embedder)
    return open_index(data_dir, embedder.name)


def _observation(
    half: Half, asked: Asked, terms: Sequence[str], recorder: Recorder, index: IndexReader
) -> Observation:
    wanted = frozenset(terms)
    seen = tuple(
        Seen(
            round(c.cosine, 6),
            round(c.bm25, 5),
            logit,
            tuple(sorted(wanted & frozenset(tokenize(c.passage.indexed_text)))),
            str(c.passage.document) in asked.right,
            round(c.late or 0.0, 6),
            round(c.piece or 0.0, 6),
        )
        for c, logit in zip(recorder.candidates, recorder.logits if recorder.candidates else (), strict=True)
    )
    return Observation(
        half=half.name,
        split=half.split,
        kind=asked.kind,
        origin=asked.origin,
        terms=tuple(terms),
        idf={t: index.bm25.idf(t) for t in terms},
        unseen_idf=index.bm25.unseen_idf,
        candidates=seen,
    )


def _read(raw: dict[str, Any]) -> Observation:
    candidates = tuple(Seen(**{**c, "held": tuple(c["held"])}) for c in raw.pop("candidates"))
    tuples = {name: tuple(raw[name]) for name in ("terms", "unmentioned")}
    return Observation(**{**raw, **tuples, "candidates": candidates})
