"""The markup that documentation tools put into Markdown: MyST's roles and directives, `:::` containers.

See the MyST specification (mystmd.org), the containers of VitePress and Docusaurus, and the attributes of
kramdown: `{func}`open``, a fence whose language is `{note}`, a block between `::: tip` and `:::`, and
`{: .warning }` behind a paragraph, Jekyll's `{% raw %}`. People read none of that.
"""

import re

_CONTAINER = re.compile(r"^[ \t]*:{3,}[ \t]*(?:[\w{].*)?$", re.MULTILINE)
_LISTED = re.compile(
    r"^[ \t]*(:{3,})[ \t]*\{(?:toctree|contents|tableofcontents)\}.*?^[ \t]*\1[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_ATTRIBUTES = re.compile(r"\{:[ \t]*[.#:][^{}\n]*\}[ \t]*$|\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}", re.MULTILINE)
_TITLED_ROLE = re.compile(r"\{[\w:.+-]+\}`([^`<\n]+?)\s*<[^`>\n]*>`")
_ROLE = re.compile(r"\{[\w:.+-]+\}`~?(?=[^`\n]+`)")
_DIRECTIVE = re.compile(r"\{([\w:.-]+)\}[ \t]*(.*)")
_OPTION = re.compile(r"\A(?:[ \t]*:[\w-]+:.*(?:\n|\Z))+")
_ALT = re.compile(r"^[ \t]*:alt:[ \t]*(.+)$", re.MULTILINE)
_PICTURES = frozenset(["figure", "image"])
_NO_WORDS = frozenset(["contents", "include", "raw", "tableofcontents", "toctree"])
_CODE = re.compile(r"code|source|prompt|doctest|testcode|ipython|literalinclude|math|mermaid|parsed-literal")


def without_markup(source: str) -> str:
    """Markdown in which roles are their words and containers what they hold."""
    if ":::" in source:
        source = _CONTAINER.sub("", _LISTED.sub("", source))
    source = _ATTRIBUTES.sub("", source)
    return _ROLE.sub("`", _TITLED_ROLE.sub(r"\1", source))


def directive(info: str, content: str) -> tuple[str, str]:
    """What a fence of this info string holds: ("code", lines), ("text", Markdown), ("", "") for no words."""
    match = _DIRECTIVE.match(info.strip())
    if match is None:
        return "code", content
    name, title = match[1].rpartition(":")[2], match[2]
    if name in _NO_WORDS or name.startswith("auto"):
        return "", ""
    if name in _PICTURES:  # what stands behind its name is a path
        return "text", "\n\n".join([*_ALT.findall(content), _OPTION.sub("", content)])
    content = _OPTION.sub("", content)
    if _CODE.match(name):
        return "code", content
    return "text", f"{title}\n\n{content}" if title else content
