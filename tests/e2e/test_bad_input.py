"""Bad input: one line on standard error that says what to do, no traceback, and an exit code of its own."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import (
    BadQuestion,
    IndexMismatch,
    IndexMissing,
    ModelProblem,
    PathProblem,
    SettingsProblem,
    StorageProblem,
)

USAGE = 2
QUESTIONS = [
    ("", "the question is empty: ask something in words"),
    ("a" * 100_000, "has 100,000 characters, at most 4,000 are read: shorten it"),
    ("what \x1b[31m is this", r"the control character U\+001B: remove it"),
]
SETTINGS = [
    ({"RAG_EMBEDER": "x"}, SettingsProblem, "unknown setting RAG_EMBEDER: did you mean RAG_EMBEDDER"),
    ({"RAG_CANDIDATES": "many"}, SettingsProblem, "RAG_CANDIDATES: .*integer.*; got 'many'"),
    ({"RAG_CANDIDATES": "0"}, SettingsProblem, "RAG_CANDIDATES: .*greater than or equal to 1"),
    ({"RAG_RERANKER": "no.safetensors"}, ModelProblem, "cannot read the weights no.safetensors.*; replace"),
]


def complaint(done, code: int) -> str:
    """The one line that a failing command prints."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert re.fullmatch(r"rag: [^\n]+\n", done.stderr)
    return done.stderr


@pytest.mark.parametrize(("question", "says"), QUESTIONS, ids=["empty", "long", "control"])
def test_a_question_that_cannot_be_asked(ask: Callable, question: str, says: str):
    """Empty, far too long or with control characters: the line names it and the mend."""
    assert re.search(says, complaint(ask("ask", question, "--json"), BadQuestion.exit_code))


def test_no_question_or_two(rag: Callable):
    """A question or a batch, not neither and not both."""
    for arguments in (["ask"], ["search", "x", "--batch", "y.jsonl"]):
        assert "give a question in quotes, or --batch FILE" in complaint(rag(*arguments), 8)


@pytest.mark.parametrize(
    "arguments",
    [["ask", "What", "is", "RAG"], ["search", "x", "--top-k", "0"], ["documents", "text"], ["serv"]],
    ids=["no quotes", "out of range", "missing", "unknown"],
)
def test_a_command_line_that_is_wrong(rag: Callable, arguments: list[str]):
    """The line says what is wrong and which help to read."""
    assert re.search(r": see rag[a-z ]* --help$", complaint(rag(*arguments), USAGE).strip())


@pytest.mark.parametrize(("settings", "failure", "says"), SETTINGS, ids=lambda value: str(value)[:30])
def test_a_setting_that_is_wrong(ask: Callable, settings: dict[str, str], failure: type, says: str):
    """An unknown name, an impossible value or a model that is not there is named."""
    assert re.search(says, complaint(ask("ask", "What is RAG?", **settings), failure.exit_code))


def test_a_path_that_holds_nothing(rag: Callable, ask: Callable, tmp_path: Path):
    """No path, a missing one, an empty folder, only a broken file, a missing batch, an unknown document."""
    data = ["--data-dir", tmp_path / "data"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.pdf").write_text("junk")
    for done, says in (
        (rag("ingest", *data), "no path given; name a file or a folder"),
        (rag("ingest", tmp_path / "none", *data), "none: no such file or folder; check the path"),
        (rag("ingest", tmp_path / "empty", *data), "nothing to ingest in .*empty; supported: .*docx.*jsonl"),
        (rag("ingest", tmp_path / "broken.pdf", *data), "nothing could be read: .*broken.pdf: .*PDF"),
        (
            ask("ask", "--batch", tmp_path / "none.jsonl"),
            "none.jsonl: No such file.*; give a JSON Lines",
        ),
        (ask("documents", "text", "none.md"), "no document 'none.md' is indexed: rag documents lists them"),
    ):
        assert re.search(says, complaint(done, PathProblem.exit_code))
    assert not (tmp_path / "data" / "CURRENT").exists()


@pytest.mark.parametrize("command", [["ask", "x"], ["chat"], ["documents"]], ids=" ".join)
def test_an_index_that_is_not_there(rag: Callable, tmp_path: Path, command: list[str]):
    """Every command that reads one says how to make it, and makes nothing."""
    line = complaint(rag(*command, "--data-dir", tmp_path / "none"), IndexMissing.exit_code)
    assert f"run rag ingest PATH --data-dir {tmp_path / 'none'}" in line
    assert not (tmp_path / "none").exists()


def test_an_index_of_another_embedding_model(rag: Callable, corpus_index: Path, tmp_path: Path):
    """Neither a question nor an ingest mixes two models' vectors, and both say how to go on."""
    data_dir = tmp_path / "data"
    shutil.copytree(corpus_index, data_dir)
    (path,) = data_dir.glob("versions/v*/manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "embedder": "other-model@123"}), encoding="utf-8")
    (tmp_path / "new.md").write_text("# New\n\nNew words.\n")
    for command in (["ask", "What is RAG?"], ["ingest", tmp_path / "new.md"]):
        line = complaint(rag(*command, "--data-dir", data_dir), IndexMismatch.exit_code)
        assert "other-model@123" in line
        assert "set RAG_EMBEDDER back, or ingest the documents into a new --data-dir" in line


def test_a_server_that_is_not_there(rag: Callable, tmp_path: Path):
    """An ingest into a Qdrant server that does not answer names the setting and leaves no index."""
    (tmp_path / "new.md").write_text("# New\n\nNew words.\n")
    command = ["ingest", tmp_path / "new.md", "--data-dir", tmp_path / "data"]
    server = {"RAG_QDRANT_URL": "http://127.0.0.1:1", "RAG_QDRANT_API_KEY": "key"}
    assert "RAG_QDRANT_URL" in complaint(rag(*command, **server), StorageProblem.exit_code)
    assert not (tmp_path / "data" / "CURRENT").exists()
