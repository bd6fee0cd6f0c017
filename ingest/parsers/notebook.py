"""Jupyter notebooks: Markdown cells as Markdown, code cells as code, what they printed below them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.decoding import decode
from ingest.parsers.markdown import write_text
from ingest.parsers.web import write_fragment

_MAX_OUTPUT = 20_000
"""Characters of one output that are kept: a log that ran for an hour is not what the notebook says."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def parse(data: bytes, name: str) -> Parsed:
    """Read a notebook of format 3 or 4."""
    try:
        notebook = json.loads(decode(data))
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableDocument("not a notebook: not valid JSON") from error
    cells = _cells(notebook)
    out = TextBuilder()
    for cell in cells:
        _write(out, cell)
    metadata = notebook.get("metadata") or {}
    language = (metadata.get("kernelspec") or {}).get("language") or (
        metadata.get("language_info") or {}
    ).get("name")
    authors = [str(a["name"]) for a in metadata.get("authors") or [] if isinstance(a, dict) and a.get("name")]
    found = {"programming_language": language, "author": ", ".join(authors)}
    return out.parsed(
        name, str(metadata.get("title") or ""), {key: value for key, value in found.items() if value}
    )


def _cells(notebook: Any) -> list[Mapping[str, Any]]:
    if isinstance(notebook, dict):
        sheets = notebook.get("worksheets") or [notebook]  # format 3 keeps them on sheets
        cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells") or []]
        if "cells" in notebook or "worksheets" in notebook:
            return [cell for cell in cells if isinstance(cell, dict)]
    raise UnreadableDocument("not a notebook: it has no cells")


def _write(out: TextBuilder, cell: Mapping[str, Any]) -> None:
    source = _text(cell.get("source", cell.get("input", "")))
    match cell.get("cell_type"):
        case "markdown":
            write_text(out, source)
        case "heading":
            out.heading(source, int(cell.get("level", 1)))
        case "code":
            out.code(source)
            for output in cell.get("outputs") or []:
                if isinstance(output, dict):
                    _output(out, output)
        case _:
            out.code(source)


def _output(out: TextBuilder, output: Mapping[str, Any]) -> None:
    """What a cell printed or returned; a data frame is a table, a picture is left out."""
    data = output.get("data") or output
    html = _text(data.get("text/html", ""))
    if "<table" in html:
        write_fragment(out, html, 0)
    elif data.get("text/markdown"):
        write_text(out, _text(data["text/markdown"]))
    else:
        printed = "\n".join(filter(None, _printed(output, data)))
        out.code(_COLOUR.sub("", printed)[:_MAX_OUTPUT])


def _printed(output: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    if output.get("output_type") in ("error", "pyerr"):
        yield f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
    else:
        plain = _text(data.get("text/plain", data.get("text", "")))
        # The picture beside it is what was meant.
        yield "" if re.fullmatch(r"<[\w. ]+[^>]*>", plain.strip()) else plain


def _text(source: Any) -> str:
    """A string, or a list of lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")
