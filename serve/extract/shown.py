"""What an answer has to show: the flag that a question asks for, or a way to install something.

"vLLM offers speculative decoding as an option" names no flag, and reads like an answer to which one it is.
"""

import re
from collections.abc import Callable

from retrieval.query.wording import wording

_FLAG = r"(?:command[ -]?line (?:argument|flag|option|switch)|flag|switch(?! case))"
_VARIABLE = r"env(?:ironment)? var(?:iable)?"
_WHICH = r"(?:which|what)(?:(?: is|'s) the)? (?!are |did |do |does |happens |if |is )(?:[\w.'’-]+ ){0,3}?"
_KINDS = (
    (
        wording(rf"{_WHICH}{_FLAG}(?= \w)"),
        re.compile(
            r"(?<![\w-])--?[A-Za-z]|\w_\w|\w=\S|\b[a-z]{2,}[A-Z][a-z]\w*|\b[A-Za-z]{2,}\.[A-Za-z]{2,}"
        ),
    ),
    (
        wording(rf"{_WHICH}{_VARIABLE}(?= \w)"),
        re.compile(r"\b[A-Z][A-Z\d_]{2,}\b"),
    ),
    (
        re.compile(
            r"^\W*(?:how (?:do|can|would|should) (?:i|you|we|one) |how to )?install (?!it\b|them\b)[\w.-]",
            re.IGNORECASE,
        ),
        re.compile(
            r"\binstall|\b(?:apt|brew|cargo|conda|dnf|docker|git clone|helm|npm|pipx?|uv|wheels?|yarn|yum)\b"
            r"|\bdownload|\bset(?:ting)? (?:it )?up\b|\bsetup\b|\bpackages?\b|\bsource code\b",
            re.IGNORECASE,
        ),
    ),
)
"""Questions, and what an answer to them holds: `--verbose`, `is_flag=True`; `RAG_LLM`; `pip`."""

Shows = Callable[[str], object]


def has_to_show(question: str) -> Shows | None:
    """Whether a text shows what the question asks to be shown; None where any text may answer."""
    return next((form.search for asked, form in _KINDS if asked.search(question)), None)
