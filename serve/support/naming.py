"""The name check: the claim's names are in its evidence, spelled out or by their initials."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from ingest.tokens import STOP_WORDS
from serve.support.finding import Finding, missing
from serve.support.names import Name, names
from serve.support.overlap import terms

_PEOPLES = ("an", "ese", "ish")
_JOINT = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=\D)(?=\d)|(?<=\d)(?=\D)")
_INITIAL = re.compile(r"[^\W_]+")


def name_findings(claim: str, evidence: str) -> Iterator[Finding]:
    """Names of the claim of which the evidence holds no form."""
    for _, group in groupby(names(claim), key=lambda n: n.run):
        run = list(group)
        if _by_initials(run, evidence):
            continue
        for name in run:
            if not _stands_in(name, _plain(evidence)):
                yield missing("name", f"the name {' '.join(filter(None, (name.text, name.version)))}")


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """Without accents, so that "Beyonce" is "Beyoncé"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _stands_in(name: Name, evidence: str) -> bool:
    if not name.version and set(terms(name.text)) <= set(terms(evidence)):
        return True
    return _spelled(name, evidence) or _spelled_out(name.text, evidence) or _is_of_place(name.text, evidence)


def _spelled(name: Name, evidence: str) -> bool:
    """With other joints, or a plural: "GPT4" for "GPT-4", "Java Script" for "JavaScript"."""
    chunks = [re.escape(c) for c in _JOINT.split(_plain(name.text)) if c]
    if name.version:
        # "Python 3.11" stands in "Python 3.10 and 3.11" as well.
        chunks += [rf"(?:(?:\d[\d.]*|and|or|to|v)[\W_]*){{0,3}}{re.escape(name.version)}"]
    form = r"(?<![^\W_])" + r"[\W_]*".join(chunks) + r"(?:e?s)?(?![^\W_])"
    return bool(chunks) and bool(re.search(form, evidence, re.IGNORECASE))


def _spelled_out(acronym: str, evidence: str) -> bool:
    """The initials of words of the evidence: RAG for "retrieval-augmented generation"."""
    letters = acronym.replace(".", "").rstrip("s")
    if len(letters) < 2 or not letters.isupper() or not letters.isalpha():
        return False
    every, content = _initials(evidence)
    return letters.casefold() in content or (len(letters) > 2 and letters.casefold() in every)


@lru_cache(maxsize=1024)
def _initials(text: str) -> tuple[str, str]:
    """First letters of all words, and of those that are no stop words."""
    words = [w.casefold() for w in _INITIAL.findall(text)]
    return "".join(w[0] for w in words), "".join(w[0] for w in words if w not in STOP_WORDS)


def _by_initials(run: Sequence[Name], evidence: str) -> bool:
    """A name of several words that the evidence has as an acronym: "New York" as "NY"."""
    acronym = "".join(n.text[0] for n in run)
    return len(run) > 1 and bool(re.search(rf"\b{re.escape(acronym)}s?\b", evidence.replace(".", "")))


def _is_of_place(name: str, evidence: str) -> bool:
    """A people and its country begin alike: "Canadian" and "Canada"."""
    word = name.casefold()
    return any(
        word[: (least := max(4, len(word) - 3, len(term) - 3))] == term[:least]
        for term in (w.casefold() for w in _INITIAL.findall(evidence) if w[0].isupper())
        if word.endswith(_PEOPLES) or term.endswith(_PEOPLES)
    )
