"""Sentences of a form that turns into a question without knowing what the words mean."""

import re
from collections.abc import Iterator

from eval.drafting.events import dated, paid
from eval.drafting.facts import FIGURE, Fact, telling
from eval.drafting.material import Material
from eval.drafting.types import Place, Proposal, why
from serve.extract.units import Unit

_TERM = r"(?:(?P<article>An?) )?(?P<term>[A-Za-z][\w-]*(?: [\w-]+){0,3}?)(?: \([^)]{2,40}\))?"
_DEFINITION = re.compile(rf"^{_TERM} (?P<verb>is|are) (?P<what>(?:an?|the) .{{20,}})$")
_NO_TERM = re.compile(
    r"\b(?:this|that|these|those|it|its|he|she|they|their|there|here|what|which|who|where|when|how|one|another"
    r"|each|every|any|all|both|some|many|most|such|so|and|or|but|if|in|on|at|to|of|for|with|by|from|as|than|not|no|the"
    r"|we|you|i|our|your|first|second|third|also|then|only|result|reason|idea|point|case|name|is|are)\b",
    re.IGNORECASE,
)
_NO_DEFINITION = re.compile(
    r"^(?:an?|the) (?:\w+ )?(?:good|bad|best|better|worst|most|least|same|only|common|great|popular|usual"
    r"|safe|first|second|third|last|next|main|other|member|founding|lot|few|number|way|case|reason|result|problem"
    r"|question)\b"
)
_SUBJECT = r"(?:(?P<article>An?|The) )?(?P<subject>[A-Za-z][\w.-]*(?: [\w.-]+){0,3}?)"
_VERBS = {
    "has": "does have",
    "holds": "does hold",
    "needs": "does need",
    "takes": "does take",
    "uses": "does use",
    "supports": "does support",
    "contains": "does contain",
    "employs": "does employ",
    "employed": "did employ",
    "sold": "did sell",
    "had": "did have",
}
_ABOUT = r"(?: (?:about|around|up to|roughly|some|over|more than))?"
_COUNT = re.compile(
    rf"^{_SUBJECT} (?P<verb>{'|'.join(_VERBS)}){_ABOUT} (?P<figure>{FIGURE.pattern})"
    r"(?: (?P<adjective>(?!people)[a-z-]+))? (?P<noun>people|(?!(?:as|is|has|was|its|this)\b)[a-z-]+s)\b"
)
_COST = re.compile(rf"^{_SUBJECT} costs?{_ABOUT} (?P<figure>[$€£]{FIGURE.pattern})")
Asked = tuple[str, str, str, tuple[Fact, ...]]
"""Kind, rule, question, facts."""


def from_sentence(unit: Unit, place: Place, material: Material) -> Iterator[Proposal]:
    """What the sentence defines, counts, prices or dates."""
    if unit.kind != "paragraph":
        return
    for rule in (_definition, _count, _cost, _event):
        if found := rule(unit.readable, material):
            kind, name, question, facts = found
            yield Proposal(kind, question, place, facts, unit.readable, why(name, unit))
            return


def _definition(text: str, material: Material) -> Asked | None:
    match = _DEFINITION.match(text)
    if not match or _NO_TERM.search(match["term"]) or _NO_DEFINITION.match(match["what"]):
        return None
    term = material.lowered(match["term"])
    if match["article"]:
        term = f"{match['article'].lower()} {term}"
    elif " " not in term and not material.is_name(term):
        # "Cost is the ..." speaks of the subject at hand.
        return None
    question = f"What {match['verb']} {term}?"
    # What comes after a colon explains, and need not be said.
    (what, *_) = re.split(r"[.;:](?:\s|$)", match["what"])
    return "definition", "definition", question, telling(what, question, figures=False)


def _count(text: str, material: Material) -> Asked | None:
    match = _COUNT.match(text)
    if not match or _NO_TERM.search(match["subject"]):
        return None
    what = " ".join(filter(None, (match["adjective"], match["noun"])))
    auxiliary, verb = _VERBS[match["verb"]].split()
    question = f"How many {what} {auxiliary} {_subject(match, material)} {verb}?"
    return "number", "counted", question, ((match["figure"].strip(),),)


def _cost(text: str, material: Material) -> Asked | None:
    match = _COST.match(text)
    if not match or _NO_TERM.search(match["subject"]):
        return None
    question = f"How much does {_subject(match, material)} cost?"
    return "number", "priced", question, ((match["figure"].strip(),),)


def _event(text: str, _: Material) -> Asked | None:
    for name, rule in (("priced", paid), ("dated", dated)):
        if found := rule(text):
            question, figure = found
            return "number", name, question, ((figure,),)
    return None


def _subject(match: re.Match[str], material: Material) -> str:
    subject = material.lowered(match["subject"])
    return f"{match['article'].lower()} {subject}" if match["article"] else subject
