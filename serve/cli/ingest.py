"""`rag ingest`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from ingest.models import load_embedder
from ingest.pipeline import Report, Watchers, ingest
from serve.settings import Settings

EXIT_SOME_SKIPPED = 3


def run(paths: Sequence[Path], data_dir: Path | None) -> int:
    """Ingests and prints the report; returns 0, or 3 when files were skipped."""
    settings = Settings(data_dir=data_dir).ingest
    reading, embedding = _Bar("reading", "files"), _Bar("embedding", "passages")
    report = ingest(
        paths,
        settings.data_dir,
        lambda: load_embedder(settings.embedder),
        (settings.qdrant_url, settings.qdrant_api_key),
        Watchers(reading.show, embedding.show),
    )
    reading.close()
    embedding.close()
    click.echo(report_text(report))
    return EXIT_SOME_SKIPPED if report.skipped else 0


class _Bar:
    """A progress bar with rate and time left, on stderr."""

    def __init__(self, label: str, unit: str) -> None:
        self._label, self._unit = label, unit
        self._bar: Any = None

    def show(self, done: int, total: int) -> None:
        """Shows that `done` of `total` are finished."""
        if self._bar is None:
            self._bar = tqdm(
                total=total,
                desc=self._label,
                unit=f" {self._unit}",
                file=sys.stderr,
                mininterval=0.5,
                initial=done,
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leaves the last line on the screen."""
        if self._bar is not None:
            self._bar.close()


def report_text(report: Report) -> str:
    """The closing report."""
    done = "unchanged, nothing to do" if report.unchanged else f"{report.embedded} passages embedded"
    lines = [
        f"Index {report.version}: {report.documents} documents, {report.chunks} chunks, "
        f"{report.passages} passages",
        f"{report.read} documents read, {len(report.skipped)} skipped, {done}, {report.seconds:.1f} s",
    ]
    lines += [f"  skipped {s.path}: {s.reason}" for s in report.skipped]
    return "\n".join(lines)
