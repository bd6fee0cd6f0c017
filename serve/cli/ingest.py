"""`rag ingest`."""

import sys
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from ingest.models import load_embedder
from ingest.pipeline import Report, Watchers, ingest
from serve.settings import Settings

EXIT_SOME_SKIPPED = 3
QUIET_SECONDS = 1


def run(paths: Sequence[Path], data_dir: Path | None, prune: bool, follow: bool) -> int:
    """Ingests and prints the report; returns 0, or 3 when files were skipped.

    With `follow` it goes on with every change under `paths` until it is told to end.
    """
    settings = Settings(data_dir=data_dir).ingest
    load = cache(lambda: load_embedder(settings.embedder))

    def once() -> Report:
        with closing(_Progress()) as progress:
            report = ingest(
                paths,
                settings.data_dir,
                load,
                settings.server,
                Watchers(progress.reading, progress.embedding),
                prune,
            )
        click.echo(report_text(report))
        return report

    if follow:
        from serve.cli.watch import watch

        return watch(paths, settings.data_dir, once)
    return EXIT_SOME_SKIPPED if once().skipped else 0


class _Progress:
    """A bar with rate and time left on stderr, one at a time; work of less than a second shows none."""

    def __init__(self) -> None:
        self._label = ""
        self._bar: Any = None

    def reading(self, done: int, total: int) -> None:
        """Shows how many files are read."""
        self._show("reading", "files", done, total)

    def embedding(self, done: int, total: int) -> None:
        """Shows how many passages have their vector."""
        self._show("embedding", "passages", done, total)

    def close(self) -> None:
        """Leaves the last state on the screen and ends its line."""
        if self._bar is not None:
            self._bar.close()

    def _show(self, label: str, unit: str, done: int, total: int) -> None:
        if label != self._label:
            self.close()
            self._label = label
            self._bar = tqdm(
                total=total,
                desc=label,
                unit=f" {unit}",
                file=sys.stderr,
                mininterval=0.5,
                initial=done,
                delay=QUIET_SECONDS,
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)


def report_text(report: Report) -> str:
    """The closing report."""
    done = "nothing to do" if report.unchanged else f"{report.embedded} passages embedded"
    lines = [
        f"Index {report.version}: {report.documents} documents, {report.chunks} chunks, "
        f"{report.passages} passages",
        f"{report.read} documents read ({report.added} added, {report.changed} changed, "
        f"{report.same} unchanged), {report.removed} removed, {len(report.skipped)} skipped, "
        f"{done}, {report.seconds:.1f} s",
    ]
    lines += [f"  skipped {s.path}: {s.reason}" for s in report.skipped]
    lines += [f"  note {r.path}: {r.reason}" for r in report.remarks]
    return "\n".join(lines)
