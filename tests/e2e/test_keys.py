"""`rag keys` and `rag feedback` as a person runs them."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from serve.records.keys import Keys
from serve.records.store import open_records
from serve.settings import Settings
from serve.types import Answer

Run = Callable[..., CompletedProcess[str]]


def test_a_key_is_made_shown_once_listed_and_revoked(rag: Run, tmp_path: Path):
    """Standard output is the key alone, the list has no secret, and revoking ends it."""
    made = rag("keys", "make", "Ann", "--scope", "write", "--group", "staff", "--data-dir", tmp_path)
    assert made.returncode == 0, made.stderr
    sent = made.stdout.strip()
    records = open_records(Settings(data_dir=tmp_path))
    key = Keys(records.database).find(sent)
    assert key is not None
    listed = rag("keys", "list", "--json", "--data-dir", tmp_path).stdout
    assert json.loads(listed)["scopes"] == ["read", "write"]
    assert sent.split("_", maxsplit=2)[2] not in listed
    assert rag("keys", "revoke", key.id, "--data-dir", tmp_path).returncode == 0
    assert Keys(records.database).find(sent) is None
    assert "revoked" in rag("keys", "list", "--data-dir", tmp_path).stdout
    again = rag("keys", "revoke", key.id, "--data-dir", tmp_path)
    assert (again.returncode, again.stderr.count("\n")) == (14, 1)
    records.close()


@pytest.mark.slow
def test_feedback_is_exported_and_reported(rag: Run, tmp_path: Path):
    """Every line of the export is a pair in JSON; the report has its figures as a table and as JSON."""
    records = open_records(Settings(data_dir=tmp_path))
    for text, verdict in (("Good.", "helpful"), ("Bad.", "not helpful")):
        answer = Answer("What is RAG?", "answered", text, (), (), {}, "0", "v-1")
        kept = records.keep_answer(answer, asker="a", groups=(), conversation=None, channel="cli")
        records.feedback(kept, verdict)  # type: ignore[arg-type]
    records.close()
    (line,) = rag("feedback", "export", "--data-dir", tmp_path).stdout.splitlines()
    assert {name: json.loads(line)[name] for name in ("prompt", "chosen", "rejected")} == {
        "prompt": "What is RAG?",
        "chosen": "Good.",
        "rejected": "Bad.",
    }
    assert "helpful, of thumbs  50.0%" in rag("feedback", "report", "--data-dir", tmp_path).stdout
    assert json.loads(rag("feedback", "report", "--json", "--data-dir", tmp_path).stdout)["helpful"] == 0.5


def test_a_database_that_cannot_be_reached_is_one_line(rag: Run, tmp_path: Path):
    """With what to look at, and without the password."""
    url = "postgresql://rag:hunter2@127.0.0.1:1/rag"
    failed = rag("keys", "list", "--data-dir", tmp_path, RAG_RECORDS_URL=url)
    assert (failed.returncode, failed.stderr.count("\n")) == (12, 1)
    assert "RAG_RECORDS_URL" in failed.stderr
    assert "hunter2" not in failed.stderr
