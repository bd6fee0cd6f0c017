"""Several subjects in one question -> a question each, by rule, with no language model."""

import re
from dataclasses import dataclass

from retrieval.query.followup import standalone, topic
from retrieval.query.wording import wording

_A, _B, _AND = "(?P<a>.+?)", "(?P<b>.+)", "(?:and|or|with|to|vs\\.?|versus|against)"
_FOR = r"(?: (?:for|in|on|with) [^,;:?]+(?=[,:]))?"
"""What for, before the two are named: "which is better for agents, A or B?"."""
_YES_OR_NO = "(?:is|are|was|were|can|could|does|do|did|will|would|should|has|have)"
_COMPARISONS = [
    wording(pattern, start="", end="")
    for pattern in (
        rf"\b(?:differences?|differ|compare)\b.*? by {_A} (?:and|or|with|versus) by {_B}",
        rf"\bhow (?:does|do|is|are) {_A} (?:and|with) (?P<b>.+?) (?:compare|differ)\b",
        rf"\b(?:differences?|distinction|trade-?offs?) between {_A} {_AND} {_B}",
        rf"\b(?:compare|contrast|comparing) {_A} {_AND} {_B}",
        rf"\bhow (?:does|do|is|are) {_A} differ(?:ent)? (?:from|to|than) {_B}",
        rf"\bhow (?:does|do) {_A} compare (?:to|with|against) {_B}",
        rf"\b(?:choose|choosing|pick|decide|deciding) between {_A} {_AND} {_B}",
        rf"^(?!{_YES_OR_NO} ){_A},? (?:as )?compared (?:to|with) {_B}",
        rf"^(?:(?:what|which) is better\b[:,]? ?)?{_A} (?:vs\.?|versus) {_B}",
        rf"^(?:what|which) is (?:better|cheaper|faster){_FOR}[:,]? {_A} or {_B}",
        rf"\b(?:when|should|would)\b.*?\b(?:use|choose|prefer|pick) {_A} (?:over|rather than) {_B}",
        rf"\b(?:when|should|would)\b.*?\b(?:use|choose|prefer|pick) {_A} (?:instead of|or) {_B}",
    )
]
_TAIL = re.compile(
    r"\s*[,:;?]|\s+(?:for|in terms of|when|if|with respect to|regarding|on|in|as|at|while|what|which)\b",
    re.IGNORECASE,
)
_LEADING = wording("the|a|an|using|between|both|also|by|making|and", start="^", end=r"\s+")
_PREAMBLE = re.compile(r"^(?:[^:?]*\W)?(?:i|we|my|our)\b[^:?]*:(?=\s)", re.IGNORECASE)
"""What somebody says of themselves before they ask: "I give a talk and need a number: ..."."""
_POLITE = wording("please|thanks|thank you", start=r"[, ]*", end=r"\W*$")
_QUESTION_WORD = r"(?:what|why|how|when|where|who|which|does|do|is|are|can|should|list|name|explain|describe)"
_SPLIT = re.compile(
    rf"\?\s+(?=\w)|[,;]?\s+(?:and|also|plus)\s+(?:also\s+)?(?={_QUESTION_WORD}\b)", re.IGNORECASE
)
_BOTH = re.compile(r"^(?P<a>.{3,}?)(?:,?\s+and(?:\s+also)?|\s+plus|\s*&)\s+(?P<b>.{3,})$", re.IGNORECASE)
_CLAUSE = wording(
    """
    is|are|was|were|has|have|had|do|does|did|can|could|will|would|should|may|might|must
    if|because|i|we|you|they|it|me|us|them|my|our|your
    how|what|when|where|which|who|whom|why
    """
)
"""Words of a sentence: what holds one is no name."""
LONGEST_NAME = 6
"""Words of what is named side by side, or compared."""
MAX_PARTS = 4
LONGEST_COMPARISON = 500
"""In characters: the patterns take time that grows with the cube of the length."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two subjects, and what is asked about both ("when is each one justified"), if anything is."""

    first: str
    second: str
    aspect: str = ""


def compared(question: str) -> Comparison | None:
    """The subjects of a comparison, or None when the question is none."""
    text = question.strip().rstrip("?.! ")
    if len(text) > LONGEST_COMPARISON:
        return None
    for pattern in _COMPARISONS:
        if match := pattern.search(text):
            (first, aspect_a), (second, aspect_b) = _subject(match["a"]), _subject(match["b"])
            if first.casefold() != second.casefold() and _is_short(first) and _is_short(second):
                return Comparison(first, second, aspect_b or aspect_a)
    return None


def coordinated(question: str) -> tuple[str, ...]:
    """The two things of "explain HyDE and self-consistency", or nothing."""
    asked = _PREAMBLE.sub("", question)
    clauses = [c for c in re.split(r"[,:;?]", asked) if _BOTH.match(c.strip())]
    if not clauses:
        return ()
    match = _BOTH.match(topic(_POLITE.sub("", clauses[0])))
    if not match:
        return ()
    named = tuple(_LEADING.sub("", match[name].strip()).rstrip(" .") for name in ("a", "b"))
    return named if all(map(_is_name, named)) else ()


def sub_questions(question: str) -> list[str]:
    """The parts of "What is X and how does Y work?", or the question alone.

    A part that leans on those before it is made to stand alone: "What is X and when is it used?".
    """
    parts = [p.strip(" ?.,;") for p in _SPLIT.split(question)]
    parts = [p for p in parts if len(p.split()) >= 3]
    if not 1 < len(parts) <= MAX_PARTS:
        return [question]
    return [standalone(part, parts[:number]) for number, part in enumerate(parts)]


def _is_name(words: str) -> bool:
    return _is_short(words) and not _CLAUSE.search(words) and not re.search(r"[.!?] ", words)


def _is_short(words: str) -> bool:
    return 0 < len(words.split()) <= LONGEST_NAME


def _subject(words: str) -> tuple[str, str]:
    """(subject, what follows it): "LoRA for small GPUs" -> ("LoRA", "for small GPUs")."""
    words = words.strip(" ,;:")
    tail = _TAIL.search(words, 1)
    subject = words[: tail.start()] if tail else words
    return _LEADING.sub("", topic(subject)).strip(" ,;:'\""), words[tail.start() :].strip(
        " ,;:"
    ) if tail else ""
