"""Which unit says what a thing is: "Guardrails are ...", or its long form with the short one in brackets."""

import re

from serve.support.overlap import terms

_ASKING = frozenset(
    terms("define explain describe meaning means meant mean stand tell know understand people say")
)
_SAYS_WHAT = re.compile(
    r"^(?:an? |the )?(?P<thing>[^.:;!?]{2,60}?) (?:is|are|was|were|means?|refers? to|stands? for)\b",
    re.IGNORECASE,
)
_COURSE = re.compile(r"\b(?:how|why)\b|(?<!what)(?<!who)['’]s \w", re.IGNORECASE)
"""What happens, its reason, or something of the thing's ("RLHF's steps") is asked for."""
_BRACKETS = re.compile(r"\(([^()]*)\)")


def defines(question: str, text: str) -> bool:
    """The text opens by saying what the question asks about, or names it in brackets behind its long form.

    What is asked about is the question's first word of meaning: of "what are the drawbacks of X" it is
    the drawbacks, which "X is ..." does not define.
    """
    asked = [term for term in terms(question) if term not in _ASKING]
    if not asked or _COURSE.search(question):
        return False
    if any(asked[:1] == list(terms(short)) for short in _BRACKETS.findall(text)):
        return True
    opening = _SAYS_WHAT.match(text)
    thing = set(terms(_BRACKETS.sub(" ", opening["thing"]))) if opening else set()
    return asked[0] in thing and thing <= set(asked)
