"""A sentence with one fact changed, so that the original no longer says it.

Each change is one small function (sentence, others of the same document, draw) -> the changed
sentence, or nothing where it finds nothing to change. `CHANGES` names them all.
"""

import random
import re
from collections.abc import Callable, Sequence

from eval.training.support import lexicon
from ingest.tokens import STOP_WORDS, tokenize

Change = Callable[[str, Sequence[str], random.Random], str]

_NUMBER = re.compile(r"(?<![\w.-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w-]*[a-z]\d|,?\d|\.\d)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?<!^)(?<![.!?:] )\b[A-Z][\w-]*[\w](?:\.[a-z]{2,3}\b)?")
_CODE = re.compile(r"`[^`\s]+`|\b\w+(?:_\w+)+\b|\b\w+\(\)|(?<= )--[a-z][\w-]+")
_TERM = re.compile(r"\b[a-z]{5,}\b")
_ENDINGS = ("ly", "ing", "ed")
_CAUSE = re.compile(
    r"^(?P<a>.{12,}?),? (?P<link>because|since|so that|leads? to|causes?|results? in|requires?|allows?|"
    r"before|after|instead of|rather than) (?P<b>.{8,}?)(?P<end>[.!])$"
)
_THAN = re.compile(
    r"^(?P<a>[\w`-]+(?: [\w`-]+){0,3}) (?P<m>(?:is|are|was|were|has|have|uses?|needs?|costs?|runs?)\b"
    r"[^,.]*?\bthan) (?P<b>[\w`-]+(?: [\w`-]+){0,3})(?P<end>[,.])(?!\w)"
)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|will|would|should|must|may|might|has|have|does|do)\b"
    r"(?!['’]| (?:not|never))"
)
_DENIES = re.compile(r"\b(?:no|nothing|none|neither|without|or not)\b")
_NOT = re.compile(
    r"\b[Cc]an(?:not|['’]t)\b|\b[Ww]on['’]t\b|(?<=\w)n['’]t\b|(?<!\bor) not\b(?! only\b)| never\b"
)
_UNDENIED = {"ca": "can", "Ca": "Can", "wo": "will", "Wo": "Will"}
"""How a verb that is one word with its "not" begins -> the verb."""


