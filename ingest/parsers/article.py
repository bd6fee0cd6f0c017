"""Which part of a web page is the article."""

from collections.abc import Callable, Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.parsers.unseen import style_rules, take_hidden

_NEVER = "script style noscript template nav aside iframe svg button input select textarea dialog"
_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary", "menu")
_CLASSES = (
    "mw-editsection headerlink linenos lineno gutter toc breadcrumb breadcrumbs navbox catlinks noprint "
    "sr-only skip-link"
)
_NEVER_NAMES, _NEVER_CLASSES = frozenset(_NEVER.split()), frozenset(_CLASSES.split())
_FRAMES = frozenset({"footer", "page-footer", "site-footer", "navheader", "navfooter"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PROSE = ("p", "li", "pre", "td", "th", "dd", "dt", *_HEADINGS, "blockquote")
_DIVISIONS = ("div", "section")
_SHARE = 0.8
_SAYING = 30
"""Letters from which on a division or a paragraph says something."""


def find_article(page: BeautifulSoup, hide: Callable[[str, str], None]) -> Tag:
    """The element that holds the article; removes what is no part of one, and tells `hide` what is unseen."""
    _clean(page, hide)
    body = page.body or page
    weights = _weights(body)

    def weight(tag: Tag) -> int:
        return weights.get(id(tag), 0)

    for selector in ("article", "main, [role=main]"):
        found = [tag for tag in body.select(selector) if not tag.find_parent(selector.split(",")[0])]
        best = max(found, key=weight, default=None)
        if best is not None and weight(best) >= weight(body) * 0.5:
            return best
    return _densest(body, weight)


def _clean(page: BeautifulSoup, hide: Callable[[str, str], None]) -> None:
    rules = style_rules(page)
    for tag in page.find_all(_is_furniture):
        if not tag.decomposed:
            tag.decompose()
    take_hidden(page, rules, hide)
    whole = len(page.get_text())
    for tag in page.find_all(_is_frame):
        # A whole page inside one form, or an article's own header with its title, is content.
        inside = tag.name != "form" and tag.find_parent(["article", "main"]) is not None
        only_title = tag.name == "header" and tag.find("h1") is not None and len(page.find_all("h1")) == 1
        if not tag.decomposed and not inside and not only_title and len(tag.get_text()) < whole * 0.5:
            tag.decompose()


def _is_frame(tag: Tag) -> bool:
    """What stands around an article: in elements of HTML 5, or in divisions that are called so."""
    if tag.name != "div":
        return tag.name in ("header", "footer", "form")
    return tag.get("id") in _FRAMES or not _FRAMES.isdisjoint(tag.get("class") or [])


def _is_furniture(tag: Tag) -> bool:
    if tag.name in _NEVER_NAMES:
        return True
    if not tag.attrs:
        return False
    classes: Sequence[str] = tag.get("class") or []
    return (
        tag.get("role") in _ROLES
        or tag.get("id") == "toc"
        or not _NEVER_CLASSES.isdisjoint(classes)
        or (tag.name == "sup" and "reference" in classes)
    )


def _densest(body: Tag, weight: Callable[[Tag], int]) -> Tag:
    """Descend while one child holds nearly all of the prose and no heading or paragraph stands beside it."""
    here = body
    while True:
        children = here.find_all(True, recursive=False)
        best = max(children, key=weight, default=None)
        if best is None or best.name in _PROSE or best.name in ("table", "ul", "ol", "dl"):
            return here
        beside = (child for child in children if child is not best)
        if weight(best) < weight(here) * _SHARE or any(map(_is_written, beside)):
            return here
        here = best


def _is_written(tag: Tag) -> bool:
    """A heading, or a paragraph of more than a few words outside links."""
    if tag.name in _HEADINGS:
        return bool(tag.get_text(strip=True))
    return (tag.name == "p" or _says_something(tag)) and _letters(tag) >= _SAYING


def _says_something(tag: Tag) -> bool:
    """A division that has words of its own: some generators write each paragraph as one."""
    own = sum(len(child.strip()) for child in tag.children if isinstance(child, NavigableString))
    return tag.name in _DIVISIONS and own >= _SAYING


def _letters(tag: Tag) -> int:
    links = sum(len(link.get_text(strip=True)) for link in tag.find_all("a"))
    return max(0, len(tag.get_text(strip=True)) - links)


def _weights(body: Tag) -> dict[int, int]:
    """For each element, letters of prose in it outside links: menus weigh little."""
    parts = [*body.find_all(_PROSE), *filter(_says_something, body.find_all(_DIVISIONS))]
    outer = {id(around) for part in parts for around in part.parents}
    found: dict[int, int] = {}
    for part in parts:
        if id(part) not in outer:
            for around in (part, *part.parents):
                found[id(around)] = found.get(id(around), 0) + _letters(part)
    return found
