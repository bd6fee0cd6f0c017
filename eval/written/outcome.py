"""What became of each drafted sentence: shown as it was, mended, or not shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.golden import GoldenQuestion, facts_found
from eval.written.draft import INVENTED, KEY, REFERENCE, Planned
from eval.written.model import Script
from serve.support.overlap import word_overlap
from serve.types import Answer, Citation

MOST_WORDS = 2 / 3
Fate = Literal["as drafted", "rewritten", "not shown"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A drafted sentence and its fate.

    `became` are the sentences that are shown in its place. `right`: of a sound sentence, what it says is
    still told; of a faulty one, the fault is not shown. `cites_home`: it cites the excerpt that says it.
    """

    question: str
    planned: Planned
    fate: Fate
    became: tuple[str, ...]
    reason: str
    right: bool
    cites_home: bool


def outcomes(question: GoldenQuestion, answer: Answer, script: Script) -> Iterator[Outcome]:
    """One for each sentence that was drafted for the question."""
    shown = {s.text: [c for c in answer.citations if c.number in s.citations] for s in answer.sentences}
    dropped = {d.text: d.reason for d in answer.dropped}
    for planned in script.planned:
        fate, became = _fate(planned.text, shown, dropped, script.rewritten)
        home = cites_home(planned, [c for text in became for c in shown[text]], script.excerpts)
        right = _avoided(planned, fate, home) if planned.fault else _kept(planned, became, question)
        yield Outcome(question.id, planned, fate, became, dropped.get(planned.text, ""), right, home)


def cites_home(planned: Planned, citations: Sequence[Citation], excerpts: Mapping[str, str]) -> bool:
    """Every word that is cited stands in an excerpt that holds the sound sentence."""
    saying = [excerpts.get(planned.home, ""), *(t for t in excerpts.values() if planned.original in t)]
    return bool(citations) and all(any(c.quote in text for text in saying) for c in citations)


def _fate(
    text: str, shown: Mapping[str, object], dropped: Mapping[str, str], rewritten: Mapping[str, Sequence[str]]
) -> tuple[Fate, tuple[str, ...]]:
    if text in shown:
        return "as drafted", (text,)
    became = tuple(s for s in rewritten.get(text, ()) if s in shown)
    return ("rewritten", became) if became and text not in dropped else ("not shown", ())


def _kept(planned: Planned, became: Sequence[str], question: GoldenQuestion) -> bool:
    """As drafted, or in the words that it was made from.

    A reference that was rewritten is kept with every golden fact that it names, or where it names none, with
    most of its content words.
    """
    if planned.text in became or planned.original in became:
        return True
    if planned.source != REFERENCE:
        return False
    told, named = " ".join(became), [f for f in question.facts if all(facts_found(planned.text, [f]))]
    return all(facts_found(told, named)) if named else word_overlap(planned.text, told) >= MOST_WORDS


def _avoided(planned: Planned, fate: Fate, home: bool) -> bool:
    """The faulty words are not shown, and sound ones not with words that do not say them."""
    return fate != "as drafted" or (planned.fault in (KEY, INVENTED) and home)