def number(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another figure of the same size in the place of one."""
    found = [m for m in _NUMBER.finditer(sentence) if not _YEAR.fullmatch(m[0])]
    match = rng.choice(found) if found else None
    return _replaced(sentence, match, _other_figure(match[0], rng)) if match else ""


def word_number(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another number word."""
    return _other_of(sentence, lexicon.NUMBER_WORDS, rng)


def date(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another year, month or day of the week."""
    if years := list(_YEAR.finditer(sentence)):
        match = rng.choice(years)
        return _replaced(sentence, match, str(int(match[0]) + rng.choice((-10, -4, -2, -1, 1, 2, 3, 7))))
    return _other_of(sentence, lexicon.MONTHS, rng) or _other_of(sentence, lexicon.DAYS, rng)


def unit(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another unit of the same measure behind a figure."""
    for units in rng.sample(lexicon.UNITS, len(lexicon.UNITS)):
        for match in re.finditer(rf"(?<=\d)(\s?)({'|'.join(map(re.escape, units))})(?!\w)", sentence):
            other = rng.choice([u for u in units if u.casefold() != match[2].casefold()])
            return _replaced(sentence, match, match[1] + other)
    return ""


def name(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another name of the document in the place of one, an acronym for an acronym."""
    return _from_elsewhere(sentence, others, _NAME, rng)


def code(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another identifier of the document in the place of one."""
    return _from_elsewhere(sentence, others, _CODE, rng)


def term(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Another technical word of the document in the place of one that it uses more than once."""
    known = " ".join(others)
    words = [m for m in _TERM.finditer(sentence) if _is_term(m[0]) and f" {m[0]}" in known]
    stems = set(tokenize(sentence))
    spare = sorted({w for w in _TERM.findall(known) if _is_term(w) and not stems & set(tokenize(w))})
    spare = [w for w in spare if known.count(f" {w}") > 1]
    if not words or not spare:
        return ""
    match = rng.choice(words)
    alike = [w for w in spare if w.endswith("s") == match[0].endswith("s")]
    return _replaced(sentence, match, rng.choice(alike or spare))


def negation(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """A "not" taken out, or put behind an auxiliary, or another denial of the same place."""
    if match := _NOT.search(sentence):
        return _replaced(sentence, match, _UNDENIED.get(match[0][:2], ""))
    if (match := _AUXILIARY.search(sentence)) and not _DENIES.search(sentence):
        return _replaced(sentence, match, f"{match[1]} {rng.choice(('not', 'not', 'never'))}")
    return _other_of(sentence, lexicon.WITH_WITHOUT, rng)


def quantifier(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """A stronger word: "some" -> "all", "may" -> "must", "usually" -> "always"."""
    found = [(m, s) for w, s in lexicon.STRONGER for m in re.finditer(rf"\b{w}\b(?!['’])", sentence)]
    return _replaced(sentence, *rng.choice(found)) if found else ""


def comparison(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """The opposite word, or the two sides of a "than" exchanged."""
    if (match := _THAN.match(sentence)) and rng.random() < 0.5:
        sides = f"{_capital(match['b'])} {match['m']} {_small(match['a'])}{match['end']}"
        return sides + sentence[match.end() :]
    found = [(m, o) for w, o in lexicon.OPPOSITES for m in re.finditer(rf"\b{w}\b", sentence)]
    return _replaced(sentence, *rng.choice(found)) if found else ""


def cause(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Cause and effect, or what comes first and what after, exchanged."""
    match = _CAUSE.match(sentence)
    if not match or len(match["b"].split()) < 3:
        return ""
    return f"{_capital(match['b'])} {match['link']} {_small(match['a'])}{match['end']}"


def swap(sentence: str, others: Sequence[str], rng: random.Random) -> str:
    """Two facts of the sentence exchanged: two figures, two names, or two terms joined by other words."""
    for form in (_NUMBER, _CODE, _NAME, _TERM):
        found = [m for m in form.finditer(sentence) if form is not _TERM or _is_term(m[0])]
        first = found[0] if found else None
        apart = [
            m for m in found if first and m[0] != first[0] and sentence[first.end() : m.start()] != " and "
        ]
        if first and apart and not _listed(sentence[first.end() : apart[-1].start()]):
            last = apart[-1]
            middle = sentence[first.end() : last.start()]
            return sentence[: first.start()] + last[0] + middle + first[0] + sentence[last.end() :]
    return ""


CHANGES: dict[str, Change] = {
    f.__name__: f
    for f in (
        number,
        word_number,
        date,
        unit,
        name,
        code,
        term,
        negation,
        quantifier,
        comparison,
        cause,
        swap,
    )
}


def some_change(sentence: str, others: Sequence[str], rng: random.Random) -> tuple[str, str]:
    """Kind and changed sentence, by the first kind in a drawn order that fits; empty where none does."""
    for kind in rng.sample(list(CHANGES), len(CHANGES)):
        wrong = CHANGES[kind](sentence, others, rng)
        if wrong and wrong.casefold() != sentence.casefold():
            return kind, wrong
    return "", ""


def _listed(between: str) -> bool:
    """Nothing but commas, "and" and single words: the two are items of one list, in no order."""
    return bool(re.fullmatch(r"(?:\s*,?\s*(?:and|or)?\s*[\w-]*){0,4}\s*", between)) and (
        "," in between or " and " in between or " or " in between
    )


def _is_term(word: str) -> bool:
    return word not in STOP_WORDS and not word.endswith(_ENDINGS) and word not in lexicon.PLAIN


def _replaced(sentence: str, match: re.Match[str], by: str) -> str:
    return sentence[: match.start()] + by + sentence[match.end() :]


def _other_of(sentence: str, words: Sequence[str], rng: random.Random) -> str:
    found = list(re.finditer(rf"\b(?:{'|'.join(words)})\b", sentence))
    if not found:
        return ""
    match = rng.choice(found)
    return _replaced(sentence, match, rng.choice([w for w in words if w != match[0]]))


def _from_elsewhere(sentence: str, others: Sequence[str], form: re.Pattern[str], rng: random.Random) -> str:
    own = list(form.finditer(sentence))
    there = sorted({m[0] for text in others for m in form.finditer(text)} - {m[0] for m in own})
    there = [t for t in there if t.strip("`()").casefold() not in sentence.casefold()]
    if not own or not there:
        return ""
    match = rng.choice(own)
    alike = [t for t in there if t.isupper() == match[0].isupper()]
    return _replaced(sentence, match, rng.choice(alike or there))


def _other_figure(figure: str, rng: random.Random) -> str:
    value = float(figure.replace(",", ""))
    changed = rng.choice(
        (value * 2, value * 10, value / 2, value + 1, value * 1.5, value + 5, max(1, value - 1))
    )
    shown = _like(figure, changed)
    return shown if shown != figure else _like(figure, value + 3)


def _like(figure: str, value: float) -> str:
    """With as many decimal places, and with commas where the figure has them."""
    return f"{value:{',' if ',' in figure else ''}.{len(figure.partition('.')[2])}f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Without the capital of a sentence's beginning, unless the word is a name."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
