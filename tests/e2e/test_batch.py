"""Batches: JSON Lines in, JSON Lines out, in order, and none lost."""

import json
from collections.abc import Callable
from pathlib import Path

LINES = [
    '{"id": "a", "question": "What is RAG?"}',
    "",
    '{"id": 2, "question": ""}',
    '{"id": "2", "question": "Who won the 2022 World Cup?"}',
    "not JSON",
    '{"id": 3.5}',
    "[" * 100_000,
    '{"id": 0, "question": "What is a nul? \\u0000"}',
    '{"id": "\\ud800", "question": 5}',
    '{"id": 12345678901234567890, "question": "How much faster is speculative decoding?"}',
]
IDS = ["a", 2, "2", None, 3.5, None, 0, "\ud800", 12345678901234567890]


def test_a_batch_gives_every_line_its_result_in_order(ask: Callable, tmp_path: Path):
    """Ids keep their type, bad lines give `id` and `error`, the others are answered, and the code is 3."""
    (tmp_path / "in.jsonl").write_text("\n".join(LINES), encoding="utf-8")
    done = ask("ask", "--batch", tmp_path / "in.jsonl", "--json")
    assert (done.returncode, done.stderr) == (3, "")
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["id"] for result in results] == IDS
    assert [next(iter(result)) for result in results] == ["id"] * len(IDS)
    assert [result.get("status", "failed") for result in results] == [
        "answered",
        "failed",
        "refused",
        *["failed"] * 5,
        "answered",
    ]
    failed = [result for result in results if "error" in result]
    assert all(list(result) == ["id", "error"] and "\n" not in result["error"] for result in failed)
    assert "line 5" in results[3]["error"]


def test_a_batch_can_be_read_by_people(ask: Callable):
    """Without --json each line's answer follows its id and question, and an error its id."""
    done = ask("ask", "--batch", "-", given=f"{LINES[0]}\n{LINES[2]}\n{LINES[4]}\n")
    assert done.returncode == 3
    assert done.stdout.startswith("a: What is RAG?\n")
    assert "\n2: error: the question is empty" in done.stdout
    assert "\nerror: line 3 is not JSON" in done.stdout
    assert "\x1b" not in done.stdout, "colours are for terminals"


def test_searches_come_in_batches_too(ask: Callable):
    """Each line gives its hits under its id; a batch without failures exits 0, its last line ended or not."""
    given = '{"id": "x", "question": "rank fusion"}\n{"id": 0, "question": "acceptance rate"}'
    done = ask("search", "--batch", "-", "--json", "--top-k", "3", given=given)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [(result["id"], len(result["hits"])) for result in found] == [("x", 3), (0, 3)]
