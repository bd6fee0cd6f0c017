"""Pairs of English words of which one denies the other."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.tokens import tokenize

_PAIRS = """
always/never best/least best/worst best/less best/overlooked better/worse cheap/expensive cheaper/expensive
cheaper/dearer costlier/cheaper pricier/cheaper pricey/cheap dearer/cheaper cheapest/expensive
deterministic/random
easier/harder fast/slow faster/slower fewer/more identical/different worse/identical worse/same
worse/unchanged better/identical improve/degrade improves/worse increase/decrease increase/reduce
increases/reduces less/more low/high lower/higher only/all parallel/sequential parallel/sequentially
short/long shorter/longer simple/complex simpler/complex small/large smaller/larger stable/unstable
static/dynamic change/unchanged change/same change/keeps changes/unchanged updates/unchanged
update/unchanged update/frozen update/stay before/after first/last required/optional
mandatory/optional free/paid open/proprietary short/longer shorter/long small/larger smaller/large
fast/slower faster/slow high/lower higher/low easy/harder easier/hard
most/less most/least most/overlooked
"""
OPPOSITES = [tuple(pair.split("/")) for pair in _PAIRS.split()]


_AMOUNTS = [("only", "all"), ("single", "several"), ("single", "multiple"), ("single", "many")]
"""Of which the noun behind them tells what there is so many of."""
_TIMES_AS = re.compile(r"\b[\w-]+ times as (\w+) as\b", re.IGNORECASE)
_CHARGED = re.compile(r"\bcharges? (?:[\w-]+ ){0,2}?more for ([^?,;]+?) than\b", re.IGNORECASE)
REACH = 5
"""Words before an adjective among which its subject is looked for."""
FAR = 8
"""Words before it where the subject is "the middle of a long text"."""
NEXT = 4
"""Words behind "all" and "only" that say of what."""
SHORTEST = 4
"""Letters of such a word."""

_HOW_MUCH = "so much far way even a an good great bit lot little slightly significantly considerably"
_DEGREE = frozenset(_HOW_MUCH.split())
"""Says how much and not of what: "are a good bit slower"."""

_LABEL = re.compile(r"^[^.:;—]{2,40}(?=: | — )")
"""What an entry or a row is about is the subject of all that it says."""


def opposed(question: str, statement: str) -> bool:
    """The question says one word of a pair and the statement the other of the same subject.

    In "X is faster than Y" the subject is what X has and Y has not.
    """
    asked, said = _words(_plainly(question)), _words(statement)
    label = _LABEL.search(statement)
    about = tokenize(label[0]) if label else []
    return any(_opposes(a, b, asked, said, about) for a, b in _told(OPPOSITES, asked, said)) or any(
        _counts(a, b, asked, said) for a, b in _told(_AMOUNTS, asked, said)
    )


def _told(
    pairs: Iterable[tuple[str, ...]], asked: Sequence[str], said: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The words of a pair of which the question has one alone and the statement the other alone."""
    both = ((a, b) for one, other in pairs for a, b in ((one, other), (other, one)))
    return ((a, b) for a, b in both if a in asked and b in said and b not in asked and a not in said)


def _plainly(question: str) -> str:
    """ "three times as expensive as" is more expensive than, and what more is charged for is dearer."""
    return _CHARGED.sub(r"\1 dearer than", _TIMES_AS.sub(r"more \1 than", question))


def _counts(word: str, other: str, asked: Sequence[str], said: Sequence[str]) -> bool:
    """ "all eight experts" - "only two experts", "several processes" - "a single process".

    Here what is spoken of follows, in the plural; behind "single" as its next word.
    """
    ours, theirs = (ws[ws.index(w) + 1 :][:NEXT] for ws, w in ((asked, word), (said, other)))
    if "single" in (word, other):
        return bool(set(tokenize(" ".join(ours[:1]))) & set(tokenize(" ".join(theirs[:1]))))
    return any(w.endswith("s") and len(w) >= SHORTEST for w in set(ours) & set(theirs))


def _opposes(word: str, other: str, asked: Sequence[str], said: Sequence[str], about: Sequence[str]) -> bool:
    at = asked.index(word)
    near, far = asked[max(0, at - REACH) : at], asked[max(0, at - FAR) : at]
    rival = tokenize(" ".join(asked[asked.index("than", at) :])) if "than" in asked[at:] else []
    # Of "the output tokens of GPT-4" the subject may be either.
    heads = [near, far[: far.index("of")]] if "of" in far else [near]
    stems = [[t for t in tokenize(" ".join(words)) if t not in rival] for words in heads]
    subject = {term for terms in stems for term in terms[-2:]}
    before = tokenize(" ".join(said[max(0, said.index(other) - REACH) : said.index(other)]))
    return bool(subject & {*before, *about})


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[^\W\d_]+", text.casefold()) if w not in _DEGREE]
