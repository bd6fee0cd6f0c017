"""What the integration tests share: real documents, the real model, and commands as a user runs them."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.index import open_index
from ingest.index.writer import EMBED_BATCH
from ingest.models import Embedder, load_embedder
from ingest.pipeline import ingest

ZEBRAS = "Zebras graze in the morning."


class CountingEmbedder:
    """The real model, with a note of every passage it embedded."""

    def __init__(self, inner: Embedder, name: str = "") -> None:
        self._inner = inner
        self.name = name or inner.name
        self.dimension = inner.dimension
        self.embed_queries = inner.embed_queries
        self.count_tokens = inner.count_tokens
        self.describe = inner.describe
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed_passages`."""
        self.embedded += texts
        return self._inner.embed_passages(texts)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged model, loaded once."""
    return load_embedder()


@pytest.fixture
def counting(embedder: Embedder) -> Callable[..., CountingEmbedder]:
    """Makes a counting embedder, under another name where one is given."""
    return lambda name="": CountingEmbedder(embedder, name)


@pytest.fixture(scope="session")
def rag() -> Callable[..., list[str]]:
    """The command line that runs `rag` with these arguments in a process of its own."""

    def command(*arguments: str | Path) -> list[str]:
        return [sys.executable, "-c", "from serve.cli import main; main()", *map(str, arguments)]

    return command


@pytest.fixture
def start(rag: Callable[..., list[str]]):
    """Starts `rag` and makes sure that it has ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str | Path) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        process = subprocess.Popen(rag(*arguments), stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - our own
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def write_large() -> Callable[[Path, str], None]:
    """Writes a document of more than two batches of passages: a table's rows are passages of their own."""

    def write(folder: Path, marker: str) -> None:
        rows = "\n".join(f"| {marker} {i} | weighs {i} grams |" for i in range(2 * EMBED_BATCH + 40))
        folder.mkdir(exist_ok=True)
        (folder / "large.md").write_text(f"# Weights\n\n| Name | Weight |\n| --- | --- |\n{rows}\n")

    return write


@pytest.fixture
def served(tmp_path: Path, embedder: Embedder) -> Path:
    """A data directory that serves one short document."""
    (tmp_path / "old.md").write_text(f"# Zebras\n\n{ZEBRAS}\n")
    ingest([tmp_path / "old.md"], tmp_path / "data", lambda: embedder)
    return tmp_path / "data"


@pytest.fixture
def answers(embedder: Embedder) -> Callable[[Path], str]:
    """The best passage for a question about the short document, by vectors and by words alike."""

    def best(data_dir: Path) -> str:
        with closing(open_index(data_dir, embedder.name)) as reader:
            query = embedder.embed_queries(["When do zebras graze?"])[0]
            (ordinal, _), *_ = reader.search_dense(query, 1, ["everyone"])
            assert ordinal == reader.search_lexical(["zebra"], 1, ["everyone"])[0][0]
            return reader.passages([ordinal])[0].text

    return best
