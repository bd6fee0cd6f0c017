"""The load command against a real server, briefly."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.live.load import Load, measured, memory_mb, percentiles
from ingest.errors import SettingsProblem
from serve.settings import Settings
from tests.servers.app import application, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def swapping(corpus_index: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server over an index of its own, and that index."""
    shutil.copytree(corpus_index, tmp_path, dirs_exist_ok=True)
    with application(Settings(data_dir=tmp_path)) as app, serving(app) as url:
        yield url, tmp_path


def test_every_request_is_an_answer_or_is_shed_while_versions_swap(swapping: tuple[str, Path]):
    """Sixteen clients at once, an ingest beside them: nothing but 200 and 503."""
    url, data_dir = swapping
    figures = measured(Load(url, clients=16, seconds=3, ingest=data_dir))
    assert figures["answers"] > 0
    assert figures["other"] == {}
    assert figures["p50_ms"] <= figures["p95_ms"] <= figures["p99_ms"]
    assert figures["versions"] >= 1


def test_load_is_put_on_this_machine_alone():
    """Another host is refused before a single request."""
    with pytest.raises(SettingsProblem, match="loopback alone"):
        measured(Load("http://192.0.2.1:8000", clients=1, seconds=1))


def test_percentiles_are_of_answers():
    """In milliseconds, and not there where nothing was answered."""
    assert percentiles([n / 1000 for n in range(1, 101)]) == {"p50_ms": 50.5, "p95_ms": 95.0, "p99_ms": 99.0}
    assert percentiles([]) == {"p50_ms": None, "p95_ms": None, "p99_ms": None}


def test_memory_is_read_from_the_process():
    """This one has some; no process has none."""
    assert (memory_mb(os.getpid()) or 0) > 10
    assert memory_mb(None) is None
