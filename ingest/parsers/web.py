"""HTML: the article of a page, or a fragment inside a Markdown file."""

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from ingest.errors import UnreadableDocument
from ingest.parsers import questions
from ingest.parsers.article import find_article
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.grid import read_grid
from ingest.parsers.normalise import words
from ingest.parsers.unseen import style_rules, take_hidden
from ingest.parsers.webfaq import faq_cells
from ingest.parsers.webinline import (
    holds_text,
    is_aside,
    is_block,
    is_bold,
    is_menu,
    is_navigation,
    join,
    lead_of,
    split_question,
    text_of,
    titles_a_note,
)
from ingest.parsers.webtags import own_links_alone, soup_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_META = {
    "author": "author",
    "description": "description",
    "date": "date",
    "article:published_time": "date",
    "keywords": "keywords",
}


def parse(data: bytes, name: str) -> Parsed:
    """Read a page's article."""
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument("binary data, not HTML")
    page = soup_of(data)
    own_links_alone(page, name)
    title = page.title.get_text() if page.title else ""
    metadata = _metadata(page)
    out = TextBuilder()
    article = find_article(page, out.hide)
    writer = _Writer(out, bold_headings=article.find(list(_HEADINGS)) is None)
    writer.flow(article.children, 0)
    return writer.out.parsed(name, title, metadata)


def write_fragment(out: TextBuilder, source: str, nesting: int) -> None:
    """Write a piece of HTML into a document that is being built."""
    page = soup_of(source)
    take_hidden(page, style_rules(page), out.hide)
    _Writer(out).flow((page.body or page).children, nesting)


def write_page(out: TextBuilder, data: bytes) -> None:
    """Write the whole of a page into a document that is being built: a chapter of a book."""
    page = soup_of(data)
    take_hidden(page, style_rules(page), out.hide)
    _Writer(out).flow((page.body or page).children, 0)


