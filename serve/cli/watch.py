"""`rag ingest --watch`: every change under the paths is ingested, one build after the other."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import click

from ingest.errors import RagError

QUIET_MS = 500
"""A burst of changes is over once nothing has changed for so long."""
AGAIN_MS = 5000
"""After a failure it is tried again in so long, changes or not: another process may have had the index."""


def watch(paths: Sequence[Path], data_dir: Path, ingest: Callable[[], object]) -> int:
    """Ingests now and after each change; returns 0 once SIGINT or SIGTERM ended it, between two builds."""
    from watchfiles import watch as changes

    own = str(data_dir.resolve())
    with _told_to_end() as ended:
        again = _tried(ingest, first=True)
        click.echo(f"watching {', '.join(map(str, paths))}; Ctrl-C ends it", err=True)
        for seen in changes(
            *paths,
            watch_filter=lambda _, path: not path.startswith(own) and not _is_hidden(path, paths),
            debounce=10 * QUIET_MS,
            step=QUIET_MS,
            rust_timeout=AGAIN_MS,
            yield_on_timeout=True,
            stop_event=ended,
        ):
            if seen or again:
                again = _tried(ingest)
            if ended.is_set():
                break
    return 0


def _tried(ingest: Callable[[], object], first: bool = False) -> bool:
    """Whether it failed; the first failure of all is the caller's, since nobody would wait for its end."""
    try:
        ingest()
    except RagError as error:
        if first:
            raise
        click.echo(f"rag: {error}", err=True)
        return True
    return False


def _is_hidden(path: str, tops: Sequence[Path]) -> bool:
    """As `find_sources` has it: a name below the paths that begins with a dot."""
    for top in map(Path.absolute, tops):
        if Path(path).is_relative_to(top):
            return any(part.startswith(".") for part in Path(path).relative_to(top).parts)
    return False


@contextmanager
def _told_to_end() -> Iterator[Event]:
    """Set by SIGINT or SIGTERM, which then end nothing half-way."""
    ended = Event()
    before = {s: signal.signal(s, lambda *_: ended.set()) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
