"""JSON Lines dumps: `{"id", "title", "text", "metadata"}`, one document a line, read as a stream."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from ingest.errors import UnreadableDocument
from ingest.parsers.builder import Parsed
from ingest.parsers.normalise import words
from ingest.types import EVERYONE, Document, DocumentId

SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

_MARKDOWN = re.compile(
    r"^ {0,3}(?:```|~~~|#{1,6} \S|[-*+] \S|\d{1,3}[.)] \S|> \S)"
    r"|^\s*\|.*\|\s*$|^[^\n]*\|[^\n]*\n\s*:?-+:?\s*\|"
    r"|\*\*\S[^*\n]*\*\*|`[^`\n]+`|\[[^\]\n]+\]\([^)\s]+\)|!\[|</?(?:p|b|br|ul|li|code|details|summary|table)\b[^>]*>",
    re.MULTILINE,
)
_MAX_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that gives no document."""

    line: int
    reason: str


def is_dump(path: Path) -> bool:
    """Whether a file's name says JSON Lines."""
    return path.name.lower().endswith(SUFFIXES)


def read_jsonl(path: Path) -> Iterator[Document | BadLine]:
    """The documents of a dump one by one; a line that gives none is reported and passed over."""
    seen: set[DocumentId] = set()
    with closing(_open(path)) as file:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            try:
                document = _document(line)
            except UnreadableDocument as error:
                yield BadLine(number, str(error))
                continue
            if document.id in seen:
                yield BadLine(number, f"id {document.id!r} was already read from an earlier line")
                continue
            seen.add(document.id)
            yield document


def parse_record_text(text: str) -> Parsed:
    """A record's text: Markdown where it looks like it, otherwise plain text without a title line."""
    if _MARKDOWN.search(text):
        from ingest.parsers.markdown import parse_text as parse_markdown

        return parse_markdown(text)
    from ingest.parsers.plain import parse_text as parse_plain

    return parse_plain(text, titled=False)


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    # Not `for line in file`: one endless line would be read into memory whole.
    while line := file.readline(_MAX_LINE):
        yield line


def _document(line: bytes) -> Document:
    record = _record(line)
    identity = record.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int) or identity == "":
        raise UnreadableDocument('no "id" (a string or a whole number)')
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableDocument('no "text"')
    parsed = parse_record_text(text)
    if not parsed.blocks:
        raise UnreadableDocument('"text" holds no words')
    metadata = record.get("metadata")
    title = record.get("title")
    return Document(
        id=identity,
        title=words(title) if isinstance(title, str) else "",
        text=parsed.text,
        blocks=parsed.blocks,
        metadata=dict(metadata) if isinstance(metadata, dict) else {},
        groups=_groups(record),
    )


def _record(line: bytes) -> Mapping[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableDocument("not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableDocument("not valid JSON") from error
    if not isinstance(record, dict):
        raise UnreadableDocument("not a JSON object")
    return record


def _groups(record: Mapping[str, Any]) -> tuple[str, ...]:
    groups = record.get("groups")
    if isinstance(groups, list) and groups and all(isinstance(group, str) for group in groups):
        return tuple(groups)
    return (EVERYONE,)