def _metadata(page: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in page.find_all("meta"):
        key = _META.get(str(tag.get("name") or tag.get("property") or "").lower())
        value = words(str(tag.get("content") or ""))
        if key and value:
            found.setdefault(key, value)
    if page.html is not None and page.html.get("lang"):
        found["language"] = str(page.html["lang"])
    return found


class _Writer:
    """Walks the tree. `nesting` counts the list entries around a node.

    With `bold_headings`, lines that are bold and short are headings: a filing has no others.
    """

    def __init__(self, out: TextBuilder, bold_headings: bool = False) -> None:
        self.out = out
        self._bold_headings = bold_headings
        self._handlers: dict[str, Callable[[Tag, int], None]] = {
            **dict.fromkeys(_HEADINGS, self._heading),
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "table": self._table,
            "pre": self._code,
            "summary": self._summary,
        }

    def flow(self, nodes: Iterable[PageElement], nesting: int) -> None:
        """Blocks become blocks; running text between them becomes paragraphs."""
        loose: list[PageElement] = []
        for node in nodes:
            if not isinstance(node, Tag) or not is_block(node):
                loose.append(node)
                continue
            self._prose(loose, nesting)
            loose = []
            handler = self._handlers.get(node.name)
            if handler is not None:
                handler(node, nesting)
            else:
                self.flow(list(node.children), nesting)
        self._prose(loose, nesting)

    def _heading(self, tag: Tag, nesting: int) -> None:
        """Of one that is never closed, its own words; the paragraphs and lists in it are the text."""
        lead, rest = lead_of(tag)
        open_ended = any(c.isalpha() for c in join(lead)) and any(map(holds_text, rest))
        text = (join(lead) if open_ended else text_of(tag)).rstrip(" ¶#\n")
        if titles_a_note(tag):
            self.out.paragraph(text, nesting)
        else:
            self.out.heading(text, _HEADINGS[tag.name])
        if open_ended:
            self.flow(rest, nesting)

    def _summary(self, tag: Tag, nesting: int) -> None:
        """The heading of what unfolds; of an aside that the section goes on behind, its first words."""
        if is_aside(tag):
            self.out.paragraph(text_of(tag), nesting)
        else:
            self.out.question(text_of(tag))

    def _paragraph(self, tag: Tag, nesting: int) -> None:
        if any(is_block(child) for child in tag.children):
            self.flow(list(tag.children), nesting)
        else:
            self._prose(list(tag.children), nesting)

    def _prose(self, nodes: list[PageElement], nesting: int) -> None:
        if is_navigation(nodes):
            return
        head, rest = split_question(nodes)
        if head and nesting == 0:
            self.out.question(head)
            nodes = rest
        text = join(nodes)
        if self._bold_headings and nesting == 0 and is_bold(nodes) and _reads_as_heading(words(text)):
            self.out.heading(text, _filing_level(words(text)))
            return
        if questions.is_answer_label(words(text)):
            return
        if self.out.after_heading:
            text = questions.without_answer_label(text.lstrip())
        self.out.paragraph(text, nesting)

    def _list(self, tag: Tag, nesting: int) -> None:
        if is_menu(tag):
            return
        if nesting == 0:
            self.out.gap()
        number = _number(tag.get("start"), 1) if tag.name == "ol" else None
        for entry in tag.find_all(["li", "ul", "ol"], recursive=False):
            if entry.name != "li":
                self._list(entry, nesting + 1)
                continue
            if number is not None:
                number = _number(entry.get("value"), number)
            self._entry(entry, nesting, number)
            number = None if number is None else number + 1

    def _entry(self, entry: Tag, nesting: int, number: int | None) -> None:
        lead, rest = lead_of(entry)
        if not is_navigation(lead):
            text = join(lead)
            if number is None:
                self.out.item(text, nesting)
            else:
                self.out.step(text, str(number), nesting)
        self.flow(rest, nesting + 1)

    def _definitions(self, tag: Tag, nesting: int) -> None:
        parts = [part for part in tag.find_all(["dt", "dd"]) if part.find_parent("dl") is tag]
        if all(is_navigation(list(part.children)) for part in parts):
            return
        self.out.gap()
        term = ""
        for part in parts:
            text = words(text_of(part))
            if part.name == "dt":
                self._flush_term(term, nesting)
                term = text
                if questions.is_question(text) and nesting == 0:
                    self.out.question(text)
                    term = "?"
            elif term == "?":
                self.flow(list(part.children), nesting)
            else:
                lead, rest = lead_of(part)
                self.out.item(f"{term}: {join(lead)}" if term else join(lead), nesting)
                self.flow(rest, nesting + 1)
                term = ""
        self._flush_term(term, nesting)

    def _flush_term(self, term: str, nesting: int) -> None:
        if term not in ("", "?"):
            self.out.item(term, nesting)

    def _table(self, tag: Tag, nesting: int) -> None:
        if faq := faq_cells(tag):
            for kind, cell in faq:
                lead, rest = lead_of(cell) if kind == "question" else ([], list(cell.children))
                self.out.question(join(lead))
                self.flow(rest, nesting)
            return
        grid = read_grid(tag, text_of)
        if grid is None:
            for cell in tag.find_all(["caption", "td", "th"]):
                if cell.find_parent("table") is tag:
                    self.flow(list(cell.children), nesting)
            return
        if grid.caption:
            self.out.paragraph(grid.caption, nesting)
        self.out.gap()
        for index, cells in enumerate(grid.rows):
            self.out.row(cells, header=index == 0 and grid.has_header)

    def _code(self, tag: Tag, nesting: int) -> None:
        for line_break in tag.find_all("br"):
            line_break.replace_with("\n")
        self.out.code(tag.get_text(), nesting)


def _reads_as_heading(line: str) -> bool:
    return 3 <= len(line) <= 150 and re.search(r"[^\W\d_]", line) is not None and line[-1] not in ",;:"


def _filing_level(line: str) -> int:
    """`PART II` is above `Item 7. ...`, and both are above the rest; level 1 is left to a title."""
    if re.match(r"part\s+[ivx]+\b", line, re.IGNORECASE):
        return 2
    return 3 if re.match(r"item\s+\d", line, re.IGNORECASE) else 4


def _number(value: object, default: int) -> int:
    text = str(value) if value is not None else ""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
