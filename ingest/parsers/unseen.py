"""Parts of a web page that no reader sees: taken out of the tree, with their words and the reason.

What a script would show later counts as hidden: nobody has read it yet. Screen readers' texts
and menus are not content and are dropped elsewhere (`ingest.parsers.article`).
"""

import re
from collections.abc import Callable, Iterator, Sequence

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]+;")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_LOOKS = (
    (re.compile(r"display:none|visibility:(?:hidden|collapse)"), "not displayed"),
    (
        re.compile(r"font-size:(?:0+(?:\.\d+)?(?:px|pt|%)?|0+(?:\.0+)?r?em|1(?:\.\d+)?p[xt])(?:;|$)"),
        "zero size",
    ),
    (re.compile(r"opacity:0*(?:\.0+)?%?(?:;|$)"), "transparent"),
    (re.compile(r"(?:text-indent|left|right|top|margin-left|margin-top):-\d{3,}"), "off the page"),
)
_COLOUR = re.compile(r"(?:^|;)color:([^;]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color|-image)?:([^;]+)")
_WHITE = re.compile(r"#f{3}(?:f{3})?|white|rgba?\(255,255,255(?:,1)?\)|#f[ef]f[ef]f[ef]")


Rules = Sequence[tuple[str, str]]
"""(selector, style) pairs of a page's own style sheets."""


def take_hidden(page: BeautifulSoup, rules: Rules, hide: Callable[[str, str], None]) -> None:
    """Removes what is hidden by an attribute, a style, or a rule, and tells `hide` its words and why."""
    for tag, why in [*_by_attribute(page), *_by_rule(page, rules), *_by_colour(page, rules)]:
        if not tag.decomposed:
            hide(tag.get_text(" "), why)
            tag.decompose()


def style_rules(page: BeautifulSoup) -> Rules:
    """The rules of the page's style sheets; what stands in `@media` and its like holds only sometimes."""
    found: list[tuple[str, str]] = []
    for sheet in page.find_all("style"):
        source = _AT_BLOCK.sub("", _COMMENT.sub("", sheet.get_text()))
        for selectors, style in _RULE.findall(source):
            if re.search(r"display|visib|size|opacity|indent|left|right|top|back", style, re.IGNORECASE):
                found += [(selector.strip(), _compact(style)) for selector in selectors.split(",")]
    return found


def _by_attribute(page: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    for tag in page.find_all(hidden=True):
        yield tag, "not displayed"
    for tag in page.find_all(style=True):
        why = _why(_compact(tag.get("style")))
        if why and tag.name not in ("html", "body"):
            yield tag, why


def _by_rule(page: BeautifulSoup, rules: Rules) -> Iterator[tuple[Tag, str]]:
    for selector, style in rules:
        why = _why(style)
        if why and not re.search(r"::?(?:before|after|hover|focus|root)|^(?:html|body|\*)$", selector):
            for tag in _selected(page, selector):
                yield tag, why


def _by_colour(page: BeautifulSoup, rules: Rules) -> Iterator[tuple[Tag, str]]:
    """White words where nothing says that what is behind them is not white."""
    coloured = {
        id(tag) for selector, style in rules if _BACKGROUND.search(style) for tag in _selected(page, selector)
    }
    for tag in page.find_all(style=True):
        colour = _COLOUR.search(_compact(tag.get("style")))
        if colour and _WHITE.fullmatch(colour[1]) and _on_white(tag, coloured):
            yield tag, "white on white"
    for tag in page.find_all("font", color=True):
        if _WHITE.fullmatch(_compact(tag.get("color"))) and _on_white(tag, coloured):
            yield tag, "white on white"


def _on_white(tag: Tag, coloured: set[int]) -> bool:
    for around in (tag, *tag.parents):
        background = _BACKGROUND.search(_compact(around.get("style")))
        given = background[1] if background else _compact(around.get("bgcolor"))
        if given and given not in ("transparent", "none", "inherit"):
            return _WHITE.fullmatch(given) is not None
        if id(around) in coloured or around.get("background"):
            return False
    return True


def _selected(page: BeautifulSoup, selector: str) -> list[Tag]:
    try:
        return list(page.select(selector))
    except (SelectorSyntaxError, NotImplementedError, ValueError):
        return []  # what a style sheet may say and a page of text cannot be asked for


def _why(style: str) -> str:
    return next((why for look, why in _LOOKS if look.search(style)), "")


def _compact(style: object) -> str:
    return re.sub(r"\s+|!important", "", str(style or "")).lower()
