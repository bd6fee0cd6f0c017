"""A serving process takes up new index versions without a restart and without a failed question."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.errors import IndexMissing
from ingest.index.versions import KEPT_VERSIONS
from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.live import LiveEngine
from serve.settings import Settings

EVERY = 0.02
QUESTION = "When do zebras graze?"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveEngine]:
    """Over a data directory in which there is no index yet."""
    engine = LiveEngine(Settings(data_dir=tmp_path / "data", reranker="none"), EVERY)
    yield engine
    engine.close()


@pytest.fixture
def write(tmp_path: Path, embedder: Embedder) -> Callable[[int], str]:
    """Ingests another wording of the one document; returns the version that serves then."""

    def written(number: int) -> str:
        (tmp_path / "zebras.md").write_text(f"# Zebras\n\nZebras graze at {number} in the morning.\n")
        return ingest([tmp_path / "zebras.md"], tmp_path / "data", lambda: embedder).version

    return written


def _taken_up(live: LiveEngine, version: str) -> None:
    until = time.monotonic() + 20
    while live.engine().retriever.index.version != version and time.monotonic() < until:
        time.sleep(EVERY)
    assert live.engine().retriever.index.version == version


def test_no_question_fails_while_versions_change(live: LiveEngine, write: Callable):
    """Threads that ask all the while get answers only, each from one whole version, the newest in the end."""
    with pytest.raises(IndexMissing):
        live.engine()
    wording = {}
    wording[write(0)] = 0
    _until_open(live)
    given: list[tuple[str, str]] = []
    failed: list[BaseException] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                answer = live.engine().ask(QUESTION)
                given.append((answer.index_version, answer.text))
            except BaseException as error:  # a thread's own would be lost
                failed.append(error)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in range(1, 6):
        version = write(number)
        wording[version] = number
        _taken_up(live, version)
        seen = len(given)
        while len(given) < seen + 4 and not failed:  # those under way, and one of the new version
            time.sleep(EVERY)
    ended.set()
    for asker in askers:
        asker.join()
    assert failed == []
    assert {version for version, _ in given} >= set(list(wording)[1:])
    assert [(v, text) for v, text in given if f"at {wording[v]} in the morning" not in text] == []


def _until_open(live: LiveEngine) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            live.engine()
        except IndexMissing:
            time.sleep(EVERY)
        else:
            return


def test_a_version_in_use_is_not_swept(live: LiveEngine, write: Callable, tmp_path: Path):
    """An engine that somebody holds answers from its files for as long; then they go with the next ingest."""
    first = write(0)
    _until_open(live)
    held = live.engine()
    for number in range(1, KEPT_VERSIONS + 2):
        _taken_up(live, write(number))
    assert (tmp_path / "data" / "versions" / first).exists()
    assert "at 0 in the morning" in held.ask(QUESTION).text
    del held
    write(99)
    assert not (tmp_path / "data" / "versions" / first).exists()


def test_a_version_that_does_not_open_is_reported_and_the_one_before_answers(
    live: LiveEngine, write: Callable, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """Damage costs the new version, never the service; the version after it is taken up."""
    write(0)
    _until_open(live)
    (tmp_path / "data" / "versions" / "v0002-bad").mkdir()
    with caplog.at_level(logging.WARNING):
        (tmp_path / "data" / "CURRENT").write_text("v0002-bad")
        until = time.monotonic() + 20
        while not caplog.messages and time.monotonic() < until:
            time.sleep(EVERY)
    assert ["damaged" in message for message in caplog.messages] == [True]
    assert "at 0 in the morning" in live.engine().ask(QUESTION).text
