"""Docutils' tree, written through the builder."""

import re
from collections.abc import Callable, Sequence

from docutils import nodes

from ingest.parsers import questions
from ingest.parsers.builder import TextBuilder
from ingest.parsers.normalise import words
from ingest.parsers.numerals import written
from ingest.parsers.rstnames import field_label
from ingest.parsers.rsttable import read_table
from ingest.parsers.rsttext import is_navigation, text_of

_RULE = re.compile(r"\s*([^\w\s])\1+\s*")


class Writer:
    """Walks the tree. `nesting` counts the list entries around a node, `depth` the sections."""

    def __init__(self, out: TextBuilder) -> None:
        self.out = out
        self._depth = 0
        self._handlers: dict[str, Callable[[nodes.Element, int], None]] = {
            "section": self._section,
            "paragraph": self._paragraph,
            "bullet_list": self._list,
            "enumerated_list": self._list,
            "definition_list": self._definitions,
            "field_list": self._definitions,
            "option_list": self._definitions,
            "table": self._table,
            "literal_block": self._code,
            "doctest_block": self._code,
            "math_block": self._code,
            "line_block": self._verse,
            "image": lambda node, nesting: self.out.paragraph(text_of(node), nesting),
            "footnote": self._note,
            "citation": self._note,
            "attribution": lambda node, nesting: self.out.paragraph(f"— {text_of(node)}", nesting),
            "system_message": self._problem,
        }

    def flow(self, children: Sequence[nodes.Node], nesting: int) -> None:
        """Each block by its kind; of what has no kind of its own, the blocks in it."""
        told: nodes.Node | None = None
        for node, after in zip(children, [*children[1:], None], strict=False):
            if not isinstance(node, nodes.Element) or isinstance(node, nodes.Invisible | nodes.Titular):
                continue
            if node is told:
                continue
            if isinstance(after, nodes.block_quote) and _is_name(node):
                told = after
                self._defined(text_of(node), after, nesting)
                continue
            handler = self._handlers.get(node.tagname)
            if handler is not None:
                handler(node, nesting)
            elif isinstance(node, nodes.TextElement):
                self._paragraph(node, nesting)
            else:
                self.flow(node.children, nesting)

    def _section(self, node: nodes.Element, nesting: int) -> None:
        self._depth += 1
        self.out.heading(text_of(node[0]), self._depth)
        self.flow(node.children[1:], nesting)
        self._depth -= 1

    def _paragraph(self, node: nodes.Element, nesting: int) -> None:
        if not is_navigation(node):
            bold = bool(node.children) and all(isinstance(child, nodes.strong) for child in node.children)
            self.out.prose(text_of(node), bold, nesting)

    def _list(self, node: nodes.Element, nesting: int) -> None:
        if nesting == 0:
            self.out.gap()
        kind = node.get("enumtype") if isinstance(node, nodes.enumerated_list) else None
        for number, entry in enumerate(node.children, node.get("start", 1)):
            lead, rest = _lead(entry)
            if lead is not None and not is_navigation(lead):
                self._entry(text_of(lead), written(number, kind) if kind else "", nesting)
            self.flow(rest, nesting + 1)

    def _entry(self, text: str, marker: str, nesting: int) -> None:
        if marker:
            self.out.step(text, marker, nesting)
        else:
            self.out.item(text, nesting)

    def _definitions(self, node: nodes.Element, nesting: int) -> None:
        """Terms with definitions, fields, options of a command: each name with the first of what is told."""
        self.out.gap()
        for entry in node.children:
            *names, told = entry.children
            term = words(_term(names))
            if questions.is_question(term) and nesting == 0:
                self.out.question(term)
                self.flow(told.children, nesting)
                continue
            self._defined(term, told, nesting)

    def _defined(self, term: str, told: nodes.Node, nesting: int) -> None:
        lead, rest = _lead(told)
        first = words(text_of(lead)) if lead is not None else ""
        self.out.item(f"{term}: {first}" if first else term, nesting)
        self.flow(rest, nesting + 1)

    def _table(self, node: nodes.Element, nesting: int) -> None:
        title, rows, has_header = read_table(node)
        self.out.paragraph(title, nesting)
        self.out.gap()
        for index, cells in enumerate(rows):
            self.out.row(cells, header=index == 0 and has_header)

    def _code(self, node: nodes.Element, nesting: int) -> None:
        self.out.code(node.astext(), nesting)

    def _verse(self, node: nodes.Element, nesting: int) -> None:
        lines = [text_of(line) for line in node.findall(nodes.line)]
        self.out.paragraph("\n".join(lines), nesting)

    def _note(self, node: nodes.Element, nesting: int) -> None:
        label, rest = node[0], node.children[1:]
        told = rest[:1] if rest and isinstance(rest[0], nodes.paragraph) else []
        self.out.paragraph(f"[{text_of(label)}] {''.join(map(text_of, told))}", nesting)
        self.flow(rest[len(told) :], nesting)

    def _problem(self, node: nodes.Element, nesting: int) -> None:
        """What docutils could not read: a heading out of order, or lines that are kept as they stand."""
        if _is_silent(node):
            return
        for block in node.findall(nodes.literal_block):
            lines = [line for line in block.astext().split("\n") if line.strip()]
            named = [line for line in lines if not _RULE.fullmatch(line)]
            if len(named) == 1 < len(lines) and nesting == 0:
                self.out.question(named[0])
            elif len(named) == 1:
                self.out.paragraph(named[0], nesting)
            elif named:
                self.out.code(block.astext(), nesting)


def _is_silent(node: nodes.Node) -> bool:
    """No words for readers; of less than an error, docutils tells beside what it has read all the same."""
    told = isinstance(node, nodes.system_message) and node["level"] < 3
    return told or isinstance(node, nodes.Invisible)


def _is_name(node: nodes.Element) -> bool:
    """Nothing but names in code or bold: an indented text below them says what they are."""
    names = [child for child in node.children if isinstance(child, nodes.literal | nodes.strong)]
    others = (child for child in node.children if child not in names)
    return (
        bool(names) and isinstance(node, nodes.paragraph) and not any(o.astext().strip(" ,/") for o in others)
    )


def _lead(entry: nodes.Node) -> tuple[nodes.Element | None, Sequence[nodes.Node]]:
    """The paragraph that opens an entry, and what follows it."""
    blocks = list(entry.children)
    while blocks and (isinstance(blocks[0], nodes.container) or _is_silent(blocks[0])):
        blocks = [*([] if _is_silent(blocks[0]) else blocks[0].children), *blocks[1:]]
    if blocks and isinstance(blocks[0], nodes.paragraph):
        return blocks[0], blocks[1:]
    return None, blocks


def _term(names: Sequence[nodes.Node]) -> str:
    """A term with its classifiers, a field's name, or all spellings of an option."""
    first, *others = names
    if isinstance(first, nodes.field_name):
        return field_label(words(text_of(first)))
    if isinstance(first, nodes.option_group):
        return ", ".join(option.astext() for option in first.children)
    told = [text_of(other) for other in others if isinstance(other, nodes.classifier)]
    return f"{text_of(first)} ({', '.join(told)})" if told else text_of(first)
