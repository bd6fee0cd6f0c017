"""What reStructuredText's directives hold, those of Sphinx and of its extensions among them.

Docutils knows its own directives and reads their options strictly; a manual is full of others. Here a
directive is read by what it is for (code, the description of an object, words), not by who defined it.
"""

import re
from collections.abc import Callable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.statemachine import StringList

from ingest.parsers import rstnames


class _Options(dict[str, Callable[[str], Any]]):
    """The options that a directive knows, and any other as it stands."""

    def __missing__(self, name: str) -> Callable[[str], Any]:
        return directives.unchanged


_ANY = _Options({"class": directives.unchanged})


def directive_for(name: str, known: type[Directive] | None) -> type[Directive]:
    """The class that reads a directive of this name; `known` is what docutils has for it."""
    name = name.lower()
    short = name.rpartition(":")[2]
    if known is not None and name in rstnames.DOCUTILS:
        options = _Options({**_ANY, **(known.option_spec or {})})
        return type(known.__name__, (known,), {"option_spec": options})
    if name in _OWN:
        return _OWN[name]
    if short in rstnames.SILENT:
        return _Silent
    if rstnames.CODE.match(short):
        return _Code
    if short.startswith("auto"):
        return _Auto
    return _Object if ":" in name or short in rstnames.OBJECTS else _Unknown


class _Words(Directive):
    """Whatever stands in it is text, what stands behind its name included."""

    has_content = True
    option_spec = _ANY

    def run(self) -> list[nodes.Node]:
        return self.read(self.lines())

    def lines(self) -> StringList:
        """What is read, line by line."""
        return self.content

    def read(self, lines: StringList) -> list[nodes.Node]:
        """These lines as blocks; headings may stand among them."""
        held = nodes.container()
        if lines:
            self.state.nested_parse(lines, self.content_offset, held, match_titles=True)
        return [held]

    def named(self) -> str:
        """What stands behind the name, on its line."""
        return self.block_text.partition("\n")[0].partition("::")[2].strip()


class _Inside(_Words):
    """What stands behind its name is not for readers: `only:: html`, `container:: wide`."""

    def lines(self) -> StringList:
        return self.content[1:] if self.named() else self.content


class _Class(_Inside):
    """Docutils' `class:: wide` sets a style; Sphinx's `class:: Queue(size)` describes a class."""

    def run(self) -> list[nodes.Node]:
        if not re.search(r"[A-Z.(]", self.named()):
            return super().run()
        return _described(f"class {self.named()}", self.read(self.lines()))


class _Version(_Words):
    """`versionadded:: 1.2` and its like: the version, said in words, and what is told of it."""

    def lines(self) -> StringList:
        version, _, told = self.named().partition(" ")
        if self.name.lower() == "deprecated-removed":
            removed, _, told = told.partition(" ")
            version += f", removed in version {removed}"
        if not version:
            return self.content
        told = f": {told}" if told else ":" if len(self.content) > 1 else "."
        first = f"{rstnames.VERSIONS[self.name.lower()]} {version}{told}"
        return StringList([first, *self.content[1:]], source="")


class _SeeAlso(_Words):
    """References that would say nothing without the words `See also`."""

    def lines(self) -> StringList:
        first = self.content[0] if self.content else ""
        if not first or re.match(r"[*+-] |\.\. |\d+\. ", first):
            return StringList(["See also:", "", *self.content], source="") if first else self.content
        return StringList([f"See also: {first}", *self.content[1:]], source="")


class _Glossary(_Words):
    """Terms that share a definition stand on lines of their own; here on one."""

    def lines(self) -> StringList:
        joined = re.sub(r"(?m)^(\w.*)\n(?=\w)", r"\1, ", "\n".join(self.content))
        return StringList(joined.split("\n"), source="")


class _Unknown(_Words):
    """A word alone marks a place for an index, as `.. setting:: SIZE` above the heading "SIZE" does."""

    def run(self) -> list[nodes.Node]:
        alone = len(self.content) == 1 and len(self.content[0].split()) == 1
        return [] if alone else super().run()


class _Object(_Words):
    """A function, an option, a setting: how it is written, and what it does, as a term and its definition."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        if self.name.lower() in rstnames.MARKS and not self.content:
            return []
        return _described(self.signature(), self.read(self.content))

    def signature(self) -> str:
        """All signatures on one line, none of their stars taken for markup."""
        written = "".join(self.arguments).replace("\\\n", " ")
        lines: list[str] = []
        for line in map(str.strip, written.split("\n")):
            if lines and lines[-1].count("(") > lines[-1].count(")"):
                lines[-1] += f" {line}"
            else:
                lines.append(line)
        domain, _, kind = self.name.lower().rpartition(":")
        word = kind.upper() if domain == "http" else kind if kind in ("class", "exception") else ""
        return f"{word} {', '.join(lines)}".strip()


class _Auto(_Object):
    """What a tool writes in its place is not in the file; only what is said beside it is."""

    def run(self) -> list[nodes.Node]:
        return super().run() if self.content else []


class _Code(Directive):
    """Code, with its caption; what stands behind the name is its language."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _ANY

    def run(self) -> list[nodes.Node]:
        language = self.block_text.partition("\n")[0].partition("::")[2].strip()
        below = [] if language else self.arguments  # code without the blank line above it
        source = "\n".join([*below, *self.content])
        caption = self.options.get("caption") or ""
        held: list[nodes.Node] = [nodes.paragraph("", "", *self.state.inline_text(caption, self.lineno)[0])]
        return [*(held if caption else []), nodes.literal_block(source, source)]


class _Picture(_Words):
    """A picture's alternative text, its caption and its legend; what stands behind the name is a path."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        picture = nodes.image(alt=self.options.get("alt") or "")
        return [picture, *self.read(self.content)] if self.content else [picture]


class _Silent(Directive):
    """No words for readers: lists of contents, settings of the tool, what is in other files."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        return []


class _Meta(_Silent):
    """What the file tells of itself: `:description: ...`, a line each."""

    def run(self) -> list[nodes.Node]:
        told = re.findall(r"^:(\w+)[^:]*:\s+(.+)$", "\n".join(self.content), re.MULTILINE)
        return [nodes.meta(name=name, content=content) for name, content in told]


class _Role(_Silent):
    """A role of the document's own; what is markup for another format is no text."""

    def run(self) -> list[nodes.Node]:
        made = re.match(r"([\w.:+-]+)\s*\(\s*raw\s*\)", self.content[0] if self.content else "")
        if made:
            self.state.inliner.raw_roles.add(made[1].lower())  # type: ignore[attr-defined]
        return []


def _described(term: str, told: list[nodes.Node]) -> list[nodes.Node]:
    body = nodes.definition("", *told)
    entry = nodes.definition_list_item("", nodes.term(term, term), body)
    return [nodes.definition_list("", entry)]


_OWN: dict[str, type[Directive]] = {
    "class": _Class,
    "figure": _Picture,
    "glossary": _Glossary,
    "image": _Picture,
    "meta": _Meta,
    "role": _Role,
    "rubric": _Words,
    "seealso": _SeeAlso,
    **dict.fromkeys(rstnames.INSIDE, _Inside),
    **dict.fromkeys(rstnames.VERSIONS, _Version),
}
