"""The refusal rule: decided in code, on calibrated scores, before anything is written.

A question is refused when it does not name what it is about ("what are its steps?"), when the calibrated
probability that the evidence answers it lies below the threshold, when the material holds none of its words
or never mentions what the question is about (see `retrieval.query.focus`), when one side of a comparison is
not in the material, or when it takes for granted what the material contradicts (see `serve.premise`). A
refusal carries no sources.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import word_list
from ingest.models.english import reads_english
from retrieval.query.focus import named
from retrieval.query.followup import unresolved
from retrieval.types import Hit, Retrieval
from serve.support.names import names
from serve.support.naming import name_findings

SUGGESTIONS = 3
NO_WORD = 0.999
"""Share of the question's words, weighed by idf, that no passage holds: then it is on something else."""
HARDLY_A_WORD = 0.75
"""Where a word was mended: of letters struck at random one or the other is like a word of the material."""
SIDE, NAMED = 0.75, 0.5
"""Of the threshold, for one of two things that are named side by side, and where the first passage holds the
name that a question is about: the embedding model has no feeling for names."""
TOLD = 0.5
"""Share of a question's terms that this passage holds as well, if more is asked than what the thing is."""

_SAYS = r"(?: \([^()]*\))?(?:: | [—–-] | (?:is|are|means) )(?:[^\W\d_]+ ){2}"
"""What follows a name where it is explained, in two words at least: no "BERT: 512 tokens"."""
NAME = 3
"""Words of a thing's name; what is longer is more than a name."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in one sentence, and what the material does say or cover."""

    reason: str
    instead: str = ""

    @property
    def text(self) -> str:
        """What the person reads."""
        return " ".join(part for part in (self.reason, self.instead) if part)


def unanswerable(found: Retrieval, least_confidence: float) -> Refusal | None:
    """The refusal for evidence that does not answer, or None."""
    if least_confidence and (pronoun := unresolved(found.question.whole.text)):
        return Refusal(f"The question does not say what “{pronoun}” stands for.", "Name it in the question.")
    unknown = _unknown_sides(found, SIDE * least_confidence)
    unlikely = not _likely(found, least_confidence) or bool(least_confidence and _unheard_of(found))
    if unlikely and len(unknown) != 1:
        return Refusal("The material does not answer this question.", _nearest(found.whole.hits))
    if unknown:
        return Refusal(f"The material says nothing about {unknown[0]}.", _nearest(found.whole.hits))
    if least_confidence and found.unmentioned:
        named = _listed([f"“{word}”" for word in found.unmentioned])
        return Refusal(f"The material does not mention {named}.", _nearest(found.whole.hits))
    return None


def _unheard_of(found: Retrieval) -> bool:
    """The material holds none of the question's words, or none but a mended one where none is English."""
    unseen = found.whole.figures.get("unseen", 0.0)
    mended = bool(found.question.corrections) and not reads_english(found.question.whole.text)
    return unseen >= (HARDLY_A_WORD if mended else NO_WORD)


def _unknown_sides(found: Retrieval, least: float) -> list[str]:
    """Of a comparison, what the material says nothing about."""
    if not found.question.compares:
        return []
    sides = zip(found.question.subjects, found.parts, strict=True)
    return [subject for subject, part in sides if part.confidence < least]


def _likely(found: Retrieval, least: float) -> bool:
    """The evidence answers the question, or that of two things named side by side each.

    No passage speaks of both "HyDE and self-consistency", and all are far from the two together.
    """
    if found.whole.confidence >= least * (NAMED if _first_has_the_name(found) else 1.0):
        return True
    if _says_what_it_is(found):
        return True
    named = found.question.subjects if not found.question.compares else ()
    short = all(len(name.split()) <= NAME for name in named)
    return bool(named) and short and all(part.confidence >= SIDE * least for part in found.parts)


def _says_what_it_is(found: Retrieval) -> bool:
    """Evidence says in so many words what the one name is that is asked for: "(HyDE: imagine an answer)"."""
    called = named(found.question.whole.text, word_list())
    if len(called) != 1 or called[0] == called[0].lower():
        return False
    told = re.compile(rf"(?<![\w-]){re.escape(called[0])}{_SAYS}")
    return any(told.search(hit.passage.text) for hit in found.whole.hits)


def _first_has_the_name(found: Retrieval) -> bool:
    """The first passage holds all of "what is HyDE?", or every name and half of the terms of the question."""
    question, covered = found.question.whole.text, found.whole.figures.get("covered_by_first", 0.0)
    if covered == 1.0 and named(question, word_list()):
        return True
    told = covered >= TOLD and bool(names(question))
    return told and not any(name_findings(question, found.whole.hits[0].passage.text))


def false_premise(said: str) -> Refusal:
    """The question takes for granted what the material contradicts."""
    return Refusal("The question assumes something that the material contradicts.", f"It says: “{said}”")


def nothing_of_the_kind(found: Retrieval) -> Refusal:
    """The evidence is on the subject but holds no such thing, for example no figure."""
    return Refusal("The material covers this subject but does not say that.", _nearest(found.whole.hits))


def _listed(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _nearest(hits: Sequence[Hit]) -> str:
    """The sections nearest to the question, as an offer and not as a source."""
    names: list[str] = []
    for hit in hits:
        name = hit.passage.section[-1] if hit.passage.section else hit.passage.title
        if name and name not in names:
            names.append(name)
    listed = "; ".join(f"“{name}”" for name in names[:SUGGESTIONS])
    return f"Nearest in it: {listed}." if listed else ""
