"""Every contestant on chunking_eval: which of the words that answer it finds, and how much beside them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np

from eval.bench.spans import Asked, Unit, aligned, questions, scored
from eval.peers.player import MODULES, playing
from eval.peers.quality import Quality, Values, compared
from eval.retrieval.sets import SEED
from ingest.models import Embedder, load_embedder

GROUP = "chunking_eval"
BUDGETS = (256, 512)
METRICS = tuple(f"{figure} at {budget} tokens" for budget in BUDGETS for figure in ("recall", "precision"))
ROOM = 2
"""A piece is sought in so many times its own words of the source: markup lies between them."""
START = 4
_WORD = re.compile(r"\w+")


def measured(data: Path, environments: Path, models: Path, sample: int) -> Quality:
    """Recall and precision over words, of what each contestant's reranked pieces hold."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted((data / GROUP).glob("*.md"))}
    asked = list(questions(data / GROUP / "questions.jsonl", texts))
    if sample:
        drawn = np.random.default_rng(SEED).permutation(len(asked))[:sample]
        asked = [asked[i] for i in sorted(drawn)]
    embedder = load_embedder()
    values = {name: _values(name, texts, asked, environments, models, embedder) for name in MODULES}
    return compared(GROUP, {name: [found] for name, found in values.items()}, METRICS)


def _values(
    name: str,
    texts: Mapping[str, str],
    asked: Sequence[Asked],
    environments: Path,
    models: Path,
    embedder: Embedder,
) -> Values:
    places = {corpus: Places(text) for corpus, text in texts.items()}
    rows: list[list[float]] = []
    with (
        TemporaryDirectory() as folder,
        playing(name, environments, models, Path(folder) / "index") as player,
    ):
        player.index(list(texts.items()), split=True)
        for question in asked:
            found, _ = player.search(question.question, rerank=True)
            pieces = [(corpus, text) for corpus, _, text in found]
            counts = embedder.count_tokens([text for _, text in pieces])
            units = [
                Unit(corpus, tuple(places[corpus].of(text)), tokens)
                for (corpus, text), tokens in zip(pieces, counts, strict=True)
            ]
            rows.append([x for budget in BUDGETS for x in scored(question, units, budget)])
    click.echo(f"{name}: {GROUP}, {len(asked)} questions", err=True)
    return np.array(rows, float)


class Places:
    """Finds the words of a piece in its source, by the first few of them."""

    def __init__(self, text: str) -> None:
        self._words = _WORD.findall(text)
        self._starts: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self._words)):
            self._starts.setdefault(tuple(self._words[at : at + START]), []).append(at)

    def of(self, piece: str) -> Iterator[int]:
        """The places of its words; none where it does not stand there."""
        words = _WORD.findall(piece)
        starts = self._starts.get(tuple(words[:START]), [])
        reads = (self._read(words, start) for start in starts)
        yield from max(reads, key=len, default=[])

    def _read(self, words: Sequence[str], start: int) -> list[int]:
        source = self._words[start : start + ROOM * len(words) + START]
        return [start + place for place in aligned(words, source) if place is not None]
