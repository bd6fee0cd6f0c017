"""Notebooks: Markdown, code, and what it printed."""

import json

import pytest

from ingest.errors import UnreadableDocument
from ingest.parsers.notebook import parse


def notebook(*cells, **metadata) -> bytes:
    """A notebook of format 4 with these cells."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}).encode()


def code(source, *outputs) -> dict:
    """A code cell."""
    return {"cell_type": "code", "source": source, "outputs": outputs, "execution_count": 1, "metadata": {}}


def test_a_real_notebook(show, shared):
    """Headings are sections, code is code, and printed words stand below it."""
    parsed = parse(shared("test_notebook.ipynb"), "test_notebook.ipynb")
    assert show(parsed) == [
        ("heading", 1, "Test Notebook"),
        ("code", 0, 'print("markitdown")'),
        ("code", 0, "markitdown"),
        ("heading", 2, "Code Cell Below"),
        ("code", 0, "# comment in code\nprint(42)"),
        ("code", 0, "42"),
        ("paragraph", 0, "End"),
    ]
    assert parsed.metadata["programming_language"] == "python"


def test_outputs(show):
    """A data frame is a table, a picture is left out, an error keeps its words without colours."""
    frame = "<div><table><thead><tr><th></th><th>a</th><th>b</th></tr></thead><tbody>"
    frame += "<tr><th>0</th><td>1</td><td>2</td></tr></tbody></table></div>"
    data = notebook(
        {"cell_type": "markdown", "source": ["# Title\n", "\n", "Words."], "metadata": {}},
        code("df", {"output_type": "execute_result", "data": {"text/html": frame, "text/plain": "a b"}}),
        code(
            "plot()",
            {"output_type": "display_data", "data": {"image/png": "aGk=", "text/plain": "<Figure size 2x2>"}},
        ),
        code("fail()", {"output_type": "error", "ename": "KeyError", "evalue": "\x1b[31m'x'\x1b[0m"}),
    )
    assert show(parse(data, "x.ipynb")) == [
        ("heading", 1, "Title"),
        ("paragraph", 0, "Words."),
        ("code", 0, "df"),
        ("header", 0, "— | a | b"),
        ("row", 0, "0 | 1 | 2"),
        ("code", 0, "plot()"),
        ("code", 0, "fail()"),
        ("code", 0, "KeyError: 'x'"),
    ]


def test_format_3_is_read(show):
    """Old notebooks keep their cells on sheets and call the source input."""
    old = {
        "nbformat": 3,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": "Old"},
                    {
                        "cell_type": "code",
                        "input": "1 + 1",
                        "outputs": [{"output_type": "pyout", "text": "2"}],
                    },
                ]
            }
        ],
    }
    assert show(parse(json.dumps(old).encode(), "x.ipynb")) == [
        ("heading", 2, "Old"),
        ("code", 0, "1 + 1"),
        ("code", 0, "2"),
    ]


@pytest.mark.parametrize("data", [b"not json", b"[]", b'{"a": 1}', b'"cells"'])
def test_what_is_no_notebook_is_refused(data: bytes):
    """JSON without cells and text that is no JSON say so."""
    with pytest.raises(UnreadableDocument, match="not a notebook"):
        parse(data, "x.ipynb")
