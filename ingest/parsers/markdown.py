"""Markdown, as the study guides and READMEs of this world write it."""

import html
import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin

from ingest.parsers import normalise, questions
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.decoding import decode
from ingest.parsers.directives import directive, without_markup
from ingest.parsers.inline import SOFT_BREAK, footnote_rule, footnotes, is_navigation, math_rule, words_of

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z][\w-]*):(?:\s+(.*))?$")
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_STRUCTURE = re.compile(r"<(?:table|ul|ol|dl|pre|h[1-6]|p|blockquote)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_TASK = re.compile(r"\[[ xX]\]\s+")


def parse(data: bytes, name: str) -> Parsed:
    """Read a Markdown file."""
    return parse_text(decode(data), name)


def parse_text(source: str, name: str = "") -> Parsed:
    """Read Markdown that is already text."""
    metadata, body = _front_matter(normalise.lines(source))
    out = TextBuilder()
    write_text(out, body)
    return out.parsed(name, str(metadata.get("title", "")), metadata)


def write_text(out: TextBuilder, source: str) -> None:
    """Write Markdown into a document that is being built."""
    _Writer(out).write(_nodes(normalise.lines(source)))


def _nodes(source: str) -> list[SyntaxTreeNode]:
    text = without_markup(source)
    return SyntaxTreeNode(_markdown().parse(text, {"footnotes": footnotes(text)})).children


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(deflist_plugin)
    reader.inline.ruler.before("escape", "math", math_rule)
    reader.inline.ruler.before("link", "footnote", footnote_rule)
    return reader


def _front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The keys that open a file between two `---` lines; plain strings and lists, nothing nested."""
    found = _FRONT_MATTER.match(source)
    if found is None:
        return {}, source
    metadata: dict[str, Any] = {}
    key = ""
    for line in found.group(1).split("\n"):
        pair, entry = _PAIR.match(line), re.match(r"\s*-\s+(.*)", line)
        if pair:
            key = pair.group(1)
            metadata[key] = _scalar(pair.group(2) or "")
        elif entry and key:
            before = metadata[key]
            metadata[key] = [*(before if isinstance(before, list) else []), _scalar(entry.group(1))]
    # A rule, some text and another rule is no front matter.
    return (metadata, source[found.end() :]) if metadata else ({}, source)


def _scalar(value: str) -> str:
    return value.strip().strip("\"'")


class _Writer:
    """Walks the syntax tree. `nesting` counts the list entries around a node."""

    def __init__(self, out: TextBuilder) -> None:
        self.out = out

    def write(self, nodes: list[SyntaxTreeNode], nesting: int = 0) -> None:
        for node in nodes:
            match node.type:
                case "heading":
                    self.out.heading(words_of(node.children), int(node.tag[1]))
                case "paragraph":
                    self._paragraph(_inline(node), nesting)
                case "bullet_list" | "ordered_list":
                    self._list(node, nesting)
                case "dl":
                    self._definitions(node.children, nesting)
                case "fence" | "code_block":
                    self._fence(node, nesting)
                case "html_block":
                    self._html(node.content, nesting)
                case "table":
                    self._table(node)
                case "blockquote":
                    self.write(node.children, nesting)

    def _fence(self, node: SyntaxTreeNode, nesting: int) -> None:
        kind, content = directive(node.info, node.content)
        if kind == "code":
            self.out.code(content, nesting)
        elif kind == "text":
            self.write(_nodes(content), nesting)

    def _paragraph(self, inline: list[SyntaxTreeNode], nesting: int) -> None:
        if is_navigation(inline):
            return
        head, rest = _split_question(inline)
        if head and nesting == 0:
            self.out.question(head)
            inline = rest
        text = words_of(inline)
        if questions.is_answer_label(normalise.words(text)):
            return
        if self.out.after_heading:
            text = questions.without_answer_label(text.lstrip(SOFT_BREAK + " \n"))
        self._lines(text, nesting)

    def _lines(self, text: str, nesting: int) -> None:
        # Markdown has no `•` lists, yet people paste them.
        if "•" not in text:
            self.out.paragraph(text, nesting)
            return
        for line in re.split(rf"[{SOFT_BREAK}\n]\s*(?=•)", text):
            if line.lstrip().startswith("•"):
                self.out.item(line.lstrip(" •\t"), nesting)
            else:
                self.out.paragraph(line, nesting)

    def _list(self, node: SyntaxTreeNode, nesting: int) -> None:
        if nesting == 0:
            self.out.gap()
        number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        for entry in node.children:
            self._entry(entry, nesting, number)
            number = None if number is None else number + 1

    def _entry(self, entry: SyntaxTreeNode, nesting: int, number: int | None) -> None:
        first, rest = (entry.children[0], entry.children[1:]) if entry.children else (None, [])
        if first is not None and first.type == "heading":
            # `1. ### Question`: the list is numbering, its entries are sections.
            self.write(entry.children, nesting)
            return
        if first is None or first.type != "paragraph":
            self.write(entry.children, nesting + 1)
            return
        inline = _inline(first)
        head, tail = _split_question(inline, plain=number is not None)
        if head and nesting == 0 and (tail or rest):
            self.out.question(head)
            self._lines(questions.without_answer_label(words_of(tail).lstrip(SOFT_BREAK + " \n")), nesting)
            self.write(rest, nesting)
            return
        if not is_navigation(inline):
            self._entry_text(_TASK.sub("", words_of(inline), count=1), nesting, number)
        self.write(rest, nesting + 1)

    def _entry_text(self, text: str, nesting: int, number: int | None) -> None:
        if number is None:
            self.out.item(text, nesting)
        else:
            self.out.step(text, str(number), nesting)

    def _definitions(self, parts: list[SyntaxTreeNode], nesting: int) -> None:
        """Each term with the first of what is told of it; a term that asks is a question."""
        self.out.gap()
        term, asks = "", False
        for part in parts:
            if part.type == "dt":
                term = normalise.words(words_of(_inline(part)))
                asks = questions.is_question(term) and nesting == 0
                if asks:
                    self.out.question(term)
            elif asks:
                self.write(part.children, nesting)
            else:
                self._defined(term, part.children, nesting)
                term = ""

    def _defined(self, term: str, told: list[SyntaxTreeNode], nesting: int) -> None:
        lead = words_of(_inline(told[0])) if told and told[0].type == "paragraph" else ""
        self.out.item(": ".join(part for part in (term, lead) if part), nesting)
        self.write(told[1:] if lead else told, nesting + 1)

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [(part.type == "thead", row.children) for part in node.children for row in part.children]
        kept = [(is_head, cells) for is_head, cells in rows if is_head or not is_navigation(cells)]
        if len(rows) > 1 and len(kept) == 1:
            return
        for is_head, cells in kept:
            self.out.row((words_of(cell.children) for cell in cells), header=is_head)

    def _html(self, source: str, nesting: int) -> None:
        source = _COMMENT.sub("", source)
        for summary in _SUMMARY.findall(source):
            self.out.question(html.unescape(_TAG.sub("", summary)))
        source = _SUMMARY.sub("", source)
        if _STRUCTURE.search(source):
            from ingest.parsers import web

            web.write_fragment(self.out, source, nesting)
            return
        source = re.sub(r"<br\s*/?>", "\n", source, flags=re.IGNORECASE)
        alt = re.sub(
            r"""<img\b[^>]*?\balt\s*=\s*["']([^"']*)["'][^>]*>""", r"\1", source, flags=re.IGNORECASE
        )
        self.out.paragraph(html.unescape(_TAG.sub("", alt)), nesting)


def _inline(paragraph: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return paragraph.children[0].children if paragraph.children else []


def _split_question(inline: list[SyntaxTreeNode], plain: bool = False) -> tuple[str, list[SyntaxTreeNode]]:
    """A first line that is a question heading in all but markup, and what follows it."""
    breaks = (i for i, node in enumerate(inline) if _ends_line(node))
    end = next(breaks, len(inline))
    line = [node for node in inline[:end] if words_of([node]).strip()]
    text = normalise.words(words_of(line))
    bold = (
        bool(line)
        and line[0].type == "strong"
        and all(node.type == "strong" or not re.search(r"\w", words_of([node])) for node in line)
    )
    if questions.is_marked_question(text) or ((bold or plain) and questions.is_question(text)):
        return text, inline[end + 1 :]
    return "", inline


def _ends_line(node: SyntaxTreeNode) -> bool:
    return node.type in ("softbreak", "hardbreak") or (
        node.type == "html_inline" and node.content.lower().startswith("<br")
    )
