"""What may be asked: the check that every entry point makes first."""

import unicodedata

from ingest.errors import BadQuestion
from ingest.parsers import normalise

_ALLOWED_CONTROLS = "\t\n\r"


def checked_question(question: object, max_chars: int, name: str = "question") -> str:
    """The question in the spelling that documents are stored in; raises BadQuestion, saying what to do.

    `name` is what the message calls it: a claim is held to the same bounds.
    """
    if not isinstance(question, str):
        raise BadQuestion(f"the {name} has to be text, not {type(question).__name__}")
    if len(question) > max_chars:
        raise BadQuestion(
            f"the {name} has {len(question):,} characters, at most {max_chars:,} are read: shorten it"
        )
    bad = next((c for c in question if _is_control(c)), None)
    if bad is not None:
        raise BadQuestion(f"the {name} holds the control character U+{ord(bad):04X}: remove it")
    words = normalise.words(question)
    if not words:
        raise BadQuestion(f"the {name} is empty: ask something in words")
    return words


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") and char not in _ALLOWED_CONTROLS
