"""Who made a thing: questions for its maker, and which sentences name one.

A guide that explains a thing at length may never say who invented it, and its definition then reads like an
answer to that.
"""

import re

from retrieval.query.wording import wording

_MADE = (
    "invent(?:ed)?|creat(?:ed?)|develop(?:ed)?|introduced?|propos(?:ed?)|publish(?:ed)?|wr[io]te|written"
    "|found(?:ed)?|design(?:ed)?|discover(?:ed)?|coin(?:ed)?|devised?|author(?:ed)?|pioneer(?:ed)?"
    "|start(?:ed)?|c[ao]me up with|maintain(?:s|ed)"
)
_MAKERS = "authors?|creators?|developers?|founders?|inventors?|maintainers?|makers?"
_BODY = "author|company|companies|group|institut(?:e|ion)|lab|laboratory|organi[sz]ation|person|people"
_ASKS = wording(
    rf"""
    who (?:first |originally )?(?:{_MADE})
    who (?:is|are|was|were) the (?:current |first |lead |main |original )?(?:{_MAKERS}) of
    (?:which|what) (?:\w+ )?(?:{_BODY}|researchers?|scientists?|team|university) (?:first )?(?:{_MADE})
    (?:at|by|from) (?:which|what) (?:{_BODY}|team|university)
    by whom
    (?:who|(?:which|what) (?:{_BODY})) (?:is|are|stands?) behind
    (?:who|(?:which|what) (?:{_BODY})) (?:makes?|made)
    who (?:was|were|is|are)\b[^?]*\b(?:{_MADE}) by
    """
)
_MADE_THING = re.compile(
    rf"\b(?:who (?:first |originally )?(?:{_MADE})|who (?:is|are|was|were) the (?:\w+ )?(?:{_MAKERS}) of)"
    r" (?:(?:a|an|the|first|original) )*(?P<thing>[^?,;]+?)"
    r"(?: and\b.*| in (?:what|which)\b.*)?\W*$",
    re.IGNORECASE,
)
_NAME = r"(?-i:[A-Z])"
_NO_NAME = "(?!(?:here|it|let|that|there|what|who)['’])"
_IN_BRACKETS = r"\((?-i:[A-Z][a-z]+)(?: et al\.?| and \w+)?(?:,? \d{4})?\)"
_DID = "(?:coined|created|designed|developed|discovered|founded|introduced|invented|proposed|published)"
_NAMES = re.compile(
    rf"\b(?:by|its|lead|main|original|the|their) (?:first )?(?:{_MAKERS})\b|\b(?:came up with|et al)\b"
    r"|\b(?:author|company|creator|developer|maintainer|maker|origin|provider|vendor)s?:"
    rf"|\b(?:{_DID}|built|made|maintained|written)(?: \w+){{0,3}} by\b"
    rf"|\b(?:{_NAME}\w+|[a-z]{{3,}}s) (?:first |originally )?(?:{_DID}|wrote)\b"
    rf"|(?<!ed )\bby {_NAME}|\bfrom {_NAME}|\b{_NO_NAME}{_NAME}(?-i:[a-z])\w+['’]s\b|{_IN_BRACKETS}",
    re.IGNORECASE,
)
_LARGE = re.compile(r"[^\W\d_]{3,}")


def asks_for_a_maker(question: str) -> bool:
    """ "Who invented X?", "Which university came up with X?"."""
    return bool(_ASKS.search(question))


def thing_made(question: str) -> str:
    """ "speculative decoding" of "who invented speculative decoding and in which year?", or nothing."""
    match = _MADE_THING.search(question)
    return match["thing"] if match else ""


def names_a_maker(question: str, text: str) -> bool:
    """The text says that somebody made something, or has a name where makers' names stand: "(OpenAI)".

    A name that the question has itself is what was made, not who made it: "Celery's capabilities".
    """
    own = {word.casefold() for word in _LARGE.findall(question)}
    return bool(_NAMES.search(_LARGE.sub(lambda m: m[0].lower() if m[0].casefold() in own else m[0], text)))
