"""Text -> the terms that BM25 indexes: stemmed words, compounds whole and in parts, CJK bigrams."""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

from ingest.variants import american

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_TERM = re.compile(rf"[{_CJK}]+|[^\W{_CJK}]+(?:[.\-_/'’^][^\W{_CJK}]+)*(?:\+\+|#)?")
_IS_CJK = re.compile(rf"[{_CJK}]")
_JOINT = re.compile(r"[.\-_/'’^]")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+\.\d+\w*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPOKEN = re.compile(r"\b(\d+(?:\.\d+)?) ?(thousand|million|billion|trillion)\b", re.IGNORECASE)
_SCALED = re.compile(r"(\d+)(?:\.(\d+))?([kmbt])")
_LETTERS = {"thousand": "K", "million": "M", "billion": "B", "trillion": "T"}
_ZEROS = {"k": 3, "m": 6, "b": 9, "t": 12}
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = Lock()
"""The stemmer keeps the word that it works on: two threads at once spoil each other's."""

STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "me",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "please",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "versus",
        "very",
        "vs",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


def tokenize(text: str) -> list[str]:
    """The terms of a text in order, with repetitions; stop words are left out.

    "fine-tuning" gives its parts and what they make as one word, "GPT-4" stays findable both ways, "2M",
    "2 million" and "2,000,000" share a term, and scripts without spaces give overlapping pairs of characters.
    """
    return [term for word in _words(text) for term in _terms(word)]


def plain_terms(text: str) -> list[str]:
    """The terms by which wordings are compared: as `tokenize`, but "fine-tuning" is "fine tuning".

    With a digit a compound stays whole as well: "GPT-4" has no other term that tells it from "GPT-3".
    """
    return [term for word in _words(text) for term in _plain(word)]


def _words(text: str) -> list[str]:
    plain = _GROUPED.sub("", unicodedata.normalize("NFKC", text))
    return _TERM.findall(_SPOKEN.sub(lambda m: f"{m[1]}{_LETTERS[m[2].casefold()]} {m[2]}", plain))


def _plain(word: str) -> tuple[str, ...]:
    hyphened = ("-" in word or "/" in word) and not any(c.isdigit() for c in word)
    return _terms(word)[:-1] if hyphened else _terms(word)


@lru_cache(maxsize=100_000)
def _terms(word: str) -> tuple[str, ...]:
    """Of a compound its parts, `camelCase` in parts as well, and last what they make as one word."""
    if _IS_CJK.match(word):
        return tuple(word[i : i + 2] for i in range(len(word) - 1)) or (word,)
    word = _POSSESSIVE.sub("", word)
    folded = word.casefold()
    parts = [p for p in _JOINT.split(word) if p]
    parts = parts if len(parts) > 1 and not _NUMBER.fullmatch(folded) else [word]
    humps = [_CAMEL.split(part) for part in parts]
    several = len(parts) > 1 or len(humps[0]) > 1
    found: list[str] = []
    for part, own in zip(parts, humps, strict=True):
        lower = map(str.casefold, own)
        found += [stem(p) for p in lower if p not in STOP_WORDS and len(p) > several]
        if len(parts) > 1 and len(own) > 1:
            found.append(stem(part.casefold()))
    if several:
        found.append(stem("".join(parts).casefold()))
    elif scaled := _SCALED.fullmatch(folded):
        found.append(_digits(*scaled.groups(default="")))
    return tuple(found)


def _digits(whole: str, fraction: str, scale: str) -> str:
    """The number in full: 2M as 2000000, 46.7B as 46700000000."""
    zeros = _ZEROS[scale]
    return (whole + fraction.ljust(zeros, "0")[:zeros]).lstrip("0") or "0"


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Porter's second English stemmer, of the American spelling; words with digits stay as they are."""
    if any(c.isdigit() for c in word):
        return word
    with _STEMMING:
        return str(_STEMMER.stemWord(american(word)))
