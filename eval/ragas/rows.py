"""A run's answers -> the rows that ragas measures, and the rows' values -> values of answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.golden import in_section
from eval.runs.planted import cited_sentences
from eval.runs.types import Asked
from eval.runs.values import DRAFTS, FAULTLESS, SHOWN


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence that answers `question`, and the words that it cites."""

    question: str
    sentence: str
    evidence: str


def cited_rows(asked: Asked) -> Mapping[str, tuple[Cited, ...]]:
    """Metric -> the sentences of the answer as it was drafted, with planted faults, and as it is shown.

    What serving's check dropped was drafted as well. It cites nothing, so it is held against all that
    was found.
    """
    found = "\n\n".join(hit["text"] for hit in asked.hits)
    dropped = [(d["text"], found) for d in asked.answer.get("dropped", ())]
    sets = {
        FAULTLESS: [*cited_sentences(asked.answer), *dropped],
        DRAFTS: [*((d.text, d.evidence) for d in asked.drafted), *dropped],
        SHOWN: [(d.text, d.evidence) for d in asked.drafted if d.shown],
    }
    return {metric: tuple(Cited(asked.question, *pair) for pair in pairs) for metric, pairs in sets.items()}


def averaged(rows: Mapping[str, Sequence[Cited]], values: Mapping[Cited, float]) -> dict[str, float]:
    """Metric -> the mean over its sentences; a metric without a sentence is left out."""
    return {metric: fmean(values[row] for row in some) for metric, some in rows.items() if some}


def found_sections(asked: Asked) -> list[str]:
    """The sections of the first hits; what stands in a part of a labelled section stands in that section."""
    paths = [hit["section"] for hit in asked.hits]
    return [next((s for s in asked.sections if in_section(p, s)), p) for p in paths]
