"""Tags as browsers read them, where the HTML parser does otherwise."""

import re
import warnings
from pathlib import PurePath

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

_MARK = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡§]{1,2})\s*[\])]?\s*")
_HEADING = re.compile(r"<(/?h)([1-6])(?=[\s/>])", re.IGNORECASE)


def soup_of(source: bytes | str) -> BeautifulSoup:
    """The tree of a page or of a fragment."""
    # Latin-1 keeps every byte of a page, whose own encoding is found behind.
    text = source if isinstance(source, str) else source.decode("latin-1")
    mended = closing_headings(text)
    with warnings.catch_warnings():
        # XHTML, and fragments as short as a file name: both are read as the HTML they are.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        page = BeautifulSoup(mended if isinstance(source, str) else mended.encode("latin-1"), "lxml")
    for sup in page.find_all("sup"):
        if _marks_a_note(sup):
            sup.decompose()
    return page


def _marks_a_note(sup: Tag) -> bool:
    """A raised number that leads to a footnote, or back from one: `<a href="#n1"><sup>[1]</sup></a>`."""
    link = sup.parent if sup.parent is not None and sup.parent.name == "a" else sup.a
    return link is not None and "#" in str(link.get("href") or "") and bool(_MARK.fullmatch(sup.get_text()))


def own_links_alone(page: BeautifulSoup, name: str) -> None:
    """Links into the page by its file's name become links by the place alone: `faq.html#q2`, `#q2`."""
    own = f"{PurePath(name).name}#"
    for link in page.find_all("a", href=lambda href: href is not None and href.startswith(own)):
        link["href"] = f"#{str(link['href']).removeprefix(own)}"


def closing_headings(source: str) -> str:
    """Each heading's end tag named as its start tag: any end tag closes a heading, whatever its level.

    HTML Standard, "The 'in body' insertion mode". lxml would read on to the end of the page.
    """
    level = ""

    def closed(tag: re.Match[str]) -> str:
        nonlocal level
        shown = tag[2] if len(tag[1]) == 1 else level or tag[2]
        level = tag[2] if len(tag[1]) == 1 else ""
        return f"<{tag[1]}{shown}"

    return _HEADING.sub(closed, source)
