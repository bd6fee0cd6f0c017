"""`rag ingest --watch`: the index follows its folder until it is told to end."""

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_changes_are_taken_up_until_it_is_told_to_end(
    rag: Callable, start: Callable, tmp_path: Path, number: signal.Signals
):
    """A new, a changed and a vanished file each reach the index; a signal ends it with exit code 0."""
    docs, data = tmp_path / "docs", tmp_path / "docs" / "data"
    docs.mkdir()
    (docs / "a.md").write_text("# Zebras\n\nZebras graze.\n")
    process = start("ingest", docs, "--watch", "--prune", "--data-dir", data)
    reports = [_report(process)]
    assert process.stderr.readline().startswith("watching ")
    (docs / "b.md").write_text("# Yaks\n\nYaks climb.\n")
    reports.append(_report(process))
    (docs / "a.md").unlink()
    (docs / "b.md").write_text("# Yaks\n\nYaks rest.\n")
    reports.append(_report(process))
    process.send_signal(number)
    assert process.wait() == 0
    assert process.stderr.read() == ""
    assert reports == [
        "1 documents read (1 added, 0 changed, 0 unchanged), 0 removed",
        "2 documents read (1 added, 0 changed, 1 unchanged), 0 removed",
        "1 documents read (0 added, 1 changed, 0 unchanged), 1 removed",
    ]
    listed = rag("documents", "--json", "--data-dir", data).stdout.splitlines()
    assert [json.loads(line)["id"] for line in listed] == ["b.md"]


def _report(process) -> str:
    process.stdout.readline()
    counts = process.stdout.readline()
    time.sleep(0.1)  # the watcher turns to its folder again
    return counts.partition(", 0 skipped")[0]


def test_a_failure_at_the_start_ends_it(rag: Callable, tmp_path: Path):
    """A folder that is not there is an error as without watching."""
    done = rag("ingest", tmp_path / "no", "--watch", "--data-dir", tmp_path / "data")
    assert (done.returncode, done.stdout) == (4, "")


@pytest.mark.slow
def test_a_deleted_document_is_listed_no_more(rag: Callable, tmp_path: Path):
    """`rag documents delete` removes one document and says so; an unknown id is an error."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"# Note\n\nThis is note {name}.\n")
    data = ("--data-dir", tmp_path / "data")
    rag("ingest", tmp_path / "a.md", tmp_path / "b.md", *data)
    done = rag("documents", "delete", "a.md", *data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "a.md is removed" in done.stdout
    assert rag("documents", *data).stdout.startswith("b.md")
    assert rag("documents", "delete", "a.md", *data).returncode == 4
