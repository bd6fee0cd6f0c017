"""Sentences that say when somebody did something, and for how much."""

import re

from eval.drafting.facts import FIGURE

_VERBS = {
    "acquired": "acquire",
    "announced": "announce",
    "bought": "buy",
    "discovered": "discover",
    "founded": "found",
    "introduced": "introduce",
    "invented": "invent",
    "joined": "join",
    "launched": "launch",
    "opened": "open",
    "proposed": "propose",
    "published": "publish",
    "released": "release",
    "sold": "sell",
    "unveiled": "unveil",
    "won": "win",
}
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WHEN = rf"(?P<when>(?:{_MONTH} (?:\d{{1,2}}, )?)?(?:1[5-9]|20)\d\d)"
_WHO = r"(?P<subject>[A-Z][\w&-]*(?: [A-Z\d][\w.&-]*){0,3})"
_DID = rf"(?:officially |also |formally |first )?(?P<verb>{'|'.join(_VERBS)})"
_WHAT = r"(?P<object>(?:[A-Z]|the |an? )[^.;:()]{2,70}?)"
_END = r"(?=,(?!\d)|[.;:(]|$| (?:in|on|for|which|that|to|with|as|after|from|by|at|where|when|during|under)\b)"
_AT_ONCE = re.compile(rf"^(?:In|On) {_WHEN},? {_WHO} {_DID} {_WHAT}{_END}")
_LATER = re.compile(rf"^{_WHO} {_DID} {_WHAT} (?:in|on) {_WHEN}\b")
_PASSIVE = re.compile(rf"^{_WHO} was (?P<done>[a-z]+ed|born|built|sold) (?:in|on) {_WHEN}\b")
_PAID = re.compile(
    rf"\b{_WHO} (?:acquired|bought|purchased) (?P<object>[A-Z][\w&-]*(?: [A-Z\d][\w.&-]*){{0,3}})"
    rf"(?:, [^,]{{3,60}},)? for (?:about |around )?(?P<figure>[$€£]{FIGURE.pattern})"
)
_LEANING = re.compile(
    r"\b(?:it|its|they|their|he|she|we|that|this|these|those|such|same|will|would)\b", re.IGNORECASE
)
_NAMED = re.compile(r"\b[A-Z]")
LONGEST = 8
"""Words of what was done that a question repeats."""


def dated(text: str) -> tuple[str, str] | None:
    """A question for the date, and the date."""
    if match := _PASSIVE.match(text):
        return f"When was {match['subject']} {match['done']}?", match["when"]
    match = _AT_ONCE.match(text) or _LATER.match(text)
    if not match or _LEANING.search(f"{match['subject']} {match['object']}"):
        return None
    # "A new product" was released many times; what has a name, once.
    if not _NAMED.search(match["object"]) or len(match["object"].split()) > LONGEST:
        return None
    return f"When did {match['subject']} {_VERBS[match['verb']]} {match['object']}?", match["when"]


def paid(text: str) -> tuple[str, str] | None:
    """A question for a price paid, and the price."""
    if match := _PAID.search(text):
        return f"How much did {match['subject']} pay for {match['object']}?", match["figure"].strip()
    return None
