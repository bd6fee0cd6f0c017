"""Rules for instructions to an assistant: wordings that hardly anybody writes for another reader.

They stand beside the trained models for what those cannot see: markup that ends a prompt's part, orders that
are spelled in characters nobody sees or in an encoding. What is quoted is a mention and no order.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.guard.asides import without_quotes

_ALL = (
    r"(?:(?:all|any|every|each|the|your|my|of|these|those|this|previous|prior|above|earlier|preceding|past"
    r"|existing|other|system|initial|original|safety)\s+){0,5}"
)
_RULES_WORD = (
    r"(?:instructions?|rules?|guidelines?|directions?|directives?|commands?|orders?|prompts?|restrictions?"
    r"|training|policies)"
)
_START = r"(?:^|[.!?;:,>\n]\s*|\b(?:and|then|now|also|please|must)\s+)"
_RULES: tuple[tuple[str, str], ...] = (
    (
        "override",
        rf"{_START}(?:please\s+)?(?:ignore|disregard|forget|override|bypass|neglect|discard)\s+{_ALL}{_RULES_WORD}"
        r"(?:\s+(?:you|that|which|given|above|before)\b|\s*(?:[.,!;:\n]|and\b|$))",
    ),
    (
        "override",
        rf"{_START}(?:ignore|disregard|forget)\s+(?:everything|anything|all|whatever)\s+"
        r"(?:(?:you|that|i|we|the)\b|above|before|previous|prior|of the above)",
    ),
    ("override", r"\b(?:new|updated|revised|real|actual)\s+(?:system\s+)?instructions?\s*:"),
    (
        "extract",
        rf"{_START}(?:reveal|print|show|output|repeat|display|leak|dump|recite|expose|disclose|tell)\s+(?:me\s+|us\s+)?"
        rf"(?:(?:the|your|all|of|my|full|entire|exact|hidden|secret|initial|original|above)\s+){{1,5}}"
        r"(?:system\s+|initial\s+|hidden\s+)?(?:prompt|instructions|configuration|pre-?prompt)\b",
    ),
    (
        "persona",
        r"\byou\s+are\s+(?:now|no longer)\s+(?:an?\s+|in\s+|the\s+)?"
        r"(?:\w+GPT|DAN|unrestricted|evil|jailbroken|developer mode|admin)\b",
    ),
    (
        "markup",
        r"(?:^|[\n.!?]\s*)<\|(?:im_start|im_end|system|endoftext|end_of_turn|start_header_id|eot_id)\|>\s*\w",
    ),
    (
        "markup",
        r"(?:^|[\n.!?]\s*)(?:\[/?INST\]|<</?SYS>>)\s*\w|(?:^|[\n.!?]\s*)</(?:excerpts?|documents?|context|data|source|evidence)>\s*\S",
    ),
    ("markup", r"(?:^|\n)\s*#{2,}\s*(?:system|assistant|new instructions?)\s*:?\s*(?:#+|\n|$)"),
    (
        "address",
        r"\b(?:note|attention|message|instructions?|important)\s*(?:to|for|:)?\s*(?:all\s+|any\s+|the\s+)?"
        r"(?:AI|LLM|language model|assistant|chatbot|GPT)s?\b\s*"
        r"(?:systems?|assistants?|models?|agents?)?\s*[:,]",
    ),
    (
        "address",
        r"\bif\s+you\s+are\s+an?\s+(?:AI|LLM|large language model|language model|assistant|chatbot|bot)\b",
    ),
    (
        "exfiltrate",
        r"!\[[^\]\n]*\]\(\s*https?://[^)\s]+[?&][\w.-]+=(?:[^)\s]*(?:\{|\[|<|SECRET|DATA|PROMPT|CONVERSATION)|\s*\))",
    ),
)
_COMPILED = tuple((name, re.compile(rule, re.IGNORECASE)) for name, rule in _RULES)
_SPEAKER = re.compile(r"(?:^|\n)\s*(?:system|assistant|user|human|ai)\s*:\s*\S", re.IGNORECASE)
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")
_BASE64 = re.compile(
    r"(?<![\w+/=])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{16,}={0,2}(?![\w+/])"
)
_BITS = re.compile(r"(?:\b[01]{8}\b\s*){6,}")


@dataclass(frozen=True, slots=True)
class Order:
    """`text[start:end]` is worded as an order to an assistant; `kind` says of what sort."""

    kind: str
    start: int
    end: int


def orders(text: str) -> list[Order]:
    """Every place where a rule holds, in order; encoded words count where what they say is an order."""
    found = [*_plain(text), *_encoded(text)]
    return sorted(found, key=lambda o: (o.start, o.end))


def _plain(text: str) -> Iterator[Order]:
    said = without_quotes(text)
    for kind, rule in _COMPILED:
        for match in rule.finditer(said):
            yield Order(kind, match.start(), match.end())
    speakers = list(_SPEAKER.finditer(said))
    if len(speakers) > 1 or (speakers and speakers[0][0].strip().lower().startswith("system")):
        yield from (Order("speaker", m.start(), m.end()) for m in speakers)


def _encoded(text: str) -> Iterator[Order]:
    for match in _TAGS.finditer(text):
        yield Order("unseen", match.start(), match.end())
    for pattern, decode in ((_BASE64, _from_base64), (_BITS, _from_bits)):
        for match in pattern.finditer(text):
            if any(_plain(decode(match[0]))):
                yield Order("encoded", match.start(), match.end())


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


def _from_bits(text: str) -> str:
    return "".join(chr(int(bits, 2)) for bits in text.split())
