"""The passages that answer a golden question, for metrics that compare words with words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from eval.golden import facts_found, in_section
from eval.runs.types import Asked
from ingest.types import Passage


def with_contexts(asked: Iterable[Asked], passages: Sequence[Passage]) -> list[Asked]:
    """Each question that has an answer with the words of the passages that hold it, in the index's order."""
    return [replace(a, contexts=_contexts(a, passages)) if a.answerable else a for a in asked]


def _contexts(asked: Asked, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Of the labelled sections the passages that say an expected fact; all of them where none does."""
    labelled = [p.text for p in passages if any(in_section(p.heading, s) for s in asked.sections)]
    return tuple(t for t in labelled if any(facts_found(t, asked.facts))) or tuple(labelled)
