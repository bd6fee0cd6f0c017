"""A person's judgement: it is kept at once, and can be gone on with another day."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eval.cli import commands
from eval.drafting.files import read_drafts
from eval.golden_file import load_file

GUIDE = """# Guide

## Notes

An otter is a small mammal that lives near clean rivers.

A herd has up to 40 zebras.

Doors 1.0 was released on May 2, 1985.
"""
OTTER, HERD, DOORS = "What is an otter?", "How many zebras does a herd have?", "When was Doors 1.0 released?"
Evaluate = Callable[..., Result]


@pytest.fixture
def evaluate() -> Evaluate:
    """`rag-eval` with these arguments and this on its standard input."""

    def invoke(*arguments: str | Path, typed: str = "") -> Result:
        return CliRunner().invoke(commands, [str(a) for a in arguments], input=typed)

    return invoke


@pytest.fixture
def drafts(evaluate: Evaluate, tmp_path: Path) -> Path:
    """Three drafts from the guide."""
    (tmp_path / "guide.md").write_text(GUIDE)
    done = evaluate("draft", tmp_path / "guide.md", "--out", tmp_path / "drafts.jsonl", "--per-section", 9)
    assert done.exit_code == 0, done.output
    assert {d.question for d in read_drafts(tmp_path / "drafts.jsonl")} == {OTTER, HERD, DOORS}
    return tmp_path / "drafts.jsonl"


def golden(drafts: Path) -> list[str]:
    """What was accepted."""
    return [q.question for q in load_file(drafts.with_name("golden.jsonl"))]


def test_a_review_goes_on_where_it_was_left(evaluate: Evaluate, drafts: Path):
    """Accepted ones are gone, rejected ones are not shown again, those left for later are."""
    first, second, third = (d.question for d in read_drafts(drafts))
    done = evaluate("accept", drafts, "--review", typed="y\nq\n")
    assert done.exit_code == 0, done.output
    assert (golden(drafts), len(read_drafts(drafts))) == ([first], 2)

    done = evaluate("accept", drafts, "--review", typed="n\ns\n")
    assert first not in done.output
    assert "0 accepted" in done.output and "1 not judged yet" in done.output

    done = evaluate("accept", drafts, "--review", typed="y\n")
    assert second not in done.output
    assert golden(drafts) == [first, third]


def test_all_that_is_needed_to_judge_is_shown(evaluate: Evaluate, drafts: Path):
    """The question, its place, its facts, the answer, and the words that it was made from."""
    done = evaluate("accept", drafts, "--review", typed="s\n" * 3)
    wanted = [OTTER, "guide.md: Guide > Notes", "small mammal; clean rivers", "definition “An otter is a"]
    assert [words for words in wanted if words not in done.output] == []


def test_the_end_of_the_input_ends_the_review(evaluate: Evaluate, drafts: Path):
    """A closed terminal loses nothing and accepts nothing."""
    before = drafts.read_bytes()
    assert evaluate("accept", drafts, "--review").exit_code == 0
    assert drafts.read_bytes() == before


def test_what_is_rejected_or_accepted_is_not_proposed_again(evaluate: Evaluate, drafts: Path):
    """Drafting from the same document adds nothing to what was judged."""
    evaluate("accept", drafts, "--review", typed="y\nn\ns\n")
    left = drafts.read_bytes()
    again = evaluate("draft", drafts.with_name("guide.md"), "--out", drafts, "--per-section", 9)
    assert again.stderr.startswith("0 new questions")
    assert drafts.read_bytes() == left


def test_marks_made_in_a_file_are_taken(evaluate: Evaluate, drafts: Path):
    """Whoever prefers an editor writes `"accepted": true`; a crash between the two files doubles nothing."""
    lines = [json.loads(line) for line in drafts.read_text().splitlines()]
    lines[1]["accepted"] = True
    text = "".join(json.dumps(line) + "\n" for line in lines)
    drafts.write_text(text)
    done = evaluate("accept", drafts)
    assert f"1 accepted into {drafts.with_name('golden.jsonl')}" in done.output
    assert golden(drafts) == [lines[1]["question"]]
    assert evaluate("accept", drafts).output.startswith("0 accepted")
    drafts.write_text(text)
    evaluate("accept", drafts)
    assert golden(drafts) == [lines[1]["question"]]


def test_a_draft_is_mended_in_an_editor(evaluate: Evaluate, drafts: Path, monkeypatch: pytest.MonkeyPatch):
    """What the editor leaves is shown and accepted; what is no question is said, and changes nothing."""
    editor = drafts.with_name("editor.sh")
    changes = 's/May 2, 1985/May 1985/; s/small mammal/mammal/; s/"40"/"forty"/'
    editor.write_text(f"#!/bin/sh\nsed -i '{changes}' \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", os.fspath(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    evaluate("accept", drafts, "--review", typed="e\ny\n")
    changed = {"mammal", "forty", "May 1985"}
    assert changed & {f[0] for q in load_file(drafts.with_name("golden.jsonl")) for f in q.facts}

    editor.write_text('#!/bin/sh\necho "{" > "$1"\n')
    before = drafts.read_bytes()
    done = evaluate("accept", drafts, "--review", typed="e\nq\n")
    assert "not kept: Invalid JSON" in done.stderr
    assert drafts.read_bytes() == before


def test_drafts_are_printed_and_what_cannot_be_read_is_said(evaluate: Evaluate, tmp_path: Path):
    """JSON Lines on standard output and nothing else there; skipped files on standard error."""
    (tmp_path / "guide.md").write_text(GUIDE)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF nothing")
    (tmp_path / "loose.txt").write_text("otters swim all day long and sleep at night.\n")
    done = evaluate("draft", tmp_path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["accepted"] for line in lines] == [False, False]
    assert "skipped" in done.stderr and "broken.pdf" in done.stderr
    assert "left out: 1 sentences" in done.stderr


def test_a_file_of_drafts_with_a_bad_line_is_left_as_it_is(evaluate: Evaluate, drafts: Path):
    """The line is named, and nobody's judgement is overwritten."""
    drafts.write_text(drafts.read_text() + "{}\n")
    before = drafts.read_bytes()
    done = evaluate("accept", drafts, "--review", typed="y\n")
    assert "line 4: id: Field required" in str(done.exception)
    assert drafts.read_bytes() == before
