"""What an ingest read beside what the index holds: new, changed, the same, or vanished."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ingest.chunking import CHUNKER_VERSION
from ingest.guard.marks import VERSION
from ingest.index.reader import IndexReader
from ingest.parsers.jsonl import is_dump
from ingest.reading import Known, Outcome, Skipped, Source, Unchanged, shown
from ingest.types import Document, DocumentId


@dataclass(frozen=True, slots=True)
class Compared:
    """Documents that were read, by what they are to the index; `untouched` files cost their hash alone.

    `outdated` were not read: they are in the index, cut in a way that is no longer ours.
    """

    added: Sequence[Document]
    changed: Sequence[Document]
    same: Sequence[Document]
    untouched: int
    outdated: Sequence[Document]


def known_files(previous: IndexReader | None) -> Known:
    """The files that need not be read again unless their bytes, or the guard's detector, change."""
    if previous is None or previous.manifest.chunker != CHUNKER_VERSION:
        return {}
    origins = previous.catalogue.origins()
    return {_absolute(o.source): o for o in origins if o.source and o.detector == VERSION}


def compared(outcomes: Sequence[Outcome], previous: IndexReader | None) -> Compared:
    """Sorts what was read by what the index holds of it."""
    read = [o for o in outcomes if isinstance(o, Document)]
    untouched = sum(isinstance(o, Unchanged) for o in outcomes)
    if previous is None:
        return Compared(read, (), (), untouched, ())
    current = previous.manifest.chunker == CHUNKER_VERSION
    added: dict[DocumentId, Document] = {}
    changed: dict[DocumentId, Document] = {}
    same: dict[DocumentId, Document] = {}
    for document in _distinct(read, previous):
        before = previous.catalogue.document(document.id)
        kind = added if before is None else same if before == document and current else changed
        kind[document.id] = document
    given = {*added, *changed, *same}
    outdated = [] if current else [d for d in previous.documents() if d.id not in given]
    return Compared([*added.values()], [*changed.values()], [*same.values()], untouched, outdated)


def vanished(
    paths: Sequence[Path],
    sources: Sequence[Source],
    outcomes: Sequence[Outcome],
    previous: IndexReader | None,
) -> list[DocumentId]:
    """Documents of the index that came from `paths` and are no longer there.

    A file that cannot be read now, or lies in a folder that does not open, has not vanished; nor has a
    line of a dump of which another line could not be read.
    """
    if previous is None:
        return []
    tops = [_absolute(path) for path in paths]
    found = {_absolute(shown(source.path)): source for source in sources}
    closed = [place for place, source in found.items() if source.problem]
    read = {o.id for o in outcomes if not isinstance(o, Skipped)}
    skipped = [o.path for o in outcomes if isinstance(o, Skipped)]
    torn = {_absolute(path) for name in skipped for path in (name, name.rpartition(":")[0])}
    gone = []
    for origin in previous.catalogue.origins():
        place = _absolute(origin.source)
        if not _below(place, tops) or _below(place, closed) or not origin.source:
            continue
        if place in found:
            missing = is_dump(Path(place)) and origin.id not in read and place not in torn
        else:
            missing = _is_gone(place)
        if missing:
            gone.append(origin.id)
    return gone


def _below(place: str, tops: Sequence[str]) -> bool:
    return any(place == top or place.startswith(top.rstrip("/") + "/") for top in tops)


def _is_gone(place: str) -> bool:
    try:
        Path(place).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:  # it may be there, behind a folder that does not open
        return False
    return False


def _distinct(documents: Iterable[Document], previous: IndexReader) -> Iterator[Document]:
    """Gives a file another id where an indexed file from elsewhere has its own: both are kept."""
    for document in documents:
        before = previous.catalogue.document(document.id)
        if before is None or document.metadata.get("format") == "jsonl" or _same_file(before, document):
            yield document
        else:
            folder = PurePath(str(document.metadata.get("source", ""))).parent.name or "other"
            yield replace(document, id=f"{folder}/{document.id}")


def _same_file(before: Document, document: Document) -> bool:
    """Whether two documents of one id come from one file, however its path was written, or say the same."""
    places = [_absolute(str(d.metadata.get("source", ""))) for d in (before, document)]
    return places[0] == places[1] or before.metadata.get("sha256") == document.metadata.get("sha256")


def _absolute(path: str | Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - resolve() follows links
