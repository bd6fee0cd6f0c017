"""Personal data in text, by kind: patterns with their check sums, and phone numbers by `phonenumbers`.

The kinds are named as in Presidio (https://microsoft.github.io/presidio/supported_entities/). Names of people
are found where the text says that they are names; nothing here knows a name by itself (docs/guards.md).
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.guard.mailboxes import belongs_to_a_function
from ingest.guard.phones import phone_numbers
from ingest.guard.places import addresses


@dataclass(frozen=True, slots=True)
class Personal:
    """`text[start:end]` is personal data of a kind."""

    kind: str
    start: int
    end: int


Finder = Callable[[str], list[Personal]]
"""Text -> what is personal in it, in order, none inside another."""

_NAME = r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
_NAMES = rf"{_NAME}(?:\s+(?:(?:van|von|de|der|da|di|del|la|le|bin|al)\s+)?(?:[A-Z]\.|{_NAME})){{0,3}}"
_IN_GROUPS = r"(?:[ -]?\d){12,18}"
_CUED: Sequence[tuple[str, str]] = (
    (
        "PERSON",
        rf"\b(?i:my name is|name's|i am called|signed by|yours sincerely,?|kind regards,?)\s+({_NAMES})",
    ),
    ("PERSON", rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam)\.?\s+({_NAMES})"),
    (
        "PERSON",
        rf"(?im:^(?:(?:full |first |last )?name|contact|customer|patient|from|to))[ \t]*:[ \t]*({_NAMES})",
    ),
    ("ZIP_CODE", r"(?i:\b(?:zip|postal|post)[ -]?code(?: is)?|\bzip)\s*:?\s*(\d[\d -]{2,8}\d)"),
    ("AGE", r"(?i:\bturned|\baged?|\bage of|\bage:|\bwhen (?:he|she|i) (?:was|is))\s+(\d{1,3})\b(?![.,]?\d)"),
    ("AGE", r"\b(\d{1,3})(?i:[ -]?years?[ -]olds?|\s?y/?o\b)"),
    ("CREDIT_CARD", r"(?i:\b(?:card|cc)(?: (?:number|no\.?|is|#))*)\s*[:#]?\s*(\d{12})\b"),
    ("US_DRIVER_LICENSE", r"(?i:licen[sc]e(?: number| no\.?| #)?(?: is)?)\s*:?\s*#?\s*([A-Z]?\d{6,16})\b"),
)
_COMPILED = [(kind, re.compile(rule)) for kind, rule in _CUED]
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}(?<![-_])")
_CARD = re.compile(rf"(?<![\w.-])[1-6]{_IN_GROUPS}(?![\w-]|\.\d)")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?!\w)")
_SSN = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")
_IPV4 = re.compile(r"(?<![\w.])(?<!ersion )(?<!elease )\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])")


def personal_data(text: str) -> list[Personal]:
    """Every kind that the rules know, in order; of two that overlap the longer one."""
    return apart(_found(text))


def apart(found: Iterable[Personal]) -> list[Personal]:
    """The longest first, and none that overlaps one before it; sorted by place."""
    kept: list[Personal] = []
    for one in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if all(one.end <= k.start or one.start >= k.end for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda p: p.start)


def _found(text: str) -> Iterator[Personal]:
    yield from _matches("EMAIL_ADDRESS", _EMAIL, text, _is_a_persons)
    for kind, rule in _COMPILED:
        yield from (Personal(kind, *m.span(1)) for m in rule.finditer(text))
    yield from (Personal("STREET_ADDRESS", a, b) for a, b in addresses(text))
    if sum(map(str.isdigit, text)) < 6:  # nothing below has fewer
        return
    yield from _matches("CREDIT_CARD", _CARD, text, _is_card)
    yield from _matches("IBAN_CODE", _IBAN, text, _is_iban)
    yield from _matches("US_SSN", _SSN, text)
    yield from _matches("IP_ADDRESS", _IPV4, text, _is_public)
    yield from _matches("IP_ADDRESS", _IPV6, text, _is_public)
    yield from (Personal("PHONE_NUMBER", a, b) for a, b in phone_numbers(text))


def _matches(
    kind: str, pattern: re.Pattern[str], text: str, right: Callable[[str], bool] = bool
) -> Iterator[Personal]:
    yield from (Personal(kind, *m.span()) for m in pattern.finditer(text) if right(m[0]))


def _is_a_persons(address: str) -> bool:
    return not belongs_to_a_function(address)


def _is_card(text: str) -> bool:
    """Luhn's check sum (ISO/IEC 7812-1)."""
    digits = [int(c) for c in text if c.isdigit()]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _is_iban(text: str) -> bool:
    """The remainder of ISO 13616: letters as numbers, the first four characters last, 1 modulo 97."""
    plain = text.replace(" ", "").upper()
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_public(text: str) -> bool:
    """Addresses that a machine keeps to itself, and those of examples, are nobody's."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False
