"""Running text in HTML: its words, and what kind of text it is."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, dropwhile, islice, takewhile

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from ingest.parsers import questions
from ingest.parsers.normalise import words

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead "
    "tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ENDS = frozenset({"details", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_WHOLES = frozenset({"article", "body", "main"})
_TEXTS = ("p", "ul", "ol", "dl", "pre", "table")
_BOX_CLASSES = "admonition alert callout caution danger hint important note notice tip warning"
_BOXES = frozenset(_BOX_CLASSES.split())
_BOX_DEPTH = 3
_SILENT = ("meta", "title", "script", "style", "head")


def text_of(tag: Tag) -> str:
    """An element's words, with `br` as a newline and images as their alternative text."""
    return join(list(tag.children))


def join(nodes: Iterable[PageElement]) -> str:
    """The words of running text."""
    return "".join(_words(node) for node in nodes)


def _words(node: PageElement) -> str:
    if isinstance(node, NavigableString):
        return "" if isinstance(node, PreformattedString) else re.sub(r"\s+", " ", node)
    if not isinstance(node, Tag) or node.name in _SILENT:
        return ""
    if node.name == "br":
        return "\n"
    if node.name == "img":
        return str(node.get("alt") or "")
    inner = join(node.children)
    return f" {inner} " if node.name in _BLOCKS else inner


def is_block(node: PageElement) -> bool:
    """Whether an element is a block, or holds one."""
    return isinstance(node, Tag) and (node.name in _BLOCKS or node.find(list(_BLOCKS)) is not None)


def is_bold(nodes: Iterable[PageElement]) -> bool:
    """Whether all words of running text are bold, by their tags or their own styles."""
    told = [node for node in nodes if words(_words(node))]
    return bool(told) and all(isinstance(node, Tag) and _is_bold(node) for node in told)


def _is_bold(tag: Tag) -> bool:
    style = re.sub(r"\s", "", str(tag.get("style") or "")).lower()
    return (
        tag.name in ("b", "strong")
        or re.search(r"font-weight:(?:bold|[6-9]00)", style) is not None
        or (tag.name in ("font", "span", "u", "i", "em", "a") and is_bold(tag.children))
    )


def lead_of(entry: Tag) -> tuple[list[PageElement], list[PageElement]]:
    """A list entry's own words, and the blocks below them."""
    nodes = list(dropwhile(lambda node: not isinstance(node, Tag) and not words(str(node)), entry.children))
    end = next((i for i, node in enumerate(nodes) if is_block(node)), len(nodes))
    first = nodes[0] if nodes and end == 0 else None
    if isinstance(first, Tag):
        if first.name not in ("ul", "ol", "pre", "table", "dl") and not any(
            is_block(node) for node in first.children
        ):
            return list(first.children), nodes[1:]
        if first.name in ("div", "span", "section"):
            lead, rest = lead_of(first)
            return lead, rest + nodes[1:]
    return nodes[:end], nodes[end:]


def holds_text(node: PageElement) -> bool:
    """A paragraph, a list, a table or code, or a division with one."""
    return isinstance(node, Tag) and (node.name in _TEXTS or node.find(_TEXTS) is not None)


def is_navigation(nodes: list[PageElement]) -> bool:
    """Nothing but links into the same page: a table of contents entry, "back to top"."""
    links = [link for node in nodes if isinstance(node, Tag) for link in _links(node)]
    local = [link for link in links if str(link.get("href", "")).startswith("#")]
    linked = sum(len(words(text_of(link))) for link in local)
    total = words(join(nodes))
    return bool(local) and sum(char.isalpha() for char in total) <= linked >= len(total) * 0.6


def is_menu(tag: Tag) -> bool:
    """A long list of short links and nothing else: languages, categories, pages of the site."""
    entries = tag.find_all("li")
    texts = [words(entry.get_text()) for entry in entries]
    linked = sum(len(words(link.get_text())) for link in tag.find_all("a"))
    total = sum(map(len, texts))
    return (
        len(entries) >= 8
        and total < 30 * len(entries)
        and linked > total * 0.9
        and tag.find(["ul", "ol"]) is None
    )


def is_aside(summary: Tag) -> bool:
    """It asks nothing, is none of a series, and behind what it unfolds its section goes on: a history."""
    details = summary.parent
    if details is None or details.name != "details" or questions.is_question(words(text_of(summary))):
        return False
    before = details.find_previous_sibling() or (details.parent or details).find_previous_sibling()
    if isinstance(before, Tag) and (before.name == "details" or before.find("details")):
        return False
    around = takewhile(lambda tag: tag.name not in _WHOLES, (details, *details.parents))
    return _goes_on(node for tag in around for node in tag.next_siblings)


def titles_a_note(heading: Tag) -> bool:
    """The title of a box in the text, as DocBook and others write them: its section goes on behind it."""
    around: Sequence[Tag] = list(islice(heading.parents, _BOX_DEPTH))
    boxes = (tag for tag in around if tag.name not in _WHOLES)
    return heading.name != "h1" and any(not _BOXES.isdisjoint(tag.get("class") or ()) for tag in boxes)


def _goes_on(nodes: Iterable[PageElement]) -> bool:
    """With words, before a heading or another fold."""
    for node in nodes:
        for part in chain((node,), node.descendants if isinstance(node, Tag) else ()):
            if isinstance(part, Tag) and part.name in _ENDS:
                return False
            if not isinstance(part, Tag) and words(str(part)):
                return True
    return False


def _links(node: Tag) -> list[Tag]:
    return [node] if node.name == "a" else list(node.find_all("a"))


def split_question(nodes: list[PageElement]) -> tuple[str, list[PageElement]]:
    """A first line that is a question heading in all but markup, and what follows it."""
    end = next((i for i, node in enumerate(nodes) if isinstance(node, Tag) and node.name == "br"), len(nodes))
    line = [node for node in nodes[:end] if words(_words(node))]
    text = words(join(line))
    bold = bool(line) and all(isinstance(node, Tag) and node.name in ("b", "strong") for node in line)
    if questions.is_marked_question(text) or (bold and questions.is_question(text)):
        return text, nodes[end + 1 :]
    return "", nodes
