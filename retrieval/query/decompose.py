"""Several subjects in one question -> a question each, by rule, with no language model."""

import re

_COMPARISONS = [
    re.compile(p, re.IGNORECASE)
    for p in (
        r"\b(?:differences?|distinction|trade-?offs?)\s+between\s+(?P<a>.+?)\s+(?:and|vs\.?|versus)\s+(?P<b>.+)",
        r"\b(?:compare|contrast|comparing)\s+(?P<a>.+?)\s+(?:and|with|to|vs\.?|versus|against)\s+(?P<b>.+)",
        r"\bhow\s+(?:does|do|is|are)\s+(?P<a>.+?)\s+(?:differ(?:ent)?)\s+(?:from|to|than)\s+(?P<b>.+)",
        r"\b(?:choose|choosing|pick|decide|deciding)\s+between\s+(?P<a>.+?)\s+(?:and|or)\s+(?P<b>.+)",
        r"^(?:(?:what|which)\s+is\s+better\b[:,]?\s*)?(?P<a>.+?)\s+(?:vs\.?|versus)\s+(?P<b>.+)",
        r"\b(?:when|should|would)\b.*?\b(?:use|choose|prefer|pick)\s+(?P<a>.+?)\s+(?:over|rather than|instead of|or)\s+(?P<b>.+)",
    )
]
_TAIL = re.compile(r"\s+(?:for|in terms of|when|if|with respect to|regarding|on|in|as)\s+.*$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:the|a|an|using|between)\s+", re.IGNORECASE)
_QUESTION_WORD = r"(?:what|why|how|when|where|who|which|does|do|is|are|can|should|list|name|explain|describe)"
_SPLIT = re.compile(
    rf"\?\s+(?=\w)|[,;]?\s+(?:and|also|plus)\s+(?:also\s+)?(?={_QUESTION_WORD}\b)", re.IGNORECASE
)
MAX_PARTS = 4


def compared(question: str) -> tuple[str, str] | None:
    """The two subjects of a comparison, or None when the question is none."""
    text = question.strip().rstrip("?.! ")
    for pattern in _COMPARISONS:
        if match := pattern.search(text):
            first, second = _subject(match["a"]), _subject(match["b"])
            if first and second and first.casefold() != second.casefold():
                return first, second
    return None


def sub_questions(question: str) -> list[str]:
    """The parts of "What is X and how does Y work?", or the question alone."""
    parts = [p.strip(" ?.,;") for p in _SPLIT.split(question)]
    parts = [p for p in parts if len(p.split()) >= 3]
    return parts if 1 < len(parts) <= MAX_PARTS else [question]


def _subject(words: str) -> str:
    bare = _TAIL.sub("", words.strip(" ,;:"))
    return _LEADING.sub("", bare).strip(" ,;:'\"")
