"""Pairs of English words of which one denies the other."""

import re
from collections.abc import Sequence

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
"""
OPPOSITES = [tuple(pair.split("/")) for pair in _PAIRS.split()]


REACH = 5
"""Words before an adjective among which its subject is looked for."""
NEXT = 4
"""Words behind "all" and "only" that say of what."""
SHORTEST = 4
"""Letters of such a word."""

_LABEL = re.compile(r"^[^.:;—]{2,40}(?=: | — )")
"""What an entry or a row is about is the subject of all that it says."""


def opposed(question: str, statement: str) -> bool:
    """The question says one word of a pair and the statement the other of the same subject.

    In "X is faster than Y" the subject is what X has and Y has not.
    """
    asked, said = _words(question), _words(statement)
    label = _LABEL.search(statement)
    about = tokenize(label[0]) if label else []
    return any(
        b not in asked
        and a not in said
        and (_opposes(a, b, asked, said, about) or _counts(a, b, asked, said))
        for pair in OPPOSITES
        for a, b in (pair, pair[::-1])
    )


def _counts(word: str, other: str, asked: Sequence[str], said: Sequence[str]) -> bool:
    """ "all eight experts" - "only two experts": here what is spoken of follows, in the plural."""
    if {word, other} != {"all", "only"} or word not in asked or other not in said:
        return False
    ours, theirs = (ws[ws.index(w) + 1 :][:NEXT] for ws, w in ((asked, word), (said, other)))
    return any(w.endswith("s") and len(w) >= SHORTEST for w in set(ours) & set(theirs))


def _opposes(word: str, other: str, asked: Sequence[str], said: Sequence[str], about: Sequence[str]) -> bool:
    if word not in asked or other not in said:
        return False
    at = asked.index(word)
    near = asked[max(0, at - REACH) : at]
    rival = tokenize(" ".join(asked[asked.index("than", at) :])) if "than" in asked[at:] else []
    # Of "the output tokens of GPT-4" the subject may be either.
    heads = [near, near[: near.index("of")]] if "of" in near else [near]
    stems = [[t for t in tokenize(" ".join(words)) if t not in rival] for words in heads]
    subject = {term for terms in stems for term in terms[-2:]}
    before = tokenize(" ".join(said[max(0, said.index(other) - REACH) : said.index(other)]))
    return bool(subject & {*before, *about})


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
