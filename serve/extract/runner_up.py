"""Where two sections are about as likely to hold the answer, the second one has its word as well."""

from dataclasses import replace

from serve.extract.evidence import Evidence
from serve.extract.groups import SectionKey, section_key
from serve.extract.home import home
from serve.extract.intent import Intent
from serve.extract.select import RESTATED

CLOSE = 0.1
"""How much less promising the second section may be."""
AS_RELEVANT = 0.9
"""Share of the first section's best relevance that its own best unit has at least."""


def runner_up(intent: Intent, evidence: Evidence, place: SectionKey) -> SectionKey | None:
    """The next section that holds what is asked for, if it is about as likely to answer as `place`.

    None where the heading of `place` says the question, and for what has one answer: a date, a
    maker, a definition, a piece of code.
    """
    one = intent.wants_date or intent.wants_maker or intent.wants_definition or intent.wants_code
    if one or evidence.restated[place] >= RESTATED:
        return None
    second = home(intent, _without(evidence, place))
    if second is None or evidence.promise[place] - evidence.promise[second] > CLOSE:
        return None
    own, best = _best(evidence, second), _best(evidence, place)
    return second if own >= AS_RELEVANT * best else None


def _best(evidence: Evidence, section: SectionKey) -> float:
    return max(s.relevance for s in evidence.scored if section_key(s.unit) == section)


def _without(evidence: Evidence, place: SectionKey) -> Evidence:
    return replace(
        evidence,
        scored=tuple(s for s in evidence.scored if section_key(s.unit) != place),
        promise={section: p for section, p in evidence.promise.items() if section != place},
    )
