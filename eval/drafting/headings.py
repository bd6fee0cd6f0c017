"""A heading that is a question asks it; its section answers."""

import re
from collections.abc import Iterator

from eval.drafting.facts import FIGURE, telling
from eval.drafting.lists import entry_facts, named, only_list
from eval.drafting.material import Material
from eval.drafting.types import Place, Proposal, why
from ingest.tokens import tokenize
from serve.extract.units import Unit

_MARKER = re.compile(r"^(?:Q|Ques|Question)?\s*[.#]?\s*\d{1,4}\s*[:.)–—-]+\s*", re.IGNORECASE)
_TWO = re.compile(r"\band\b|, or (?:how|what|why|which|when)\b|\?.+\?", re.IGNORECASE)
_LEANING = re.compile(r"\b(?:this|that|these|those|it|its|they|their)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"(?:can|could|do|does|did|is|are|was|were|should|will|would|has|have)\b", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|therefore|thus|causes?|caused|leads? to|why)\b", re.IGNORECASE
)
_KINDS = (
    ("why", r"why\b"),
    ("number", r"how (?:many|much|long|large|big|often|fast|old|high)\b"),
    ("comparison", r".*\b(?:differ|difference|compare)\b"),
    ("definition", r"what (?:is|are) (?:an? |the )?[\w-]+(?: [\w-]+){0,3}\?"),
)
_ASKS_FOR_MANY = re.compile(r"(?:what|which) (?:are|\w+s)\b|what goes wrong|name |list ", re.IGNORECASE)
SHORT, LONG = 4, 16
"""Words of a heading that is a question by itself, and can be asked."""
SHARED = 0.5
"""Share of the question's terms that the sentence which answers it has to say."""


def from_heading(place: Place, material: Material) -> Iterator[Proposal]:
    """The heading's question: the section's list, else the sentence that says its words, holds the facts."""
    question = _MARKER.sub("", place.path[-1])
    if not _can_be_asked(question):
        return
    entries = only_list(place)
    if entries and (_ASKS_FOR_MANY.match(question) or entries[0].kind == "step"):
        if facts := entry_facts(entries, question):
            kind = "steps" if entries[0].kind == "step" else "list"
            reason = why("heading and list", entries[0], entries[-1])
            yield Proposal(kind, question, place, facts, named(entries), reason)
        return
    kind = next((k for k, form in _KINDS if re.match(form, question, re.IGNORECASE)), "single-fact")
    if answer := _answer(kind, question, place):
        facts = telling(answer.readable, question)
        if kind != "number" or any(FIGURE.search(f[0]) for f in facts):
            yield Proposal(kind, question, place, facts, answer.readable, why("heading", answer))


def _can_be_asked(question: str) -> bool:
    """By itself: half of a double question would be answered, and "it" is what the heading above says."""
    sized = SHORT <= len(question.split()) <= LONG and question.endswith("?")
    return sized and not (_TWO.search(question) or _LEANING.search(question) or _YES_OR_NO.match(question))


def _answer(kind: str, question: str, place: Place) -> Unit | None:
    """The first sentence that says SHARED of the question's terms; of a why, one that gives a reason."""
    wanted = set(tokenize(question))
    told = [u for u in place.units if u.kind == "paragraph" and not u.text.endswith(":")]
    if kind == "why":
        told = [u for u in told if _REASON.search(u.text)]
    return next((u for u in told if len(wanted & set(tokenize(u.text))) >= SHARED * len(wanted)), None)
