"""HTML from plain functions: every text is escaped unless it is markup already."""

from collections.abc import Iterable
from html import escape


class Markup(str):
    """HTML that may stand in a page as it is; only `tag` and `raw` make it."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element; `class_` is the attribute class, and `_` inside a name is `-`."""
    said = "".join(f' {_name(k)}="{escape(str(v))}"' for k, v in attributes.items())
    return Markup(f"<{name}{said}>{_inside(children)}</{name}>")


def join(children: Iterable[str]) -> Markup:
    """Elements and texts one after the other."""
    return Markup(_inside(children))


def raw(html: str) -> Markup:
    """Vouches for HTML that this package wrote itself."""
    return Markup(html)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    """A table that scrolls sideways where the screen is narrow."""
    top = tag("thead", tag("tr", *(tag("th", cell) for cell in head)))
    body = tag("tbody", *(tag("tr", *(tag("td", cell) for cell in row)) for row in rows))
    return tag("div", tag("table", top, body), class_="scroll")


def _inside(children: Iterable[str]) -> str:
    return "".join(c if isinstance(c, Markup) else escape(c) for c in children)


def _name(keyword: str) -> str:
    return keyword.rstrip("_").replace("_", "-")
