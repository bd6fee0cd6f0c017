"""Builds the next index version aside and swaps it in."""

import errno
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.abbreviations import find_abbreviations
from ingest.chunking import CHUNKER_VERSION
from ingest.errors import StorageProblem
from ingest.index.bm25 import fit
from ingest.index.catalogue import key_of, write_catalogue
from ingest.index.journal import Journal
from ingest.index.reader import IndexReader
from ingest.index.vectors import EdgeStore, Point, ServerStore, connect
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
from ingest.tokens import tokenize
from ingest.types import Chunk, Document, Passage
from ingest.words import words

EMBED_BATCH = 256
ENGINE_BYTES = 80_000_000
"""What the engine's files take at most while they hold next to nothing."""
Progress = Callable[[int, int], None]
"""Called with (passages that have their vector, passages in all)."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything the next version is to hold."""

    documents: Sequence[Document]
    chunks: Sequence[Chunk]
    passages: Sequence[Passage]

    @property
    def hash(self) -> str:
        """Changes with any document's text, structure, metadata or groups, and with any passage id."""
        digest = sha256(f"{SCHEMA_VERSION}".encode())
        for d in self.documents:
            digest.update(
                repr((key_of(d.id), d.title, d.text, d.blocks, sorted(d.metadata.items()), d.groups)).encode()
            )
        for p in self.passages:
            digest.update(p.id.encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    version: str
    unchanged: bool
    embedded: int


def build(
    data_dir: Path,
    contents: Contents,
    embedder: Embedder,
    previous: IndexReader | None,
    server: tuple[str, str] = ("", ""),
    progress: Progress = lambda done, total: None,
) -> Built:
    """Builds and swaps in a version; the caller holds `versions.writing`.

    Vectors of passages that the previous version holds are taken over. Contents that the
    previous version holds already change nothing. Raises StorageProblem when the disk is full;
    the version before is then intact and what was embedded is kept for the next try.
    """
    if (
        previous
        and previous.manifest.content == contents.hash
        and previous.manifest.embedder == embedder.name
    ):
        return Built(previous.version, unchanged=True, embedded=0)
    try:
        sweep(data_dir)
        return _build(data_dir, contents, embedder, previous, server, progress)
    except (OSError, sqlite3.OperationalError) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or "full" in str(error)
        reason = "the disk is full" if full else str(error)
        raise StorageProblem(f"cannot write {data_dir}: {reason}; the index before is intact") from error


def _build(
    data_dir: Path,
    contents: Contents,
    embedder: Embedder,
    previous: IndexReader | None,
    server: tuple[str, str],
    progress: Progress,
) -> Built:
    name = f"v{next_number(data_dir):04d}-{contents.hash[:8]}"
    building = version_folder(data_dir, f".{name}")
    building.mkdir()
    journal = Journal(data_dir / "vectors.journal")
    try:
        embedded = _embed_missing(contents.passages, embedder, previous, journal, progress)
        write_catalogue(building / "catalogue.sqlite", contents.documents, contents.chunks, contents.passages)
        fit([tokenize(p.indexed_text) for p in contents.passages]).save(building / "bm25")
        points = _points(contents.passages, previous, journal)
        if server[0]:
            ServerStore.build(connect(*server), name, embedder.dimension, points)
        else:
            _refuse_little_space(building, len(contents.passages) * embedder.dimension)
            EdgeStore.build(building / "vectors", embedder.dimension, points)
        write_manifest(building, _manifest(name, contents, embedder, "server" if server[0] else "edge"))
        swap_in(data_dir, building, name)
    except BaseException:
        journal.close(finished=False)
        shutil.rmtree(building, ignore_errors=True)
        raise
    journal.close(finished=True)
    return Built(name, unchanged=False, embedded=embedded)


def _refuse_little_space(folder: Path, numbers: int) -> None:
    """The engine writes through memory maps: where the disk fills up under them, the process is killed."""
    if shutil.disk_usage(folder).free < ENGINE_BYTES + 2 * np.dtype(np.float32).itemsize * numbers:
        raise OSError(errno.ENOSPC, "too little space for the vectors")


def _embed_missing(
    passages: Sequence[Passage],
    embedder: Embedder,
    previous: IndexReader | None,
    journal: Journal,
    progress: Progress,
) -> int:
    have = _known(previous)
    missing = [p for p in passages if p.id not in have and p.id not in journal]
    done = len(passages) - len(missing)
    progress(done, len(passages))
    # Like lengths together: a batch is padded to its longest.
    missing.sort(key=lambda p: len(p.indexed_text))
    for start in range(0, len(missing), EMBED_BATCH):
        batch = missing[start : start + EMBED_BATCH]
        journal.add([p.id for p in batch], embedder.embed_passages([p.indexed_text for p in batch]))
        progress(done + start + len(batch), len(passages))
    return len(missing)


def _known(previous: IndexReader | None) -> Mapping[str, int]:
    """Passage id -> ordinal in the previous version."""
    if previous is None:
        return {}
    return {p.id: ordinal for ordinal, p in enumerate(previous.catalogue.all_passages())}


def _points(passages: Sequence[Passage], previous: IndexReader | None, journal: Journal) -> Iterator[Point]:
    have = _known(previous)
    for start in range(0, len(passages), EMBED_BATCH):
        batch = passages[start : start + EMBED_BATCH]
        old = [have[p.id] for p in batch if p.id in have]
        taken: NDArray[np.float32] = (
            previous.vectors(old) if previous and old else np.zeros((0, 0), np.float32)
        )
        rows = dict(zip(old, taken, strict=True))
        for offset, passage in enumerate(batch):
            vector = rows[have[passage.id]] if passage.id in have else journal.get(passage.id)
            if vector is None:
                raise StorageProblem("the journal of vectors was removed while it was in use: ingest again")
            yield start + offset, vector, passage.groups


def _manifest(name: str, contents: Contents, embedder: Embedder, store: str) -> Manifest:
    frequency: Counter[str] = Counter()
    for p in contents.passages:
        frequency.update(set(words(p.indexed_text)))
    return Manifest(
        schema=SCHEMA_VERSION,
        name=name,
        content=contents.hash,
        embedder=embedder.name,
        dimension=embedder.dimension,
        chunker=CHUNKER_VERSION,
        documents=len(contents.documents),
        chunks=len(contents.chunks),
        passages=len(contents.passages),
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        store=store,
        abbreviations=find_abbreviations(d.text for d in contents.documents),
        frequency=dict(frequency),
    )
