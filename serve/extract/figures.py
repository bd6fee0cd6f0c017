"""Figures: which words of a unit can answer a question for a number."""

import re

from retrieval.query.wording import wording

_NUMBER = re.compile(
    r"(?<![\w-])[$€£~>≈]?\d[\d.,]*(?:\s?(?:%|[a-zµ]+\b|x\b))?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|half|twice|double|dozen)\b",
    re.IGNORECASE,
)
_KINDS = (
    (
        wording("costs?|price|priced|pay|bill|budget|expensive|cheap|salary|dollars?"),
        r"[$€£]\s?\d|\d\s?(?:USD|EUR)",
    ),
    (
        wording("percent|percentage|share|gain|improve\\w*|degrad\\w*|lose|loss|save|saves|accura\\w*"),
        r"\d\s?%|percent",
    ),
    (wording("faster|speed|speed-?up|slower|smaller|cheaper"), r"\d\s?(?:x|×)|\btimes\b|twice"),
    (
        wording("long|latency|milliseconds?|seconds?|minutes?|quick\\w*|slow|delay"),
        r"\d\s?(?:ms|s|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?)\b",
    ),
    (wording("year|when"), r"\b(?:19|20)\d\d\b"),
)
_MEASURES = [(asked, re.compile(form, re.IGNORECASE)) for asked, form in _KINDS]


def new_figures(question: str, text: str) -> bool:
    """The text holds a number that the question does not hold already."""
    asked = {m[0].casefold() for m in _NUMBER.finditer(question)}
    return any(m[0].casefold() not in asked for m in _NUMBER.finditer(text))


def fits(question: str, text: str) -> bool:
    """The text holds a figure of the measure that the question's wording asks for: money, time, a share."""
    return any(asked.search(question) and form.search(text) for asked, form in _MEASURES)
