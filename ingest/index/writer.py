"""Builds the next index version aside and swaps it in."""

import errno
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ingest.abbreviations import most_frequent
from ingest.chunking import CHUNKER_VERSION
from ingest.errors import StorageProblem
from ingest.index.amend import amend_catalogue
from ingest.index.catalogue import Catalogue
from ingest.index.change import Change, Layout
from ingest.index.filling import Vectors, write_vectors
from ingest.index.journal import Journal
from ingest.index.postings import Postings, amended, counted, weighed
from ingest.index.reader import IndexReader
from ingest.index.versions import (
    SCHEMA_VERSION,
    Manifest,
    next_number,
    swap_in,
    sweep,
    version_folder,
    write_manifest,
)
from ingest.models import Embedder
from ingest.models.late import embed_for_index
from ingest.tokens import tokenize
from ingest.types import Passage
from ingest.words import words

EMBED_BATCH = 256
Progress = Callable[[int, int], None]
"""Called with (passages that have their vector, passages in all)."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; `manifest` is that of the version that serves now."""

    manifest: Manifest
    unchanged: bool
    embedded: int

    @property
    def version(self) -> str:
        """The version's name."""
        return self.manifest.name


def build(
    data_dir: Path,
    change: Change,
    embedder: Embedder,
    previous: IndexReader | None,
    progress: Progress = lambda done, total: None,
    thorough: bool = False,
) -> Built:
    """Builds and swaps in a version; the caller holds `versions.writing`.

    What the previous version holds and the change leaves alone is taken over. No change keeps the
    version. `thorough` writes the vectors' files anew, without a trace of what is dropped. Raises
    StorageProblem when the disk is full; the version before is then intact and what was embedded is
    kept for the next try.
    """
    if previous and not change.touched:
        return Built(previous.manifest, unchanged=True, embedded=0)
    try:
        sweep(data_dir)
        return _build(data_dir, change, embedder, previous, progress, thorough)
    except (OSError, sqlite3.OperationalError) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or "full" in str(error)
        reason = "the disk is full" if full else str(error)
        raise StorageProblem(f"cannot write {data_dir}: {reason}; the index before is intact") from error


def _build(
    data_dir: Path,
    change: Change,
    embedder: Embedder,
    previous: IndexReader | None,
    progress: Progress,
    thorough: bool,
) -> Built:
    number = f"v{next_number(data_dir):04d}"
    building = version_folder(data_dir, f".{number}")
    building.mkdir()
    journal = Journal(data_dir / "vectors.journal")
    try:
        held = _held(previous, change)
        missing = [p for p in change.passages if p.id not in held and p.id not in journal]
        _embed(missing, len(change.passages), embedder, journal, progress)
        before = version_folder(data_dir, previous.version) if previous else None
        places = _write_words(building, before, change)
        with closing(Catalogue(building / "catalogue.sqlite")) as catalogue:
            name = f"{number}-{content_hash(catalogue.digests())[:8]}"
            vectors = Vectors(catalogue, places, previous, held, journal)
            write_vectors(building, before, embedder.dimension, vectors, thorough)
            manifest = _manifest(name, catalogue, embedder, previous, change)
            write_manifest(building, manifest)
        swap_in(data_dir, building, name)
    except BaseException:
        journal.close(finished=False)
        shutil.rmtree(building, ignore_errors=True)
        raise
    journal.close(finished=True)
    return Built(manifest, unchanged=False, embedded=len(missing))


def content_hash(digests: Iterable[str]) -> str:
    """Changes with any document's text, structure, metadata or groups, and with any passage id."""
    return sha256(f"{SCHEMA_VERSION}{''.join(digests)}".encode()).hexdigest()


def _held(previous: IndexReader | None, change: Change) -> Mapping[str, int]:
    """Passage id -> ordinal in the previous version, of the documents that change."""
    if previous is None:
        return {}
    return {p.id: o for o, p in previous.catalogue.passages_of(d.id for d in change.documents)}


def _embed(
    missing: Sequence[Passage], total: int, embedder: Embedder, journal: Journal, progress: Progress
) -> None:
    done = total - len(missing)
    progress(done, total)
    # Like lengths together: a batch is padded to its longest.
    ordered = sorted(missing, key=lambda p: len(p.indexed_text))
    for start in range(0, len(ordered), EMBED_BATCH):
        batch = ordered[start : start + EMBED_BATCH]
        journal.add([p.id for p in batch], embed_for_index(embedder, batch))
        progress(done + start + len(batch), total)


def _write_words(building: Path, before: Path | None, change: Change) -> Layout:
    """Catalogue and BM25, the previous version's with the change applied."""
    places = amend_catalogue(
        building / "catalogue.sqlite", before / "catalogue.sqlite" if before else None, change
    )
    added = counted([tokenize(p.indexed_text) for p in change.passages])
    postings = amended(Postings.load(before / "bm25"), added, places) if before else added
    weighed(postings).save(building / "bm25")
    postings.save(building / "bm25")
    return places


def _manifest(
    name: str, catalogue: Catalogue, embedder: Embedder, previous: IndexReader | None, change: Change
) -> Manifest:
    documents, chunks, passages = catalogue.counts()
    return Manifest(
        schema=SCHEMA_VERSION,
        name=name,
        content=content_hash(catalogue.digests()),
        embedder=embedder.name,
        dimension=embedder.dimension,
        chunker=CHUNKER_VERSION,
        documents=documents,
        chunks=chunks,
        passages=passages,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        store="edge",
        abbreviations=most_frequent(catalogue.definitions()),
        frequency=frequency(previous, change),
    )


def frequency(previous: IndexReader | None, change: Change) -> Mapping[str, int]:
    """Word -> the number of passages of the next version that hold it."""
    counts: Counter[str] = Counter(previous.manifest.frequency if previous else {})
    gone = previous.catalogue.passages_of(change.touched) if previous else ()
    for _, passage in gone:
        counts.subtract(set(words(passage.indexed_text)))
    for passage in change.passages:
        counts.update(set(words(passage.indexed_text)))
    return {word: number for word, number in counts.items() if number > 0}
