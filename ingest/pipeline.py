"""Paths in, a new index version out: the whole of ingestion on one page."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ingest.comparing import Compared, compared, known_files, vanished
from ingest.cutting import cut, without
from ingest.errors import IndexMissing, PathProblem
from ingest.guard.marks import marked
from ingest.guard.planted import load_detector
from ingest.index.change import Change
from ingest.index.home import Home, home_of
from ingest.index.reader import IndexReader
from ingest.index.writer import Built, Progress
from ingest.models import Embedder
from ingest.reading import Known, Outcome, Skipped, Source, find_sources, read_sources, remarks
from ingest.settings import Server
from ingest.types import Document, DocumentId

NO_SERVER = Server()
Indexed = Callable[[DocumentId], Document | None]
Adopt = Callable[[Document, Indexed], Document | Skipped]
"""What a document that was read becomes in an index that holds others: with other groups, say."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `documents`, `chunks` and `passages` are those of the whole version.

    Of the documents that were `read`, `added` are new, `changed` are in the place of what the index
    held, and `same` are what it held. `removed` are gone. `remarks` name what was left out of
    documents that were read, hidden text and pages that are scans, and the instructions to an
    assistant that stand in them.
    """

    version: str
    unchanged: bool
    read: int
    added: int
    changed: int
    same: int
    removed: int
    documents: int
    chunks: int
    passages: int
    embedded: int
    skipped: tuple[Skipped, ...]
    remarks: tuple[Skipped, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Watchers:
    """Told of progress: documents read, and passages embedded."""

    reading: Progress = lambda done, total: None
    embedding: Progress = lambda done, total: None


def ingest(
    paths: Sequence[Path],
    data_dir: Path,
    load_embedder: Callable[[], Embedder],
    server: Server = NO_SERVER,
    watchers: Watchers | None = None,
    prune: bool = False,
    adopt: Adopt | None = None,
) -> Report:
    """Adds the documents under `paths` to the index, or replaces those it holds already.

    `prune` drops documents that came from `paths` and whose files, or lines of a dump, are no longer there.
    `adopt` has a say in each document, unchanged ones too.
    Raises PathProblem when a path is missing or nothing could be read, IndexBusy, IndexMismatch,
    StorageProblem; whatever it raises, the version before goes on serving.
    """
    started = time.perf_counter()
    told = watchers or Watchers()
    sources = find_sources(paths, data_dir)
    home = home_of(data_dir, server)
    with home.writing():
        embedder = load_embedder()
        with _previous(home, embedder) as previous:
            earlier = previous.catalogue.document if previous else lambda _: None
            read = _read(sources, {} if adopt else known_files(previous), told.reading)
            outcomes = [adopt(o, earlier) if adopt and isinstance(o, Document) else o for o in read]
            _need_some(any(not isinstance(o, Skipped) for o in outcomes), outcomes)
            outcomes = _marked(outcomes, earlier, embedder)
            found = compared(outcomes, previous)
            gone = vanished(paths, sources, outcomes, previous) if prune else []
            change, failed = cut(found, gone, embedder)
            found, outcomes = without(found, failed), [*outcomes, *failed.values()]
            _need_some(bool(found.added or found.changed or found.same or found.untouched), outcomes)
            built = home.build(change, embedder, previous, told.embedding)
    return _report(built, found, len(gone), outcomes, time.perf_counter() - started)


def delete(
    identity: DocumentId,
    data_dir: Path,
    load_embedder: Callable[[], Embedder],
    server: Server = NO_SERVER,
) -> Built:
    """Drops the document of that id from the index and, with it, the versions that held it.

    A number may be given as text, unless a document is called that.
    Raises PathProblem where there is none, IndexMissing, IndexBusy, IndexMismatch, StorageProblem.
    """
    home = home_of(data_dir, server)
    with home.writing():
        embedder = load_embedder()
        with closing(home.open(embedder.name, late=True)) as previous:
            known = [origin.id for origin in previous.catalogue.origins()]
            gone = [i for i in known if i == identity] or [i for i in known if str(i) == identity]
            if not gone:
                raise PathProblem(f"no document {identity!r} is indexed: rag documents lists them")
            built = home.build(Change(removed=gone), embedder, previous, lambda *_: None, thorough=True)
        home.forget_earlier()
        return built


@contextmanager
def _previous(home: Home, embedder: Embedder) -> Iterator[IndexReader | None]:
    with ExitStack() as stack:
        reader = None
        with suppress(IndexMissing):
            reader = stack.enter_context(closing(home.open(embedder.name, late=True)))
        yield reader


def _read(sources: Sequence[Source], known: Known, progress: Progress) -> list[Outcome]:
    """What each source gave."""
    outcomes: list[Outcome] = []
    for done, outcome in enumerate(read_sources(sources, known), start=1):
        outcomes.append(outcome)
        progress(done, max(done, len(sources)))
    return outcomes


def _need_some(left: bool, outcomes: Sequence[Outcome]) -> None:
    """Raises PathProblem where no document is left, with the first reasons why."""
    if not left:
        reasons = "; ".join([f"{s.path}: {s.reason}" for s in outcomes if isinstance(s, Skipped)][:3])
        raise PathProblem(f"nothing could be read: {reasons}")


def _marked(outcomes: Sequence[Outcome], earlier: Indexed, embedder: Embedder) -> list[Outcome]:
    """What was read, with the instructions to an assistant in it; what is as it was is not read again."""
    detector = load_detector(embedder)
    read = iter(marked([o for o in outcomes if isinstance(o, Document)], earlier, detector))
    return [next(read) if isinstance(o, Document) else o for o in outcomes]


def _report(
    built: Built,
    found: Compared,
    removed: int,
    outcomes: Sequence[Outcome],
    seconds: float,
) -> Report:
    documents = [*found.added, *found.changed, *found.same]
    return Report(
        version=built.version,
        unchanged=built.unchanged,
        read=len(documents) + found.untouched,
        added=len(found.added),
        changed=len(found.changed),
        same=len(found.same) + found.untouched,
        removed=removed,
        documents=built.manifest.documents,
        chunks=built.manifest.chunks,
        passages=built.manifest.passages,
        embedded=built.embedded,
        skipped=tuple(o for o in outcomes if isinstance(o, Skipped)),
        remarks=tuple(remark for document in documents for remark in remarks(document)),
        seconds=seconds,
    )
