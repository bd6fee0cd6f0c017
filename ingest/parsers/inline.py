"""Markdown's inline markup as words."""

import html
import re

from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

SOFT_BREAK = "\x1e"
"""Stands for a line end in the source, until the words are normalised."""

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)|<!--")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
# Anything else in angle brackets is the author's own (`List<String>`) and stays.
_TAG_NAMES = (
    "a abbr b big blockquote br button center cite code dd del details dfn div dl dt em figcaption figure "
    "font h1 h2 h3 h4 h5 h6 hr i iframe img input ins kbd label li mark nobr ol p path picture pre q s samp "
    "script section small source span strike strong style sub summary sup svg table tbody td th thead tr tt "
    "u ul var video wbr"
)
_HTML_TAGS = frozenset(_TAG_NAMES.split())
_MATH = re.compile(r"\$\$.+?\$\$|\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?!\d)", re.DOTALL)

_FOOTNOTE = re.compile(r"(?P<mark>\[\^(?P<label>[^\]\s]+)\])(?::[ \t]*)?")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_STOPS = (".", ",", ";", ":", "!", "?", ")")


def math_rule(state: StateInline, silent: bool) -> bool:
    """Keep `$...$` as written: in formulas, underscores and backslashes are not markup."""
    found = _MATH.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if found is None:
        return False
    if not silent:
        state.push("math", "", 0).content = found.group()
    state.pos = found.end()
    return True


def footnote_rule(state: StateInline, silent: bool) -> bool:
    """Leave out a footnote's mark, and the label before the note itself: neither says anything.

    Of those alone that the document explains (`state.env["footnotes"]`): "[^a-z]" is a pattern.
    """
    found = _FOOTNOTE.match(state.src, state.pos) if state.src.startswith("[^", state.pos) else None
    if found is None or found["label"] not in state.env.get("footnotes", ()):
        return False
    opens = state.pos == 0 or state.src[state.pos - 1] == "\n"
    end = found.end() if opens else found.end("mark")
    if not silent and state.src[end : end + 1] in _STOPS:
        state.pending = state.pending.rstrip(" ")
    state.pos = end
    return True


def footnotes(source: str) -> frozenset[str]:
    """The labels of the notes that Markdown explains: `[^1]: ...`."""
    return frozenset(_NOTE.findall(source))


def words_of(nodes: list[SyntaxTreeNode], without_local_links: bool = False) -> str:
    """The words of inline nodes; hard breaks are newlines, line ends `SOFT_BREAK`."""
    return "".join(_words(node, without_local_links) for node in nodes)


def is_navigation(nodes: list[SyntaxTreeNode]) -> bool:
    """Nothing but links into the same page: a table of contents entry, "back to top"."""
    if not any(_is_local_link(inner) for node in nodes for inner in node.walk()):
        return False
    return not any(char.isalpha() for char in words_of(nodes, without_local_links=True))


def _is_local_link(node: SyntaxTreeNode) -> bool:
    return node.type == "link" and str(node.attrs.get("href", "")).startswith("#")


def _words(node: SyntaxTreeNode, without_local_links: bool) -> str:
    if node.type in ("text", "code_inline", "math", "text_special"):
        return node.content
    if node.type == "softbreak":
        return SOFT_BREAK
    if node.type == "hardbreak":
        return "\n"
    if node.type == "html_inline":
        return _from_tag(node.content)
    if without_local_links and _is_local_link(node):
        return ""
    return words_of(node.children, without_local_links)


def _from_tag(tag: str) -> str:
    match = _TAG.match(tag)
    name = (match.group(1) or "").lower() if match else None
    if name is None or (name and name not in _HTML_TAGS):
        return tag
    if name == "br":
        return "\n"
    alt = _ALT.search(tag) if name == "img" else None
    return html.unescape(alt.group(1) or alt.group(2) or "") if alt else ""
