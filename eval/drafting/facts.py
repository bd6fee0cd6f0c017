"""Which words of a sentence an answer has to say: figures, names, else pairs of content words."""

import re
from collections.abc import Iterator, Sequence

from ingest.tokens import STOP_WORDS, tokenize

FIGURE = re.compile(
    r"(?<![\w.-])[$€£~]?\d[\d.,]*(?:[-–]\d[\d.,]*)?(?:\s?(?:%|million\b|billion\b)|[KMBGTx]?B?\b)?"
)
_NAME = re.compile(
    r"\b(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[a-z]+[A-Z][\w-]*|[A-Z][a-z]+)"
    r"(?: [A-Z][\w-]+)*(?: \([A-Z][\w-]*[A-Z]\w*\))?"
)
_RUN = re.compile(r"[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)*")
_EXAMPLES = re.compile(r"\b(?:such as|like|e\.g\.|for example|for instance|including)\b.*")
MOST = 2
_COMMON = re.compile(
    "across|against|among|another|anything|also|best|better|both|come|could|during|each|every?|everything|given?"
    "|go|good|great|however|important|large|like|makes?|made|many|may|might|much|must|near|need|new|often|one|parts?"
    "|place|possible|really|several|simple|since|something|take|things?|two|uses?|used|using|usual|way|well|while"
    "|within|without|works?|would",
    re.IGNORECASE,
)
_BEFORE_VERB = re.compile(
    "to|can|cannot|could|may|might|must|shall|should|will|would|did|does|do", re.IGNORECASE
)
Fact = tuple[str, ...]
"""Spellings, one of which has to be said."""


def telling(text: str, asked: str, figures: bool = True) -> tuple[Fact, ...]:
    """Up to MOST facts of a text, none of which the question says itself; `figures` may be among them."""
    known, said = set(tokenize(asked)), set[str]()
    found: list[Fact] = []
    told = _EXAMPLES.sub("", text)
    for fact in (*(_figures(told) if figures else ()), *_names(told), *_terms(told)):
        words = {t for spelling in fact for t in tokenize(spelling)}
        if words.isdisjoint(known) and not words <= said:
            found.append(fact)
            said |= words
    return tuple(found[:MOST])


def _figures(text: str) -> Iterator[Fact]:
    for match in FIGURE.finditer(text):
        words = match[0].rstrip(".,-– ")
        if len(words) > 1:
            yield (words,)


def _names(text: str) -> Iterator[Fact]:
    """Capitals inside a sentence, at its beginning only inner ones; an abbreviation is another spelling."""
    for match in _NAME.finditer(text):
        inside = re.search(r"[a-z0-9,;:] $", text[: match.start()])
        if inside or re.search(r"\w[A-Z0-9]", match[0].split(" (")[0]):
            yield tuple(match[0].rstrip(")").split(" ("))


def _terms(text: str) -> Iterator[Fact]:
    """Pairs of content words, in order."""
    for run in (run for match in _RUN.finditer(text) for run in _content(match[0].split())):
        first, second = run[-2:]
        # "weights stay", "a model learns": a noun with its verb, of which one has an s.
        if not _plural(first) and not (_plural(second) and run[0] in {"a", "an"}):
            yield (f"{first} {second}",)


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")


def _content(words: Sequence[str]) -> Iterator[list[str]]:
    """Runs of two or more words with a meaning of their own, after the word before them."""
    run, before = [""], ""
    for word in (*(w.rstrip(",;:") for w in words), "the"):
        if _COMMON.fullmatch(word) or word.casefold() in STOP_WORDS or len(word) < 3 or word.endswith("ly"):
            # "weights stay exactly": what an adverb follows is a verb, and so is what follows "to".
            if len(run) > 2 and not word.endswith("ly"):
                yield run
            run = [word]
        elif not _BEFORE_VERB.fullmatch(before):
            run.append(word)
        before = word
