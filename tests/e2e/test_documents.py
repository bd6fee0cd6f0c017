"""`rag documents` and `rag doctor`: what is indexed, with what, and what is wrong."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from ingest.errors import IndexMissing, ModelProblem
from ingest.guard.marks import FLAGGED


def test_documents_are_listed(ask: Callable, corpus: Path):
    """Every file of the folder stands there once, as text and as JSON, with the length of its text."""
    text, lines = ask("documents"), ask("documents", "--json")
    assert (text.returncode, text.stderr, lines.returncode, lines.stderr) == (0, "", 0, "")
    documents = [json.loads(line) for line in lines.stdout.splitlines()]
    assert [d["id"] for d in documents] == sorted(path.name for path in corpus.iterdir())
    for document, line in zip(documents, text.stdout.splitlines(), strict=True):
        size = f"{document['characters']:,} characters"
        asked = [m for m in document["metadata"]["guard"]["instructions"] if m["score"] >= FLAGGED]
        parts = [part.strip() for part in line.split("\t")]
        assert parts[:3] == [document["id"], size, document["title"]]
        assert len(parts) == 3 + bool(asked)
        assert document["groups"] == ["everyone"]


def test_a_documents_text_is_printed_bare(rag: Callable, corpus_index: Path):
    """Standard output is the text and nothing else, wherever --data-dir stands."""
    behind = rag("documents", "text", "cost-and-compression.txt", "--data-dir", corpus_index)
    before = rag("documents", "--data-dir", corpus_index, "text", "cost-and-compression.txt")
    listed = rag("documents", "--json", RAG_DATA_DIR=str(corpus_index)).stdout.splitlines()
    (size,) = (d["characters"] for d in map(json.loads, listed) if d["id"] == "cost-and-compression.txt")
    assert (behind.returncode, behind.stderr) == (0, "")
    assert behind.stdout.startswith("Cost and compression")
    assert len(behind.stdout) == size
    assert before.stdout == behind.stdout


def test_a_reader_that_has_enough_ends_it_quietly(start: Callable, corpus_index: Path):
    """A closed pipe, as behind `| head`, costs an exit code and no word."""
    process = start("documents", "text", "cost-and-compression.txt", "--data-dir", corpus_index)
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 141


def test_doctor_says_what_runs_and_how(ask: Callable, corpus_index: Path):
    """It names the embedder with runtime, precision and threads, the reranker and the index version."""
    done = ask("doctor")
    assert (done.returncode, done.stderr) == (0, "")
    model = r"all-MiniLM-L6-v2@\w+\+late@\w+\+pieces\+adapter@\w+"
    assert re.search(rf"^embedder +{model} on OpenVINO [\d.]+, (bf16|f32), \d", done.stdout, re.M)
    assert re.search(r"^reranker +\S+ on OpenVINO", done.stdout, re.MULTILINE)
    assert (corpus_index / "CURRENT").read_text().strip() in done.stdout
    assert done.stdout.endswith("all well\n")


def test_doctor_names_each_problem_once(rag: Callable, tmp_path: Path):
    """What cannot be loaded is explained, the rest is reported, and the first problem gives the exit code."""
    model, data_dir = str(tmp_path / "none.safetensors"), tmp_path / "none"
    done = rag("doctor", "--json", "--data-dir", data_dir, RAG_RERANKER=model)
    assert (done.returncode, done.stderr) == (ModelProblem.exit_code, "")
    found = json.loads(done.stdout)
    assert found.keys() == {"machine", "settings", "store", "answers", "embedder", "verifier", "problems"}
    no_model, no_index = found["problems"]
    assert model in no_model
    assert f"there is no index in {data_dir}" in no_index
    text = rag("doctor", "--data-dir", data_dir)
    assert text.returncode == IndexMissing.exit_code
    assert re.search(r"^problem +there is no index in .*\n1 problem\(s\)\n\Z", text.stdout, re.MULTILINE)
