"""Which part of a web page is the article."""

from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from ingest.parsers.unseen import style_rules, take_hidden

_NEVER = (
    "script, style, noscript, template, nav, aside, iframe, svg, button, input, select, textarea, dialog, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [role=complementary], "
    "[role=menu], sup.reference, .mw-editsection, "
    ".headerlink, .linenos, .lineno, .gutter, .toc, #toc, .breadcrumb, .breadcrumbs, .navbox, .catlinks, "
    ".noprint, .sr-only, .skip-link"
)
_PROSE = ("p", "li", "pre", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")
_SHARE = 0.8


def find_article(page: BeautifulSoup, hide: Callable[[str, str], None]) -> Tag:
    """The element that holds the article; removes what is no part of one, and tells `hide` what is unseen."""
    _clean(page, hide)
    body = page.body or page
    whole = _weight(body)
    for selector in ("article", "main, [role=main]"):
        found = [tag for tag in body.select(selector) if not tag.find_parent(selector.split(",")[0])]
        best = max(found, key=_weight, default=None)
        if best is not None and _weight(best) >= whole * 0.5:
            return best
    return _densest(body)


def _clean(page: BeautifulSoup, hide: Callable[[str, str], None]) -> None:
    rules = style_rules(page)
    for tag in page.select(_NEVER):
        if not tag.decomposed:
            tag.decompose()
    take_hidden(page, rules, hide)
    whole = len(page.get_text())
    for tag in page.find_all(["header", "footer", "form"]):
        # A whole page inside one form, or an article's own header with its title, is content.
        inside = tag.name != "form" and tag.find_parent(["article", "main"]) is not None
        only_title = tag.name == "header" and tag.find("h1") is not None and len(page.find_all("h1")) == 1
        if not tag.decomposed and not inside and not only_title and len(tag.get_text()) < whole * 0.5:
            tag.decompose()


def _densest(body: Tag) -> Tag:
    """Descend while a single child holds nearly all of the prose."""
    here = body
    while True:
        best = max((child for child in here.find_all(True, recursive=False)), key=_weight, default=None)
        if best is None or best.name in _PROSE or best.name in ("table", "ul", "ol", "dl"):
            return here
        if _weight(best) < _weight(here) * _SHARE:
            return here
        here = best


def _weight(tag: Tag) -> int:
    """Letters of prose outside links: menus weigh little."""
    total = 0
    for part in tag.find_all(_PROSE):
        if part.find(_PROSE) is None:
            links = sum(len(link.get_text(strip=True)) for link in part.find_all("a"))
            total += max(0, len(part.get_text(strip=True)) - links)
    return total
