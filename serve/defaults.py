"""What a question takes for the default, where the material gives another one.

"Why is keyfile the default mode?" - "keyfile mode instead of the default repokey mode". Manuals state their
defaults in few forms, so that both can be read and laid side by side.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.tokens import tokenize

_SMALL = r"(?:and|as|at|for|from|if|in|instead|of|on|than|to|when|where|which|with)\b"
_WORD = rf"(?!{_SMALL})[^\s.,;:()?]+(?:[.:][^\s.,;:()?]+)*"
_WORDS = rf"(?P<words>{_WORD}(?: {_WORD}){{0,2}})"
_BEFORE = rf"(?:^|[ ,:;(])(?P<words>{_WORD}(?: {_WORD}){{0,2}}?)"
_CHOSEN = r"(?: (?:chosen|made|picked|selected|set|taken|used))?"
_OF_WHAT = rf"(?: (?:(?:in|of) )?(?!is\b|was\b){_WORD})?"
_NAMED = (
    re.compile(rf"\bdefaults? to (?:the |an? )?{_WORDS}", re.I),
    re.compile(rf"\bdefault(?: value)?{_OF_WHAT}(?::| is| was) (?:the |an? )?(?P<words>{_WORD})", re.I),
    re.compile(rf"(?<!\bas )\bthe default (?P<words>(?!value\b){_WORD}) {_WORD}", re.I),
    re.compile(rf"{_BEFORE} \(default\)", re.I),
    re.compile(rf"{_BEFORE}{_CHOSEN}(?: as|:| is)? (?:the|as) default\b", re.I),
)
_BY_DEFAULT = (
    re.compile(rf"{_BEFORE}{_CHOSEN} by default\b", re.I),
    re.compile(rf"\bby default,? (?P<words>(?:{_WORD} ){{1,3}}(?:true|false))\b", re.I),
)
_KIND = re.compile(rf"\bdefault {_WORDS}", re.I)
_OPENS = re.compile(r"\W*defaults?\b", re.I)
_ASIDE = re.compile(r" \((?!default)[^)]*\)", re.I)
_NEGATED = re.compile(r"\b(?:no|not|never|without)\b|n['’]t\b", re.I)
_NOT_THE_OTHER = re.compile(rf" (?:rather than|over|instead of|and not|but not|not)(?: the)? {_WORD}", re.I)
_NO_VALUE = frozenset(
    tokenize(
        "default value mode method option setting choice backend kind type level scope format choose "
        "developer decide either why come reason file number time second minute hour day byte"
    )
)
_YES, _NO = frozenset({"true", "yes"}), frozenset({"false", "no"})
_ON = r"(?:activated|enabled|(?:set|switched|turned) on|on(?= by default))"
_OFF = r"(?:deactivated|disabled|(?:set|switched|turned) off|off(?= by default))"
_STATES = (
    (re.compile(rf"\b(?:(?:is|are|was) )?(?:not|n['’]t)(?: yet)? {_ON}", re.I), "false"),
    (re.compile(rf"\b{_ON}", re.I), "true"),
    (re.compile(rf"\b{_OFF}", re.I), "false"),
)
"""How people say what a switch is set to."""
Phrase = tuple[str, ...]


def other_default(question: str, statements: Mapping[str, str]) -> str:
    """The statement with a default that is not what the question takes for it; nothing where one agrees.

    `statements`: each with the heading that says what it speaks of.

    Where it is neither a figure nor yes or no, what the question takes for it has to be spoken of in the
    statements, as something else than the default: another word for the same thing is none.
    """
    asked = _NOT_THE_OTHER.sub("", _switched(question))
    if _NEGATED.search(asked):
        return ""
    kind = {term for match in _KIND.finditer(asked) for term in tokenize(match["words"])}
    about = [s for s, heading in statements.items() if not kind or kind & set(tokenize(_whole(s, heading)))]
    about.sort(key=lambda s: next((i for i, t in enumerate(tokenize(s)) if t in kind), 0))
    known = {term for s in statements for term in tokenize(s)}
    named = dict.fromkeys(_phrases(asked, _NAMED))
    for claim in (*named, *_phrases(asked, _BY_DEFAULT)):
        pairs = [(s, *_apart(claim, stated)) for s in about for stated in _phrases(s, _NAMED + _BY_DEFAULT)]
        if any(not a or not b or (set(a) & set(b) and not _deny(a, b)) for _, a, b in pairs):
            return ""
        for s, a, b in pairs:
            # What is done by default may be said of many things; of a default's name there is one.
            if _differ(a, b, known if claim in named or a != claim else set()):
                return s
    return ""


def _switched(text: str) -> str:
    """ "on by default" as "true by default"."""
    for form, value in _STATES:
        text = form.sub(value, text)
    return text


def _whole(statement: str, heading: str) -> str:
    """With what it is the default of, where it opens with the default: "Default: 5"."""
    return f"{heading} {statement}" if _OPENS.match(statement) else statement


def _phrases(text: str, forms: Sequence[re.Pattern[str]]) -> Iterator[Phrase]:
    """The terms of each stretch of words that the text calls the default."""
    plain = _ASIDE.sub("", _switched(text))
    for form in forms:
        for match in form.finditer(plain):
            words = match["words"].casefold().split()
            terms = [t for w in words for t in ([w] if w in _YES | _NO else tokenize(w)[:1])]
            if phrase := tuple(t for t in terms if t not in _NO_VALUE):
                yield phrase


def _apart(claimed: Phrase, stated: Phrase) -> tuple[Phrase, Phrase]:
    """Without the words that both end in: `active` and `passive` of two kinds of connection."""
    while claimed and stated and claimed[-1] == stated[-1]:
        claimed, stated = claimed[:-1], stated[:-1]
    return claimed, stated


def _differ(claimed: Phrase, stated: Phrase, known: set[str]) -> bool:
    if (_YES | _NO) & set(stated):
        return _deny(claimed, stated)
    if figures := _figures(stated):
        return bool(_figures(claimed)) and not figures & _figures(claimed)
    return set(claimed) <= known


def _deny(claimed: Phrase, stated: Phrase) -> bool:
    """One says yes and the other no."""
    return any(a & set(claimed) and b & set(stated) for a, b in ((_YES, _NO), (_NO, _YES)))


def _figures(phrase: Phrase) -> set[float]:
    return {float(term) for term in phrase if re.fullmatch(r"\d+(?:\.\d+)?", term)}
