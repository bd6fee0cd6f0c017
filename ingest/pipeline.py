"""Paths in, a new index version out: the whole of ingestion on one page."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ingest.chunking import CHUNKER_VERSION, chunk_document
from ingest.errors import IndexMissing, PathProblem
from ingest.guard.marks import marked
from ingest.guard.planted import load_detector
from ingest.index.reader import IndexReader, open_index
from ingest.index.versions import writing
from ingest.index.writer import Built, Contents, Progress, build
from ingest.models import Embedder
from ingest.reading import Skipped, Source, find_sources, read_sources, remarks
from ingest.types import Chunk, Document, DocumentId, Passage


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did; `documents`, `chunks` and `passages` are those of the whole version.

    `remarks` name what was left out of documents that were read, hidden text and pages that are scans, and
    the instructions to an assistant that stand in them.
    """

    version: str
    unchanged: bool
    read: int
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
    server: tuple[str, str] = ("", ""),
    watchers: Watchers | None = None,
) -> Report:
    """Adds the documents under `paths` to the index, or replaces those it holds already.

    Raises PathProblem when a path is missing or nothing could be read, IndexBusy, IndexMismatch,
    StorageProblem; whatever it raises, the version before goes on serving.
    """
    started = time.perf_counter()
    told = watchers or Watchers()
    sources = find_sources(paths, data_dir)
    with writing(data_dir):
        embedder = load_embedder()
        documents, skipped = _read(sources, told.reading)
        if not documents:
            reasons = "; ".join(f"{s.path}: {s.reason}" for s in skipped[:3])
            raise PathProblem(f"nothing could be read: {reasons}")
        with _previous(data_dir, embedder, server) as previous:
            documents = _marked(documents, previous, embedder)
            contents = _merged(previous, documents, embedder)
            built = build(data_dir, contents, embedder, previous, server, told.embedding)
    return _report(built, contents, documents, skipped, time.perf_counter() - started)


@contextmanager
def _previous(data_dir: Path, embedder: Embedder, server: tuple[str, str]) -> Iterator[IndexReader | None]:
    with ExitStack() as stack:
        reader = None
        with suppress(IndexMissing):
            reader = stack.enter_context(closing(open_index(data_dir, embedder.name, *server)))
        yield reader


def _read(sources: Sequence[Source], progress: Progress) -> tuple[list[Document], list[Skipped]]:
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for done, outcome in enumerate(read_sources(sources), start=1):
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            documents.append(outcome)
        progress(done, max(done, len(sources)))
    return documents, skipped


def _marked(
    documents: Sequence[Document], previous: IndexReader | None, embedder: Embedder
) -> list[Document]:
    """With the instructions that they hold for an assistant; unchanged ones are not read again."""
    detector = load_detector(embedder)
    earlier = previous.catalogue.document if previous else lambda _: None
    return [marked(d, earlier(d.id), detector) for d in documents]


def _merged(previous: IndexReader | None, documents: Sequence[Document], embedder: Embedder) -> Contents:
    """The new documents with the earlier ones that they do not replace; the unchanged are not cut again."""
    earlier = {d.id: d for d in previous.documents()} if previous else {}
    merged = {**earlier, **{d.id: d for d in _distinct(documents, earlier)}}
    chunks, passages = _cut_before(previous)
    for identity, document in merged.items():
        if identity not in chunks or earlier.get(identity) != document:
            chunks[identity], passages[identity] = chunk_document(
                document, embedder.count_tokens, embedder.name
            )
    return Contents(
        list(merged.values()),
        [c for i in merged for c in chunks[i]],
        [p for i in merged for p in passages[i]],
    )


def _cut_before(
    previous: IndexReader | None,
) -> tuple[dict[DocumentId, list[Chunk]], dict[DocumentId, list[Passage]]]:
    """Chunks and passages by document as the previous version holds them, if it was cut the same way."""
    chunks: dict[DocumentId, list[Chunk]] = {}
    passages: dict[DocumentId, list[Passage]] = {}
    if previous and previous.manifest.chunker == CHUNKER_VERSION:
        for d in previous.documents():
            chunks[d.id], passages[d.id] = [], []
        for c in previous.catalogue.all_chunks():
            chunks[c.document].append(c)
        for p in previous.catalogue.all_passages():
            passages[p.document].append(p)
    return chunks, passages


def _distinct(documents: Iterable[Document], earlier: Mapping[DocumentId, Document]) -> Iterable[Document]:
    """Gives a file another id where an indexed file from elsewhere has its own: both are kept."""
    for document in documents:
        before = earlier.get(document.id)
        if before is None or document.metadata.get("format") == "jsonl" or _same_file(before, document):
            yield document
        else:
            folder = PurePath(str(document.metadata.get("source", ""))).parent.name or "other"
            yield replace(document, id=f"{folder}/{document.id}")


def _same_file(before: Document, document: Document) -> bool:
    """Whether two documents of one id come from one file, however its path was written, or say the same."""
    places = [os.path.abspath(str(d.metadata.get("source", ""))) for d in (before, document)]  # noqa: PTH100 - resolve() follows links
    return places[0] == places[1] or before.metadata.get("sha256") == document.metadata.get("sha256")


def _report(
    built: Built,
    contents: Contents,
    documents: Sequence[Document],
    skipped: Sequence[Skipped],
    seconds: float,
) -> Report:
    return Report(
        version=built.version,
        unchanged=built.unchanged,
        read=len(documents),
        documents=len(contents.documents),
        chunks=len(contents.chunks),
        passages=len(contents.passages),
        embedded=built.embedded,
        skipped=tuple(skipped),
        remarks=tuple(remark for document in documents for remark in remarks(document)),
        seconds=seconds,
    )
