"""reStructuredText: docutils reads its markup, Sphinx's too; what is broken stays as text."""

from itertools import takewhile

from docutils import ApplicationError, nodes
from docutils.statemachine import StateMachineError

from ingest.parsers import normalise, plain, rstnames
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.content import TORN
from ingest.parsers.decoding import decode
from ingest.parsers.rsttext import text_of
from ingest.parsers.rsttree import read_tree
from ingest.parsers.rstwriter import Writer

_LONGEST_LINE = 10_000
"""Docutils reads no longer ones; its patterns would take too long over them."""


_BESIDE = nodes.Invisible | nodes.Titular | nodes.meta | nodes.system_message


def parse(data: bytes, name: str) -> Parsed:
    """Read a reStructuredText file; one that docutils cannot read is read as plain text."""
    source = normalise.lines(decode(data))
    if max(map(len, source.split("\n"))) > _LONGEST_LINE:
        return plain.parse_text(source, name)
    try:
        tree = read_tree(source)
        metadata = _metadata(tree)
        out = TextBuilder()
        Writer(out).flow(tree.children, 0)
    except (*TORN, ApplicationError, StateMachineError):
        return plain.parse_text(source, name)
    return out.parsed(name, metadata.pop("title", ""), metadata)


def _metadata(tree: nodes.document) -> dict[str, str]:
    """The fields at the top, and `meta` directives; fields that tell of the file are no part of its text."""
    found: dict[str, str] = {}
    for field in _fields_on_top(tree):
        name, value = (normalise.words(text_of(part)) for part in field.children)
        if name.lower() in rstnames.ABOUT:
            _keep(found, name, value)
            field.parent.remove(field)
    for meta in tree.findall(nodes.meta):
        _keep(found, str(meta.get("name", "")), str(meta.get("content", "")))
    return found


def _keep(found: dict[str, str], name: str, value: str) -> None:
    key = rstnames.ABOUT.get(name.lower(), "")
    if key and value:
        found.setdefault(key, normalise.words(value))


def _fields_on_top(tree: nodes.document) -> list[nodes.Node]:
    """Those that stand first in the file, or first below its title."""
    found: list[nodes.Node] = []
    node: nodes.Node | None = tree
    while isinstance(node, nodes.document | nodes.section):
        seen = [child for child in node.children if not isinstance(child, _BESIDE)]
        lists = list(takewhile(lambda child: isinstance(child, nodes.field_list), seen))
        found += [field for held in lists for field in held.children]
        node = next(iter(seen[len(lists) :]), None)
    return found
