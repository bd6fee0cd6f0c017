"""Files, folders and dumps in; documents out, one by one, with a reason for whatever was skipped."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath

from ingest.errors import PathProblem, UnreadableDocument
from ingest.guard.marks import instructions
from ingest.language import language_of
from ingest.parsers import OCR_MISSING, SUFFIXES, kind_of, parse
from ingest.parsers.jsonl import BadLine, is_dump, read_jsonl
from ingest.types import Document, DocumentId, Origin

_HEAD = 64 * 1024
_SHOWN = 80
_MAX_HIDDEN = 10_000
"""Pieces of hidden text that are kept: a sheet may hide more cells than it shows."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file (or `file:line`) that gave no document, or not all of it, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `path` as the caller would write it, `id` relative to what was given."""

    path: Path
    id: str
    problem: str = ""
    """Why it cannot be read, where that is known already: a folder that does not open."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file whose bytes are those that document `id` was read from."""

    id: DocumentId


Known = Mapping[str, Origin]
"""What was read before, by the absolute path of its file."""
Outcome = Document | Skipped | Unchanged


def find_sources(paths: Sequence[Path], data_dir: Path | None = None) -> list[Source]:
    """Every file under `paths`, in order; raises `PathProblem` where one is missing or all are empty.

    Hidden files, `data_dir` (an index must not index itself) and anything reached twice are left out.
    """
    if not paths:
        raise PathProblem("no path given; name a file or a folder to ingest")
    found: list[Source] = []
    seen: set[Path] = set()
    for path in paths:
        for source in _under(path, data_dir.resolve() if data_dir else None):
            real = source.path.resolve()
            if real not in seen:
                seen.add(real)
                found.append(source)
    if not found:
        given = ", ".join(map(str, paths))
        raise PathProblem(f"nothing to ingest in {given}; supported: {', '.join((*SUFFIXES, '.jsonl'))}")
    return _distinct(found)


def read_paths(paths: Sequence[Path], data_dir: Path | None = None) -> Iterator[Document | Skipped]:
    """Read everything under `paths`. A missing path raises `PathProblem` before the first file is read."""
    outcomes = read_sources(find_sources(paths, data_dir))
    return (outcome for outcome in outcomes if not isinstance(outcome, Unchanged))


def read_sources(sources: Sequence[Source], known: Known | None = None) -> Iterator[Outcome]:
    """Read each source; one that fails is skipped with its reason, and so is an id met before.

    A file that is `known` and has not changed costs its hash.
    """
    seen: set[DocumentId] = set()
    for source in sources:
        for outcome in _read(source, known or {}):
            if isinstance(outcome, Document) and not _is_text(outcome):
                yield Skipped(shown(source.path), f"record {outcome.id!r} holds characters that are no text")
                continue
            if not isinstance(outcome, Skipped):
                if outcome.id in seen:
                    yield Skipped(shown(source.path), f"id {outcome.id!r} was already read from another file")
                    continue
                seen.add(outcome.id)
            yield outcome


def _read(source: Source, known: Known) -> Iterator[Outcome]:
    path = shown(source.path)
    if source.problem:
        yield Skipped(path, source.problem)
        return
    try:
        if is_dump(source.path):
            yield from _read_dump(source)
        else:
            yield _read_file(source, known.get(os.path.abspath(path)))  # noqa: PTH100 - resolve() follows links
    except UnreadableDocument as error:
        yield Skipped(path, str(error))
    except OSError as error:
        yield Skipped(path, f"cannot be read: {error.strerror or error}")
    except MemoryError:
        yield Skipped(path, "too large for this machine's memory")
    except Exception as error:  # a parser's defect must cost one file, not the ingest
        yield Skipped(path, f"the parser failed: {on_one_line(error)}")


