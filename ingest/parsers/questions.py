"""How study guides mark a question and its answer, whatever the format."""

import re

_NUMBERED = re.compile(
    r"(?:Q|Ques|Question)\s*[.#]?\s*\d{1,4}(?:\.\d{1,3})*\s*[:.)\]–—-]+\s*\S", re.IGNORECASE
)
_PLAIN = re.compile(r"(?:Q|Question)\s*:\s*\S", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:the|a|model|sample|suggested|expected|example|short|reference)\s+)?(?:answer|ans|solution)\s*\d*\s*[:.\-–—]*",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:A\s*\d*\s*[:.)]|(?:(?:model|sample|suggested|expected|example|short)\s+)?(?:answer|ans)\s*\d*\s*[:\-–—])\s+",
    re.IGNORECASE,
)


def is_marked_question(line: str) -> bool:
    """`Q4: ...`, `Question 12. ...`, `Q: ...`: a line that calls itself a question."""
    return bool(_NUMBERED.match(line) or _PLAIN.match(line))


def is_question(line: str) -> bool:
    """A marked question, or a line of sensible length that ends with a question mark."""
    return is_marked_question(line) or (line.endswith("?") and 8 <= len(line) <= 300)


def is_answer_label(line: str) -> bool:
    """A line that only announces the answer (`Model Answer:`) or only decorates (an emoji)."""
    stripped = line.strip().strip("*_# ")
    return bool(_LABEL.fullmatch(stripped)) or (bool(stripped) and _is_decoration(stripped))


def without_answer_label(text: str) -> str:
    """The text without a leading `A:` or `Answer:`."""
    return _ANSWER.sub("", text, count=1) if _ANSWER.match(text) else text


def _is_decoration(line: str) -> bool:
    # Pictographs and dingbats; ASCII rules such as `---` are the parsers' own business.
    return len(line) <= 4 and all(
        char in "\ufe0f\u200d" or (char >= "\u2600" and not char.isalnum()) for char in line
    )
