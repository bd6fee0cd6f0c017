"""Personal data and secrets, masked by kind: [EMAIL_ADDRESS] stands where the address stood."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.guard.personal import Finder, Personal, apart
from ingest.guard.secrets import secrets
from serve.guard.types import Decision, Part, Span


@dataclass(frozen=True, slots=True)
class Masker:
    """Masks `kinds` of what `find` finds; `parts` says whether personal data and secrets are looked for."""

    find: Finder
    kinds: frozenset[str]
    parts: frozenset[str]

    def found(self, text: str, *parts: Part) -> list[Personal]:
        """What is to be masked, in order."""
        looked = [p for p in parts if p in self.parts]
        personal = [p for p in self.find(text) if p.kind in self.kinds] if "personal" in looked else []
        return apart([*personal, *(secrets(text) if "secrets" in looked else ())])

    def masked(self, text: str) -> str:
        """The text as it may be shown, kept and sent."""
        return _replaced(text, self.found(text, "personal", "secrets"))

    def question(self, text: str) -> tuple[str, Decision]:
        """The masked question and what was in it."""
        found = self.found(text, "personal")
        return _replaced(text, found), decision("personal", found)


def decision(part: Part, found: Sequence[Personal]) -> Decision:
    """Flags what is masked; a secret that leaves the program is blocked."""
    spans = tuple(Span(p.kind, p.start, p.end) for p in found)
    if not spans:
        return Decision(part, "allow")
    if part == "secrets":
        return Decision(part, "block", "it holds a key, a token or a password", 1.0, spans)
    kinds = ", ".join(sorted({p.kind for p in found}))
    return Decision(part, "flag", f"personal data is masked: {kinds}", 1.0, spans)


def _replaced(text: str, found: Sequence[Personal]) -> str:
    for one in reversed(found):
        text = f"{text[: one.start]}[{one.kind}]{text[one.end :]}"
    return text
