"""Telephone numbers: international and North American ones by form, local ones where the text says so."""

import re
from collections.abc import Iterator

_REGIONS = ("US", "GB")
_CUE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|fax|desk|office|call(?:ing)? (?:\w+ )?(?:at|on)|dial|sms|text"
    r"|whatsapp|number|messages? to|answering at|reach \w+ (?:at|on)|contact|registered|hotline|landline)\b",
    re.IGNORECASE,
)
_REACH = 25
_LOCAL = re.compile(
    r"(?<![\w.,/:$€£-])(?:(?:\+|00)\d{1,3}[ .-]?|001-)?(?:\(\d{1,4}\)[ -]?)?"
    r"\d{2,5}(?:[ .-]\d{2,6}){1,5}(?:x\d{1,5})?(?![\w,/:%]|\.\d|-\d)"
)
_GROUPED = re.compile(
    r"(?<![\w.,/$-])(?:\+?1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])[2-9]\d\d[-.]\d{4}(?:x\d{1,5})?"
    r"(?![\w-]|\.\d)"
)
_DIGITS = range(6, 16)


def phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Spans, which may overlap."""
    yield from (m.span() for m in _GROUPED.finditer(text))
    for match in _LOCAL.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH // 2]
        if digits in _DIGITS and _CUE.search(around):
            yield match.span()
    if "+" in text or _CUE.search(text):
        yield from _international(text)


def _international(text: str) -> Iterator[tuple[int, int]]:
    """By `phonenumbers`: possible ones with a country's code, valid ones of two regions beside a cue."""
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, None, leniency=Leniency.POSSIBLE):
        if match.raw_string.startswith("+"):
            yield match.start, match.end
    for region in _REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            if _CUE.search(text[max(0, match.start - _REACH) : match.end + _REACH // 2]):
                yield match.start, match.end
