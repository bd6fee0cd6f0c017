"""An outside moderation model, such as Llama Guard, behind the same seam as the language model.

The text is sent as a user's turn, and the reply is read as Llama Guard writes it: `safe`, or `unsafe` and on
the next line the categories (Inan et al., "Llama Guard", 2023). Without a reply it flags and lets through.
"""

import re
from dataclasses import dataclass

from serve.guard.types import Decision, Span
from serve.llm.errors import ModelUnavailable
from serve.llm.types import LanguageModel, Message, Prompt

TOKENS = 40
_UNSAFE = re.compile(r"^\W*unsafe\b[\s:,]*([\w, ]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moderator:
    """Asks `model` about a text, for at most `seconds`."""

    model: LanguageModel
    seconds: float

    def examine(self, text: str) -> Decision:
        """Blocks what the model calls unsafe."""
        try:
            reply = self.model.complete(Prompt("", (Message("user", text),), TOKENS), self.seconds)
        except ModelUnavailable as error:
            return Decision("unsafe", "flag", f"the moderation model did not answer: {error}")
        match = _UNSAFE.match(reply.text)
        if not match:
            return Decision("unsafe", "allow")
        kinds = " ".join(match[1].split()) or "unsafe"
        spans = (Span(kinds, 0, len(text)),)
        return Decision("unsafe", "block", f"{self.model.name} calls it unsafe ({kinds})", 1.0, spans)
