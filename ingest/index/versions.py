"""The layout of a data directory, and the two moves that keep one version serving at a time.

CURRENT            the serving version's name, replaced atomically
write.lock         held by the one writer
vectors.journal    vectors of an unfinished ingest, so that the next one need not redo them
versions/NAME/     immutable once named: manifest.json, catalogue.sqlite, bm25/, vectors/
versions/.NAME/    one that is being built
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from ingest.errors import IndexBusy, IndexMismatch, IndexMissing, PathProblem, StorageProblem, damaged

SCHEMA_VERSION = 5
KEPT_VERSIONS = 3
_NUMBERED = re.compile(r"v(\d+)-")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was built with and holds; `frequency` and `abbreviations` are the corpus's words."""

    schema: int
    name: str
    content: str
    embedder: str
    dimension: int
    chunker: str
    documents: int
    chunks: int
    passages: int
    created: str
    store: str
    abbreviations: Mapping[str, str]
    frequency: Mapping[str, int]


def serving_version(data_dir: Path) -> str:
    """The serving version's name; raises IndexMissing."""
    try:
        return (data_dir / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissing(
            f"there is no index in {data_dir}: run rag ingest PATH --data-dir {data_dir}"
        ) from error


def version_folder(data_dir: Path, name: str) -> Path:
    """Where a version's files are."""
    return data_dir / "versions" / name


def next_number(data_dir: Path) -> int:
    """One more than the highest number of any version there is."""
    return 1 + max((number_of(f.name) for f in (data_dir / "versions").iterdir()), default=0)


def read_manifest(folder: Path) -> Manifest:
    """The manifest; raises IndexMismatch for another schema or a damaged file."""
    try:
        raw = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(error) from error
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if schema != SCHEMA_VERSION:
        raise IndexMismatch(
            f"the index has schema version {schema}, this program reads {SCHEMA_VERSION}: "
            "ingest the documents into a new --data-dir"
        )
    try:
        return Manifest(**raw)
    except TypeError as error:
        raise damaged(error) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest of a version being built."""
    text = json.dumps(asdict(manifest), ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def swap_in(data_dir: Path, building: Path, name: str) -> None:
    """Makes a finished version the serving one; a reader sees the old one or the new one, whole."""
    final = version_folder(data_dir, name)
    for file in building.rglob("*"):
        _sync(file)
    building.rename(final)
    _sync(final.parent)
    _point_at(data_dir, name)


def kept_versions(data_dir: Path) -> list[Manifest]:
    """The manifests of the versions that are kept and readable, oldest first."""
    found = []
    for folder in (data_dir / "versions").glob("v*"):
        with suppress(IndexMismatch):
            found.append(read_manifest(folder))
    return sorted(found, key=lambda manifest: number_of(manifest.name))


def rolled_back(data_dir: Path, wanted: str | None) -> str:
    """Serves `wanted` (a name or the beginning of one), else the version before the serving one.

    Raises PathProblem where that is not kept, IndexBusy while an ingest runs.
    """
    with writing(data_dir):
        serving, names = serving_version(data_dir), [manifest.name for manifest in kept_versions(data_dir)]
        chosen = chosen_version(names, serving, wanted)
        _point_at(data_dir, chosen)
        return chosen


def chosen_version(names: Sequence[str], serving: str, wanted: str | None) -> str:
    """`wanted`, a name or its number, else the one before `serving`; raises PathProblem."""
    if wanted:
        chosen = [name for name in names if name == wanted or name.partition("-")[0] == wanted]
    else:
        chosen = list(names[: names.index(serving)]) if serving in names else []
    if not chosen:
        kept = ", ".join(names) or "none"
        raise PathProblem(f"there is no version {wanted or f'before {serving}'}; kept are {kept}")
    return chosen[-1]


def number_of(name: str) -> int:
    """The number in a version's name; 0 for a name that is none."""
    match = _NUMBERED.match(name)
    return int(match[1]) if match else 0


def _point_at(data_dir: Path, name: str) -> None:
    pointer = data_dir / "CURRENT.new"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(data_dir / "CURRENT")
    _sync(data_dir)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps a version from being swept while it is read; raises IndexMismatch where it is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise damaged(error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise damaged(f"{folder.name} is being removed") from error
        yield
    finally:
        os.close(handle)


def sweep(data_dir: Path) -> None:
    """Removes what killed writers left and all but the newest versions; only a writer may call it.

    The serving version stays, and so does one that a process still reads.
    """
    current = (
        (data_dir / "CURRENT").read_text(encoding="utf-8").strip() if (data_dir / "CURRENT").exists() else ""
    )
    folders = list((data_dir / "versions").iterdir())
    finished = sorted((f for f in folders if not f.name.startswith(".")), key=lambda f: f.stat().st_mtime)
    stale = [f for f in finished[:-KEPT_VERSIONS] if f.name != current]
    for folder in [*stale, *(f for f in folders if f.name.startswith("."))]:
        _remove_unread(folder)


def forget_earlier(data_dir: Path) -> None:
    """Removes every version but the serving one; one that is still read goes as soon as nobody reads it."""
    current = serving_version(data_dir)
    for folder in (data_dir / "versions").iterdir():
        if folder.name != current and not folder.name.startswith("."):
            folder.rename(folder.with_name(f".{folder.name}"))  # as an unfinished one it goes at any sweep
    sweep(data_dir)


def _remove_unread(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # somebody reads it: the next ingest looks again
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


@contextmanager
def writing(data_dir: Path) -> Iterator[None]:
    """Holds the write lock; raises IndexBusy naming the process that has it."""
    try:
        (data_dir / "versions").mkdir(parents=True, exist_ok=True)
        # Unbuffered, so that a full disk is met in `_sign` and nowhere else.
        lock = (data_dir / "write.lock").open("a+b", buffering=0)
    except OSError as error:
        raise PathProblem(f"cannot write the data directory {data_dir}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().decode().strip() or "unknown"
            raise IndexBusy(
                f"process {holder} is writing the index in {data_dir}: wait for it or stop it"
            ) from error
        _sign(lock, data_dir)
        yield


def _sign(lock: FileIO, data_dir: Path) -> None:
    """Leaves this process's number in the lock, for those it keeps out."""
    try:
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n".encode())
    except OSError as error:
        raise StorageProblem(f"cannot write {data_dir}: {error.strerror}; the index is intact") from error


def _sync(path: Path) -> None:
    handle: Any = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
