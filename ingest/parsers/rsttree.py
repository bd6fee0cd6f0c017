"""reStructuredText as docutils' tree, where names that docutils does not know are no problem.

Docutils looks directives and roles up in tables of the process. Nothing is registered there: the states
and the inliner that read a file are ones of our own, so that files may be read at once and leave no trace.
"""

import copy
import re
from itertools import takewhile
from typing import Any, ClassVar

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, states
from docutils.transforms.references import Footnotes, Substitutions
from docutils.utils import new_document, unescape

from ingest.parsers.rstdirectives import directive_for
from ingest.parsers.rsttext import text_of

_CHOSEN = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,  # not even to stderr
    "syntax_highlight": "none",
}
# Made once: docutils silences its own warnings meanwhile, which threads cannot do side by side.
_SETTINGS = get_default_settings(Parser)
vars(_SETTINGS).update(_CHOSEN)

# As written: in these, angle brackets and tildes are the author's own.
_VERBATIM = frozenset(["", "code", "command", "file", "kbd", "literal", "math", "regexp", "samp"])
_TITLED = re.compile(r"(.+?)\s*(?<!\x00)<[^<>]*>$", re.DOTALL)
_REFERENCE = re.compile(
    r"(?P<title>[^<>]+?)\s+<[~!]?[A-Za-z_]\w*(?:\.\w+)+>\Z|~(?:[A-Za-z_]\w*\.)+(?P<last>\w+)\Z", re.DOTALL
)
"""What Sphinx reads without a role where a project's `default_role` says so: a dotted name as the target."""
_SHORTENED = re.compile(r"(?:~(?:[\w.]*\.)?|[!.]+)(?=[A-Za-z_])")
_INDEXES = frozenset(["genindex", "modindex", "py-modindex", "search"])


def read_tree(source: str) -> nodes.document:
    """The file's tree, substitutions made and footnotes numbered."""
    document = new_document("", copy.copy(_SETTINGS))
    parser = Parser(inliner=_Inliner())
    parser.state_classes = _STATES
    parser.parse(source, document)
    document.transformer.add_transforms([Substitutions, Footnotes])
    document.transformer.apply_transforms()
    _name_sections(document)
    return document


class _Inliner(states.Inliner):
    """Reads any role as its words."""

    def __init__(self) -> None:
        super().__init__()
        self.raw_roles = {"raw"}

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> tuple[list[Any], list[Any]]:
        """A role's words, instead of what a table of roles makes of them."""
        role = (role or "").lower().rpartition(":")[2]
        if role in self.raw_roles:
            return [], []
        words = _words(text, role)
        return [nodes.inline(rawsource, words, role=role, label=words == unescape(text))], []


# Docutils takes the pieces of its patterns from the inliner's own class, not from those above it.
for _name, _piece in vars(states.Inliner).items():
    if not _name.startswith("__") and _name not in vars(_Inliner):
        setattr(_Inliner, _name, _piece)


def _words(text: str, role: str) -> str:
    if not role and (named := _REFERENCE.match(text)):
        return str(unescape(named["title"] or named["last"]))
    if role in _VERBATIM:
        return str(unescape(text, restore_backslashes=role in ("code", "math")))
    titled = _TITLED.match(text)
    if titled:
        return str(unescape(titled[1]))
    words = _SHORTENED.sub("", unescape(text), count=1) if _SHORTENED.match(text) else str(unescape(text))
    if role == "ref" and words in _INDEXES:
        return ""
    return f"{role.upper()} {words}" if role in ("pep", "rfc") else words


def _name_sections(document: nodes.document) -> None:
    """`:ref:` with a label alone shows the title of the section that bears it, if the file has it."""
    titles: dict[str, str] = {}
    for section in document.findall(nodes.section):
        above = section.parent.children[: section.parent.index(section)]
        for target in takewhile(lambda node: isinstance(node, nodes.target), reversed(above)):
            titles.update(dict.fromkeys(target.get("names"), text_of(section.children[0])))
    for told in document.findall(nodes.inline):
        if told.get("role") == "ref" and told["label"]:
            label = told.astext()
            words = titles.get(nodes.fully_normalize_name(label)) or re.sub("[-_]", " ", label)
            told.children = [nodes.Text(words)]


class _Reading:
    """What every state does otherwise than docutils' own: directives are chosen by `directive_for`."""

    nested_sm_cache: ClassVar[list[Any]] = []

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)  # type: ignore[call-arg]
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def run_directive(self, directive: type[Directive] | None, match: Any, name: str, presets: Any) -> Any:
        """A picture's `presets` name it after its substitution, which says nothing: they are left out."""
        return super().run_directive(directive_for(name, directive), match, name, {})  # type: ignore[misc]

    def unknown_directive(self, name: str) -> Any:
        """The line is matched again, since docutils gives up with the name alone."""
        line = self.state_machine.line  # type: ignore[attr-defined]
        match = re.match(rf"(?:\.\. +)?{re.escape(name)} ?::(?: +|$)", line)
        if match is None:
            return super().unknown_directive(name)  # type: ignore[misc]
        return self.run_directive(None, match, name, {})


_STATES = tuple(type(state.__name__, (_Reading, state), {}) for state in states.state_classes)
"""Docutils' states, under their names."""
