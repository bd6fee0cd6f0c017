"""Which words of the source are retrieved: our passages beside LlamaIndex's chunks, for the same tokens.

The measure of Smith and Troynikov, "Evaluating Chunking Strategies for Retrieval" (Chroma, 2024), over words:
recall is the share of the referenced words that are retrieved, precision their number over that of all words
that are retrieved, each as often as it is: what two overlapping chunks hold fills the budget twice.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from eval.bench.document import machine, table
from eval.bench.llamaindex import pieces
from ingest.chunking import chunk_document
from ingest.models import Embedder, load_embedder
from ingest.reading import read_paths
from ingest.types import Document

SPLITTERS = ((512, 64), (256, 32))
LOOK = 60
"""How many words of the source may be passed over, where a parser left out what a reader does not see."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the words of the source, by corpus, that answer it."""

    question: str
    corpus: str
    words: frozenset[int]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is retrieved whole: the source's words that it holds, in order, and its length in tokens."""

    corpus: str
    words: tuple[int, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class Spans:
    """Mean recall and precision by method and budget."""

    questions: int
    units: Mapping[str, int]
    figures: Mapping[tuple[str, int], tuple[float, float]]


def measured(data: Path, budgets: Sequence[int]) -> Spans:
    """Cuts, embeds and asks; every method ranks by cosine with the same model, over all corpora at once."""
    embedder = load_embedder()
    sources = {path.stem: path for path in sorted(data.glob("*.md"))}
    texts = {name: path.read_text(encoding="utf-8") for name, path in sources.items()}
    asked = list(questions(data / "questions.jsonl", texts))
    queries = embedder.embed_queries([a.question for a in asked])
    methods = {"ours": list(_ours(sources, texts, embedder))}
    for size, overlap in SPLITTERS:
        methods[f"SentenceSplitter {size}/{overlap}"] = list(_theirs(texts, size, overlap, embedder))
    figures = {}
    for name, cut in methods.items():
        vectors = embedder.embed_passages([text for _, text in cut])
        units = [unit for unit, _ in cut]
        for budget in budgets:
            figures[name, budget] = _scored(asked, queries, units, vectors, budget)
    return Spans(len(asked), {name: len(cut) for name, cut in methods.items()}, figures)


def questions(path: Path, texts: Mapping[str, str]) -> Iterator[Asked]:
    """The questions of the file, with the places of the referenced words in the texts by corpus."""
    starts = {name: [m.start() for m in _WORD.finditer(text)] for name, text in texts.items()}
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        at = np.array(starts[raw["corpus"]])
        spans = [(r["start_index"], r["end_index"]) for r in raw["references"]]
        found = {int(i) for a, b in spans for i in np.flatnonzero((at >= a) & (at < b))}
        yield Asked(raw["question"], raw["corpus"], frozenset(found))


def _ours(
    sources: Mapping[str, Path], texts: Mapping[str, str], embedder: Embedder
) -> Iterator[tuple[Unit, str]]:
    documents = {d.id: d for d in read_paths(list(sources.values())) if isinstance(d, Document)}
    for name, path in sources.items():
        document = documents[path.name]
        places = aligned(_WORD.findall(document.text), _WORD.findall(texts[name]))
        starts = [m.start() for m in _WORD.finditer(document.text)]
        _, passages = chunk_document(document, embedder.count_tokens, embedder.name)
        counts = embedder.count_tokens([p.text for p in passages])
        for passage, tokens in zip(passages, counts, strict=True):
            first, last = np.searchsorted(starts, (passage.start, passage.end))
            held = tuple(p for p in places[first:last] if p is not None)
            yield Unit(name, held, tokens), passage.indexed_text


def _theirs(
    texts: Mapping[str, str], size: int, overlap: int, embedder: Embedder
) -> Iterator[tuple[Unit, str]]:
    for name, text in texts.items():
        starts = [m.start() for m in _WORD.finditer(text)]
        cut = pieces(text, size, overlap)
        counts = embedder.count_tokens([p.text for p in cut])
        for piece, tokens in zip(cut, counts, strict=True):
            first, last = np.searchsorted(starts, (piece.start, piece.end))
            yield Unit(name, tuple(range(first, last)), tokens), piece.text


def aligned(words: Sequence[str], source: Sequence[str]) -> list[int | None]:
    """The place in `source` of each of `words`, which stand there in order, with gaps on both sides."""
    places: list[int | None] = []
    at = 0
    for number, word in enumerate(words):
        after = words[number + 1 : number + 2]
        ahead = [i for i in range(at, min(at + LOOK, len(source))) if source[i] == word]
        sure = [i for i in ahead if i == at or source[i + 1 : i + 2] == after]
        place = sure[0] if sure else None
        places.append(place)
        at = at if place is None else place + 1
    return places


def _scored(
    asked: Sequence[Asked],
    queries: NDArray[np.float32],
    units: Sequence[Unit],
    vectors: NDArray[np.float32],
    budget: int,
) -> tuple[float, float]:
    orders = (np.argsort(-(vectors @ query), kind="stable") for query in queries)
    found = [
        scored(question, (units[i] for i in order), budget)
        for question, order in zip(asked, orders, strict=True)
    ]
    return fmean(recall for recall, _ in found), fmean(precision for _, precision in found)


def scored(question: Asked, units: Iterable[Unit], budget: int) -> tuple[float, float]:
    """Recall and precision of the units, best first, up to the budget of tokens."""
    retrieved = _within(units, budget)
    right = question.words.intersection(i for name, i in retrieved if name == question.corpus)
    return len(right) / len(question.words), len(right) / max(1, len(retrieved))


def _within(units: Iterable[Unit], budget: int) -> list[tuple[str, int]]:
    """The words of the best units, some twice; the last unit is cut where the budget ends."""
    found: list[tuple[str, int]] = []
    left = budget
    for unit in units:
        share = min(1.0, left / max(1, unit.tokens))
        found += [(unit.corpus, i) for i in unit.words[: round(share * len(unit.words))]]
        left -= unit.tokens
        if left <= 0:
            break
    return found


def section(spans: Spans) -> str:
    """The section of the document."""
    budgets = list(dict.fromkeys(budget for _, budget in spans.figures))
    head = ("", "pieces", *(f"{b} tokens: recall, precision" for b in budgets))
    rows = [
        (
            name,
            f"{count:,}",
            *("{:.1%}, {:.1%}".format(*spans.figures[name, budget]) for budget in budgets),
        )
        for name, count in spans.units.items()
    ]
    return f"""\
## What the passages find

`rag-eval bench spans --data DIR`, {machine()}.

{spans.questions} questions over five documents, each with the spans that answer it. Everything is ranked by
cosine alone, with the packaged model, over all documents at once, and read in order until the budget of
tokens is full. Recall: the share of the referenced words that were retrieved; precision: their number over
that of all retrieved words, which count as often as they are retrieved (Smith and Troynikov,
"Evaluating Chunking Strategies for Retrieval", 2024); means over the questions.

{table(head, rows)}
"""
