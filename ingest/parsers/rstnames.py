"""The names of directives and of fields, by what a reader sees of them.

From the references of docutils (docutils.sourceforge.io/docs/ref/rst/directives.html) and Sphinx
(sphinx-doc.org/en/master/usage), with those of extensions that are met often. A name that is not here is
read as text.
"""

import re


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DOCUTILS = _names("list-table csv-table table parsed-literal math line-block replace unicode")
"""Read by docutils itself."""

SILENT = _names(
    "toctree contents index sectnum section-numbering target-notes header footer title date default-role "
    "include literalinclude raw highlight highlightlang module currentmodule default-domain program "
    "namespace namespace-push namespace-pop tabularcolumns sectionauthor codeauthor moduleauthor "
    "testsetup testcleanup graphviz digraph graph uml plantuml inheritance-diagram bibliography "
    "footbibliography todolist autosummary youtube video iframe click argparse program-output "
    "command-output"
)
CODE = re.compile(
    r"code|source|prompt|doctest|testcode|testoutput|ipython|jupyter-execute|mermaid|productionlist"
)
INSIDE = _names(
    "only ifconfig container rst-class hlist grid card-carousel columns button-ref button-link acks"
)
OBJECTS = _names(
    "function method classmethod staticmethod attribute property data exception decorator decoratormethod "
    "coroutinefunction coroutinemethod awaitablefunction awaitablemethod abstractmethod abstractproperty "
    "cfunction cmacro ctype cvar cmember macro opcode pdbcommand envvar option cmdoption describe object "
    "setting confval django-admin django-admin-option templatetag templatefilter fieldlookup signal"
)
MARKS = _names("setting signal templatetag templatefilter fieldlookup django-admin")
"""Of these, what stands without words of its own above the heading of the section that describes it."""
VERSIONS = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
    "deprecated-removed": "Deprecated since version",
    "versionremoved": "Removed in version",
}

ABOUT = {
    "author": "author",
    "authors": "author",
    "organization": "organization",
    "contact": "contact",
    "address": "address",
    "version": "version",
    "revision": "revision",
    "status": "status",
    "date": "date",
    "copyright": "copyright",
    "keywords": "keywords",
    "description": "description",
    "language": "language",
    "orphan": "",
    "tocdepth": "",
    "nocomments": "",
    "nosearch": "",
}
"""Fields at the top of a file that tell of the file, and what they are called in its metadata, if at all."""

_PARAMETER = dict.fromkeys(_names("param parameter arg argument key keyword kwarg"), "Parameter")
_VARIABLE = dict.fromkeys(_names("ivar cvar var"), "Variable")
_RAISES = dict.fromkeys(_names("raises raise except exception"), "Raises")
_FIELDS = {
    **_PARAMETER,
    **_VARIABLE,
    **_RAISES,
    "type": "Type of",
    "vartype": "Type of",
    "return": "Returns",
    "returns": "Returns",
    "rtype": "Return type",
}


def field_label(name: str) -> str:
    """A field's name as Sphinx shows it: `param str key` is `Parameter key (str)`."""
    kind, _, rest = name.partition(" ")
    word = _FIELDS.get(kind.lower())
    if word is None:
        return name
    of_type, _, named = rest.rpartition(" ")
    if of_type and word in ("Parameter", "Variable"):
        rest = f"{named} ({of_type})"
    return f"{word} {rest}".strip()
