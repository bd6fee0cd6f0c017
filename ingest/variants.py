"""British and American spellings of a word made one, so that "licence" finds "license"."""

import re

_RULES = [
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=\w\w[bilmnpv])our(?=(?:s|ed|ing|able|ably|al|ful|ite|ites|less|ist|er|ers)?$)", "or"),
        (r"(?<=\w{3})is(?=(?:e|ed|es|er|ers|ing|able|ations?)$)", "iz"),
        (r"(?<=al)ys(?=(?:e|ed|er|ers|ing)$)", "yz"),
        (r"(?<=^licen|^defen|^offen)c(?=e)", "s"),
        (r"(?<=ent|met|lit|eat|fib)re(?=s?$)", "er"),
        (r"(?<=alog)ue(?=s?$)", ""),
        (r"^grey", "gray"),
        (r"^artefact", "artifact"),
        (r"^programme(?=s?$)", "program"),
        (r"^judgement", "judgment"),
        (r"^ageing$", "aging"),
    )
]


def american(word: str) -> str:
    """The American spelling of a word in small letters.

    A word that only looks British becomes none ("promise" is "promize"), but always the same none.
    """
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word
