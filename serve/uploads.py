"""Uploaded files on their way into the index: the originals stay in the data directory."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from shutil import copyfileobj
from threading import Lock
from typing import BinaryIO

from ingest.errors import IndexBusy, PathProblem, RagError, StorageProblem, UnreadableDocument
from ingest.index.home import home_of
from ingest.models import Embedder
from ingest.pipeline import Report, delete, ingest
from ingest.reading import shown
from ingest.types import Document, DocumentId
from serve.audience import Audience
from serve.engine import Engines
from serve.originals import UPLOADS
from serve.settings import Settings

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")
_NAME_BYTES = 200
TAKEN_UP = 20.0
"""Seconds within which the new version serves in this process."""


class Uploads:
    """One writer at a time; whoever comes second is told so. Safe to use from several threads."""

    def __init__(self, settings: Settings, engines: Engines) -> None:
        self._settings, self._engines = settings.ingest, engines
        self._folder = settings.ingest.data_dir / UPLOADS
        self._writer = Lock()

    def add(self, name: str, data: BinaryIO, audience: Audience) -> tuple[Report, list[DocumentId]]:
        """Keeps the file, ingests it, and returns once it is served: the report, and the documents' ids.

        A file of that name that came from the audience's room before is replaced; where the new one cannot
        be read, the old one stays. Raises UnreadableDocument, IndexBusy, IndexMismatch, StorageProblem.
        """
        with self._alone(), self._kept(name, data, audience.room) as path:
            source = shown(path)
            try:
                report = ingest(
                    [path],
                    self._settings.data_dir,
                    self._embedder,
                    self._settings.server,
                    adopt=audience.adopt,
                )
            except PathProblem as error:
                reason = str(error).partition(f"{source}: ")[2] or str(error).replace(source, path.name)
                raise UnreadableDocument(f"{path.name}: {reason}") from error
            self._served(report.version)
        index = self._engines.engine().retriever.index
        return report, [d.id for d in index.documents() if d.metadata.get("source") == source]

    def remove(self, document: Document) -> None:
        """Takes the document out of the index and returns once that is served; an upload's file goes too.

        Raises IndexBusy, IndexMismatch, StorageProblem.
        """
        with self._alone():
            built = delete(document.id, self._settings.data_dir, self._embedder, self._settings.server)
            self._served(built.version)
            source = Path(str(document.metadata.get("source", "")))
            if (
                source.resolve().is_relative_to(self._folder.resolve())
                and document.metadata.get("format") != "jsonl"
            ):
                source.unlink(missing_ok=True)

    def _embedder(self) -> Embedder:
        return self._engines.embedder

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._writer.acquire(blocking=False):
            raise IndexBusy("another upload or deletion is under way in this server: wait for it")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def _kept(self, name: str, data: BinaryIO, room: str) -> Iterator[Path]:
        """The file in its place; what stood there comes back where the block fails."""
        path = self._folder / room / file_name(name)
        before = path.with_name(f".{path.name}.before")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                path.replace(before)
            with path.open("wb") as file:
                copyfileobj(data, file)
        except OSError as error:
            _restore(path, before)
            raise StorageProblem(f"the upload cannot be kept: {error.strerror}") from error
        try:
            yield path
        except BaseException:
            _restore(path, before)
            raise
        before.unlink(missing_ok=True)

    def _served(self, version: str) -> None:
        """Waits until this process answers from the version, or from one that came after it."""
        until = time.monotonic() + TAKEN_UP
        home = home_of(self._settings.data_dir, self._settings.server)
        while time.monotonic() < until and home.serving() == version:
            with suppress(RagError):  # it is being opened
                if self._engines.engine().retriever.index.version == version:
                    return
            time.sleep(0.02)


def file_name(given: str) -> str:
    """A name that stays in its folder; raises UnreadableDocument where there is nothing left of it."""
    name = _UNSAFE.sub("_", PurePath(given.replace("\\", "/")).name).strip().lstrip(".")
    if not name:
        raise UnreadableDocument("the file has no name")
    if len(name.encode()) > _NAME_BYTES:
        raise UnreadableDocument(f"the file's name is longer than {_NAME_BYTES} bytes")
    return name


def _restore(path: Path, before: Path) -> None:
    path.unlink(missing_ok=True)
    if before.exists():
        before.replace(path)
