"""Answers to the golden questions, measured: right section, facts, refusals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from eval.golden import REFUSED_KINDS, GoldenQuestion, facts_found, first_section_right
from serve.engine import Engine
from serve.types import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with its answer and what was right in it."""

    question: GoldenQuestion
    answer: Answer
    section: bool
    facts: tuple[bool, ...]

    @property
    def refused(self) -> bool:
        """No answer was given."""
        return self.answer.status == "refused"

    @property
    def right(self) -> bool:
        """The right section first with all facts; of a question without an answer, a refusal."""
        return self.section and all(self.facts) if self.question.answerable else self.refused


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in [0, 1] over a set of outcomes; `words` is the mean length of what
    answerable questions get, `milliseconds` the median of an answer's time.

    `section` and `facts` count a wrongly refused question as wrong.
    """

    questions: int
    section: float
    facts: float
    wrong_refusals: float
    off_topic_refused: float
    near_domain_refused: float
    false_premise_refused: float
    words: float
    milliseconds: float


def ask_all(engine: Engine, questions: Iterable[GoldenQuestion]) -> list[Outcome]:
    """Asks every question."""
    return [outcome(q, engine.ask(q.question, q.history)) for q in questions]


def outcome(question: GoldenQuestion, answer: Answer) -> Outcome:
    """What is right in this answer."""
    facts = tuple(facts_found(answer.text, question.facts))
    return Outcome(question, answer, first_section_right(answer, question.sections), facts)


def measure(outcomes: Sequence[Outcome]) -> Figures:
    """The figures that the closing report and the gate stand on."""
    asked = [o for o in outcomes if o.question.answerable]
    facts = [found for o in asked for found in o.facts]
    return Figures(
        questions=len(outcomes),
        section=_share([o.section for o in asked]),
        facts=_share(facts),
        wrong_refusals=_share([o.refused for o in asked]),
        off_topic_refused=_refused(outcomes, REFUSED_KINDS),
        near_domain_refused=_refused(outcomes, ("near-domain",)),
        false_premise_refused=_refused(outcomes, ("false-premise",)),
        words=fmean([len(o.answer.text.split()) for o in asked if not o.refused] or [0]),
        milliseconds=median(o.answer.timings_ms["total"] for o in outcomes),
    )


def _refused(outcomes: Sequence[Outcome], kinds: Sequence[str]) -> float:
    return _share([o.refused for o in outcomes if o.question.kind in kinds])


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
