"""The comparison check: the opposite word, or the two sides of a comparison exchanged."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from ingest.tokens import STOP_WORDS, stem
from serve.opposites import OPPOSITES
from serve.support.finding import Finding
from serve.support.negation import denials
from serve.support.overlap import terms

_MORE = """
increased/decreased increases/decreases increasing/decreasing increased/reduced greater/smaller greater/less
greater/fewer greater/lower highest/lowest largest/smallest longest/shortest fastest/slowest maximum/minimum
maximize/minimize above/below improves/worsens improves/degrades easy/hard easy/difficult weak/strong
weaker/stronger big/small bigger/smaller narrow/wide narrower/wider deep/shallow shallower/deeper
older/newer older/younger earlier/later upper/lower rise/fall rises/falls raise/lower gain/lose
enable/disable allow/forbid accept/reject include/exclude add/remove start/stop success/failure
positive/negative true/false internal/external synchronous/asynchronous explicit/implicit forward/backward
encoder/decoder encode/decode mutable/immutable valid/invalid public/private local/remote everything/nothing
same/different many/few new/old reads/writes read/write input/output enables/prevents enabled/disabled
client/server parent/child training/inference all/none
"""
_OPPOSED: dict[str, set[str]] = {}
for _pair in chain(OPPOSITES, (tuple(p.split("/")) for p in _MORE.split())):
    for _a, _b in (_pair, _pair[::-1]):
        _OPPOSED.setdefault(stem(_a), set()).add(stem(_b))

_COMPARES = re.compile(
    r"\b(?P<degree>(?!rather|other|whether|however)[a-z]+er|worse|more|less)\b"
    r"(?P<what>[^.;:,]{0,40}?)\bthan\b"
    r"|\b(?P<verb>outperform|exceed|surpass|beat|outweigh)(?:s|ed|ing)?\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.,;:]\s|\b(?:but|because|while|when|if|which)\b")
LEAST_EQUAL = 0.6
"""Share of the claim's other terms that the sentence has to hold."""
SIDE = 4
"""Content terms on either side of a comparison that say what is compared."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparing words, and the terms on either side of them that the other side has not."""

    degree: tuple[str, ...]
    left: set[str]
    right: set[str]


def comparison_findings(claim: str, sentence: str) -> Iterator[Finding]:
    """`sentence` is the evidence's closest one."""
    if bool(list(denials(claim))) != bool(list(denials(sentence))):
        return  # "not worse" and "better" agree
    compared, there = compared_in(claim), compared_in(sentence)
    if compared and there and exchanged(compared, there):
        # "B is slower than A" agrees with "A is faster than B": only the same word contradicts.
        if compared.degree == there.degree:
            yield Finding("comparison", "the cited words compare the other way round")
    elif opposite := _opposite(claim, sentence):
        yield Finding("comparison", f"the cited words say {opposite}")


def _opposite(claim: str, sentence: str) -> str:
    """The sentence's word whose opposite the claim has in the same place, all else being nearly equal."""
    said, there = _words(claim), _words(sentence)
    own, others = [stem(w) for w in said], [stem(w) for w in there]
    for at, word in enumerate(own):
        for other in _OPPOSED.get(word, set()) & set(others):
            place = others.index(other)
            if other in own or word in others or not _nearly_equal(claim, sentence, word):
                continue
            if _neighbours(said, at) & _neighbours(there, place):
                return f"{there[place]} where the claim says {said[at]}"
    return ""


def _nearly_equal(claim: str, sentence: str, but: str) -> bool:
    rest = set(terms(claim)) - {but}
    return bool(rest) and len(rest & set(terms(sentence))) >= LEAST_EQUAL * len(rest)


def _neighbours(words: Sequence[str], at: int) -> set[tuple[str, str]]:
    """The nearest content word before and the nearest behind, each with its side."""
    before = next((w for w in reversed(words[:at]) if w not in STOP_WORDS), "")
    after = next((w for w in words[at + 1 :] if w not in STOP_WORDS), "")
    return {(side, stem(w)) for side, w in (("before", before), ("after", after)) if w}


def exchanged(claim: Compared, there: Compared) -> bool:
    """What the claim has on one side of its comparison, the sentence has on the other."""
    crossed = bool(claim.left & there.right) and bool(claim.right & there.left)
    return crossed and not claim.left & there.left and not claim.right & there.right


def compared_in(text: str) -> Compared | None:
    """The first comparison of a text, if it holds one."""
    match = _COMPARES.search(text)
    if not match:
        return None
    left = set(terms(_CLAUSE_END.split(text[: match.start()])[-1])[-SIDE:])
    right = set(terms(_CLAUSE_END.split(text[match.end() :])[0])[:SIDE])
    degree = (stem((match["degree"] or match["verb"]).casefold()), *terms(match["what"] or "")[:1])
    return Compared(degree, left - right, right - left)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())
