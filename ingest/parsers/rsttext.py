"""Running text in docutils' tree as words."""

import re

from docutils import nodes

from ingest.parsers.normalise import words

_NOTES = nodes.footnote_reference | nodes.citation_reference


def text_of(node: nodes.Node) -> str:
    """A node's words; where a line ends in the source there is a space."""
    if isinstance(node, nodes.Text):
        return re.sub(r"\s*\n\s*", " ", node.astext())
    if isinstance(node, nodes.image):
        return str(node.get("alt") or "")
    if isinstance(node, nodes.system_message | nodes.comment | nodes.raw):
        return ""
    inner = (" " if _holds_blocks(node) else "").join(map(text_of, node.children))
    return f"[{inner}]" if isinstance(node, _NOTES) else inner


def is_navigation(node: nodes.Element) -> bool:
    """Nothing but references to sections of the same file: an entry of a list of contents."""
    links = [link for link in node.findall(nodes.reference) if _is_local(link)]
    linked = sum(len(words(text_of(link))) for link in links)
    return bool(links) and linked >= len(words(text_of(node))) * 0.9


def _holds_blocks(node: nodes.Node) -> bool:
    return not isinstance(node, nodes.TextElement)


def _is_local(link: nodes.reference) -> bool:
    tree = link.document
    identity = tree.nameids.get(link.get("refname", "")) if tree is not None else None
    return tree is not None and isinstance(tree.ids.get(identity or ""), nodes.section)
