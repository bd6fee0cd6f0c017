"""Where the tests find things, and an environment without a network or stray settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.scripted import ScriptedLLM

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"

os.environ["HF_HUB_OFFLINE"] = "1"
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and hasattr(os, "sched_setaffinity"):
    # Each worker and all that it starts keep to one core: two models on the same cores wait for each other.
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})
for name in [n for n in os.environ if n.startswith(("RAG_", "OPENAI_", "ANTHROPIC_"))]:
    del os.environ[name]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The material that ships with the project."""
    return PROJECT / "corpus"


@pytest.fixture(scope="session")
def export() -> Path:
    """The interview material as its users export it; a user of the project does not have it."""
    path = SHARED / "corpus" / "llm-genai-interview-questions.txt"
    if not path.exists():
        pytest.skip("needs ../shared/corpus, which is not part of the project")
    return path


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """A data directory with `corpus/` in it, built once with the real model."""
    from ingest.models import load_embedder
    from ingest.pipeline import ingest

    data_dir = tmp_path_factory.mktemp("corpus-index")
    ingest([corpus], data_dir, load_embedder)
    return data_dir


@pytest.fixture
def scripted_llm() -> Iterator[ScriptedLLM]:
    """A language model on loopback that does what the test says (`eval/scripted/`)."""
    with ScriptedLLM() as server:
        yield server
