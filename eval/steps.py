"""`rag-eval steps`: what each step of query processing is worth, by switching it off."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import click
from tqdm import tqdm

from eval.answers import outcome
from eval.golden import GoldenQuestion, Material, load_golden
from eval.retrieval.orders import units_of
from eval.retrieval.sets import Question
from eval.retrieval.tables import short, table
from eval.runs.ask import Recorder
from eval.runs.metrics.retrieval import MRR, retrieval_values
from eval.runs.store import write
from retrieval.pipeline import Retriever
from retrieval.query.process import ProcessedQuestion, process, vocabulary_of
from retrieval.settings import RetrievalSettings
from serve.bootstrap import build_retriever, engine_over
from serve.engine import Engine
from serve.settings import Settings

FOLLOW_UPS = "follow-ups"
STEPS: Mapping[str, Mapping[str, bool]] = {
    "spelling": {"spelling": False},
    FOLLOW_UPS: {},
    "parts": {"decompose": False},
    "abbreviations": {"abbreviations": False},
}
"""Step -> the settings that switch it off; follow-ups are asked without their conversation."""

HEAD = """# Query processing, step by step

What each step of [query processing](retrieval.md#1-the-question-retrievalqueryprocesspy) that needs no
language model is worth on the golden questions: asked with all of them, and with one switched off. A step
only matters where it makes other queries of a question, so of each step those questions are told apart.
MRR@10 and the share with a labelled section first are of the whole question's ranking; right answers are
those of the whole product: the right section cited first and every expected fact said, or a refusal where
there is no answer. The steps were made with these questions at hand: for their worth on others see
[retrieval](retrieval-figures.md). Made by

    rag-eval steps --data-dir DIR --export-dir DIR --out docs/query-figures.md"""
PARTS = """The parts of a question are ranked and answered by themselves, so that switching them off changes
right answers and not the ranking of the whole."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Of one question: its reciprocal rank and whether the first section is right, and the answer.

    The first two are None where there is no answer.
    """

    rank: float | None
    first: bool | None
    right: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A step that is off, "" for none: the figures of all questions, and of those that it changes."""

    step: str
    every: Sequence[Figure]
    changed: Sequence[tuple[Figure, Figure]]


def run(data_dir: Path | None, export: Path | None, out: Path | None) -> None:
    """Prints the document, and writes it where asked to."""
    parts = [HEAD, *_measured("corpus", Settings(data_dir=data_dir))]
    if export:
        parts += _measured("export", Settings(data_dir=export))
    text = "\n\n".join([*parts, PARTS])
    click.echo(text)
    if out:
        write(out, text)


def measure(retriever: Retriever, settings: Settings, questions: Sequence[GoldenQuestion]) -> list[Row]:
    """A row with everything, a row a step, and one with all of them off."""
    asker = _Asker(retriever, settings)
    whole = [asker.ask(q, q.history, settings.retrieval) for q in _watched(questions)]
    rows = [Row("", whole, ())]
    off = {**STEPS, "all of them": {name: False for switched in STEPS.values() for name in switched}}
    for step, switched in off.items():
        chosen = settings.retrieval.model_copy(update=dict(switched))
        forgets = step == FOLLOW_UPS or len(switched) > 1
        every, changed = list(whole), []
        for at, question in enumerate(questions):
            history = () if forgets else question.history
            if asker.queries(question, history, chosen) == asker.queries(
                question, question.history, settings.retrieval
            ):
                continue
            every[at] = asker.ask(question, history, chosen)
            changed.append((whole[at], every[at]))
        rows.append(Row(step, every, changed))
    return rows


class _Asker:
    """The product over one index, under any settings of retrieval."""

    def __init__(self, retriever: Retriever, settings: Settings) -> None:
        self._retriever, self._settings = retriever, settings
        self._vocabulary = vocabulary_of(retriever.index)
        self._engines: dict[str, Engine] = {}

    def queries(
        self, question: GoldenQuestion, history: Sequence[str], chosen: RetrievalSettings
    ) -> ProcessedQuestion:
        """What is searched; what was mended on the way makes no difference."""
        found = process(question.question, history, self._vocabulary, chosen)
        return replace(found, corrections={})

    def ask(self, question: GoldenQuestion, history: Sequence[str], chosen: RetrievalSettings) -> Figure:
        name = chosen.model_dump_json()
        if name not in self._engines:
            self._engines[name] = engine_over(self._retriever.over(chosen), self._settings)
        engine = self._engines[name]
        engine.retriever = recorder = Recorder(self._retriever.over(chosen), chosen)
        judged = outcome(question, engine.ask(question.question, history))
        if not question.answerable or recorder.last is None:
            return Figure(None, None, judged.right)
        labelled = Question(question.question, frozenset(question.sections))
        ranked = units_of((h.passage for h in recorder.last.whole.hits), labelled, by_section=True)
        values = retrieval_values(ranked, question.sections)
        return Figure(values[MRR], bool(ranked) and ranked[0] in question.sections, judged.right)


def _measured(material: Material, settings: Settings) -> list[str]:
    retriever = build_retriever(settings)
    with closing(retriever.index):
        rows = measure(retriever, settings, load_golden(material))
    answerable = sum(f.rank is not None for f in rows[0].every)
    counted = f"{len(rows[0].every)} questions, {answerable} of them with an answer."
    return [f"## Over {material}", counted, steps(rows)]


def steps(rows: Sequence[Row]) -> str:
    """A line a row: its figures over all, and what the step changes where it changes the queries."""
    head = [
        "switched off",
        "MRR@10",
        "first right",
        "answers right",
        "queries change for",
        "MRR@10 there, with and without",
        "first right",
        "answers right",
    ]
    return table(head, [_line(r) for r in rows], 1)


def _line(row: Row) -> list[str]:
    cells = [f"**{row.step}**" if row.step == "all of them" else row.step or "nothing", *_means(row.every)]
    if not row.changed:
        return [*cells, "–", "–", "–", "–"]
    pairs = zip(*(_means(side) for side in zip(*row.changed, strict=True)), strict=True)
    return [*cells, str(len(row.changed)), *(f"{on}, {off}" for on, off in pairs)]


def _means(some: Sequence[Figure]) -> tuple[str, str, str]:
    ranks = [f.rank for f in some if f.rank is not None]
    firsts = [f.first for f in some if f.first is not None]
    return _mean(ranks), _mean(firsts), _mean([f.right for f in some])


def _mean(values: Sequence[float]) -> str:
    return short(sum(values) / len(values)) if values else "–"


def _watched(questions: Sequence[GoldenQuestion]) -> Iterable[GoldenQuestion]:
    watched: Iterable[GoldenQuestion] = tqdm(
        questions, desc="asking", unit=" questions", file=sys.stderr, disable=None
    )
    return watched