def on_one_line(error: Exception) -> str:
    """A defect's kind and words, for a reason that a report gives."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def _read_file(source: Source, before: Origin | None) -> Document | Unchanged:
    name = source.path.name
    with source.path.open("rb") as file:
        # A file of an unknown kind may be enormous: its head tells whether the rest is wanted.
        head = file.read(_HEAD)
        if head.strip() and not kind_of(head, name) and not head.startswith(b"PK"):
            raise UnreadableDocument(f"unsupported format {source.path.suffix.lower()!r}")
        data = head + file.read()
    sha256 = hashlib.sha256(data).hexdigest()
    if before and before.whole and before.sha256 == sha256 and _same_id(before.id, source.id):
        return Unchanged(before.id)
    parsed = parse(data, name)
    metadata = {
        **parsed.metadata,
        "source": shown(source.path),
        "format": kind_of(data, name),
        "sha256": sha256,
    }
    language = parsed.metadata.get("language") or language_of(parsed.text)
    if language:
        metadata["language"] = language
    if parsed.hidden:
        metadata["hidden"] = [asdict(hidden) for hidden in parsed.hidden[:_MAX_HIDDEN]]
    return Document(source.id, parsed.title, parsed.text, parsed.blocks, metadata)


def _same_id(before: DocumentId, now: str) -> bool:
    """A file that met another of its name has its folder before its id."""
    return before == now or str(before).endswith(f"/{now}")


def _read_dump(source: Source) -> Iterator[Document | Skipped]:
    any_line = False
    for record in read_jsonl(source.path):
        any_line = True
        if isinstance(record, BadLine):
            yield Skipped(f"{shown(source.path)}:{record.line}", record.reason)
        else:
            digest = hashlib.sha256(record.text.encode()).hexdigest()
            metadata = {**record.metadata, "source": shown(source.path), "format": "jsonl", "sha256": digest}
            yield replace(record, metadata=metadata)
    if not any_line:
        raise UnreadableDocument("the file is empty")


def _under(path: Path, data_dir: Path | None) -> Iterator[Source]:
    try:
        if path.is_dir():
            yield from _walk(path, data_dir)
        elif path.exists():
            yield Source(path, path.name)
        else:
            raise PathProblem(f"{path}: no such file or folder; check the path")
    except OSError as error:
        raise PathProblem(f"{path}: cannot be read: {error.strerror or error}") from error


def _walk(top: Path, data_dir: Path | None) -> Iterator[Source]:
    visited: set[str] = set()
    closed: list[OSError] = []
    for here, folders, files in os.walk(top, onerror=closed.append, followlinks=True):
        real = os.path.realpath(here)
        if real in visited or (data_dir is not None and Path(real).is_relative_to(data_dir)):
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and not (path.exists() and not path.is_file()):
                yield Source(path, path.relative_to(top).as_posix())
    for error in closed:
        yield Source(Path(error.filename), str(error.filename), f"cannot be read: {error.strerror}")


def _distinct(sources: list[Source]) -> list[Source]:
    """Two folders given at once may hold files of the same name: the later ones get more of their path."""
    taken: set[str] = set()
    done = []
    for source in sources:
        identity = shown(source.id)
        parents = [part for part in source.path.absolute().parts[1:] if part not in (".", "..")]
        length = len(PurePath(identity).parts)
        while identity in taken and length < len(parents):
            length += 1
            identity = shown("/".join(parents[-length:]))
        taken.add(identity)
        done.append(replace(source, id=identity))
    return done


def _is_text(document: Document) -> bool:
    """False where a dump escapes half of a surrogate pair: no file and no database takes it."""
    try:
        json.dumps((document.id, dict(document.metadata), document.groups), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def remarks(document: Document) -> Iterator[Skipped]:
    """What was left out of a document that was read, and what in it asks something of an assistant."""
    path = str(document.metadata.get("source", document.id))
    hidden = document.metadata.get("hidden") or []
    if hidden:
        why = Counter(part["why"] for part in hidden)
        size = sum(len(part["text"]) for part in hidden)
        reasons = ", ".join(f"{reason} ({count})" for reason, count in why.most_common())
        yield Skipped(path, f"{size:,} characters of hidden text left out: {reasons}")
    asked = [document.text[p.start : p.end] for p in instructions(document.metadata)]
    if asked:
        first = " ".join(asked[0].split())[:_SHOWN]
        yield Skipped(path, f"reads like an instruction to an assistant ({len(asked)}), is marked: “{first}”")
    unread = document.metadata.get("unread_pages") or []
    if unread:
        pages = ", ".join(map(str, unread[:10])) + (", …" if len(unread) > 10 else "")
        yield Skipped(path, f"{len(unread)} scanned pages left out ({pages}): {OCR_MISSING}")


def shown(path: str | Path) -> str:
    """A path as text; a byte that is not UTF-8, which a name on disk may hold, reads `\\xe9`."""
    return os.fsencode(path).decode(errors="backslashreplace")
