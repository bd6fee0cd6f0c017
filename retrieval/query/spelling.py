"""Typing errors mended from the corpus's own vocabulary.

A word is left alone when the corpus or the embedding model's word list knows it; otherwise the
corpus word, or another form of one, within one edit (two for long words; a swap of neighbours
counts as one) replaces it, or else the two corpus words that it is made of, with a hyphen.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.tokens import stem

_WORD = re.compile(r"[^\W\d_]{4,}")
LONG_WORD = 8
SHORT = 4
"""The plural of a word that is too short to be a correction itself: "pros"."""
WHOLE_STEM = 5
"""Letters of a stem that tells a form of a known word: "invent" is no slip where "invented" is known."""
MAX_EDITS = 2
HALF = 4
"""Letters of either half of a compound that was typed as one word."""

_SHORTHAND = {
    **{"abt": "about", "amt": "amount", "approx": "approximately", "avg": "average", "b/w": "between"},
    **{"bcz": "because", "btwn": "between", "cuz": "because", "diff": "difference", "hw": "how"},
    **{"msg": "message", "ppl": "people", "qty": "quantity", "sz": "size", "u": "you", "ur": "your"},
    **{"w/": "with", "w/o": "without", "wat": "what", "wats": "what is", "wen": "when", "wich": "which"},
    **{"how dose": "how does", "wut": "what"},
}
"""As people type on a phone; words of three letters are otherwise not mended at all."""
_SHORT_FORM = re.compile(
    rf"(?<![\w/.-])(?:{'|'.join(sorted(map(re.escape, _SHORTHAND), key=len, reverse=True))})(?![\w/.-])"
)


def correct(
    question: str, frequency: Mapping[str, int], known: Collection[str]
) -> tuple[str, dict[str, str]]:
    """The question with unknown words replaced, and what was replaced by what.

    `frequency`: lower-case corpus word -> number of passages with it. `known`: other words that
    are no typing errors.
    """
    question, replaced = _in_full(question, frequency)

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        better = _correction(word.casefold(), frequency, known)
        if not better or ("-" in better and not word[1:].islower()):  # "TaskWeaver" is a name
            return word
        replaced[word] = better
        return better

    return _WORD.sub(mend, question), replaced


def _in_full(question: str, frequency: Mapping[str, int]) -> tuple[str, dict[str, str]]:
    """The question without shorthand that the corpus does not write itself, and what stood for what."""
    replaced: dict[str, str] = {}

    def write(match: re.Match[str]) -> str:
        short = match.group()
        if short in frequency:
            return short
        replaced[short] = _SHORTHAND[short]
        return _SHORTHAND[short]

    return _SHORT_FORM.sub(write, question), replaced


def neighbours(word: str, frequency: Mapping[str, int]) -> list[str]:
    """The words of the corpus that are so near that this one may be one of them, mistyped beyond mending."""
    edits = MAX_EDITS if len(word) >= LONG_WORD else 1
    return [near for near, _ in _near(word.casefold(), frequency, edits)]


def _correction(word: str, frequency: Mapping[str, int], known: Collection[str]) -> str:
    if word in frequency or word in known or (len(word) <= SHORT and word.removesuffix("s") in known):
        return ""
    if len(stem(word)) >= WHOLE_STEM and any(w[:3] == word[:3] and stem(w) == stem(word) for w in known):
        return ""
    edits = MAX_EDITS if len(word) >= LONG_WORD else 1
    near = {w: (d, frequency[w]) for w, d in _near(word, frequency, edits)}
    for other, distance in _near(word, known, edits):
        if other not in near and (used := _forms_used(other, frequency)):
            near[other] = (distance, used)
    if word in {w + "s" for w in near}:
        return ""
    if not near:
        return _compound(word, frequency)
    return min(near, key=lambda w: (near[w][0], w[0] != word[0], _sound(w) != _sound(word), -near[w][1]))


def _compound(word: str, frequency: Mapping[str, int]) -> str:
    """ "finetuning" is "fine-tuning" where the corpus has both; of several cuts, the commoner halves."""
    cuts = [(word[:i], word[i:]) for i in range(HALF, len(word) - HALF + 1)]
    known = [(a, b) for a, b in cuts if a in frequency and b in frequency]
    return "-".join(max(known, key=lambda pair: min(frequency[half] for half in pair), default=()))


def _sound(word: str) -> str:
    """Words that sound alike and are spelt apart by the letters that people mix up."""
    return word.replace("ph", "f").translate(str.maketrans("czkqy", "ssssi"))


def _near(word: str, words: Collection[str], edits: int) -> Iterator[tuple[str, int]]:
    """(word, edits); few people mistype the first letter, so that it counts as the only slip."""
    alike = [w for w in words if abs(len(w) - len(word)) <= edits and len(w) >= 4]
    for found, distance, _ in process.extract(
        word, alike, scorer=OSA.distance, score_cutoff=edits, limit=None
    ):
        if found[0] == word[0] or distance == 1:
            yield found, int(distance)


def _forms_used(word: str, frequency: Mapping[str, int]) -> int:
    """Passages with other forms of the word: people ask to "reduce" what the corpus "reduces"."""
    return sum(n for w, n in frequency.items() if w[:3] == word[:3] and stem(w) == stem(word))
