"""A person's own golden questions: what a file may hold, and the one line that says what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.golden import load_golden
from eval.golden_file import check_labels, load_file
from ingest.errors import PathProblem
from ingest.types import Block, Document

LINE = {
    "id": "a-1",
    "question": "What do otters eat?",
    "kind": "single-fact",
    "answerable": True,
    "sections": [{"document": "guide.md", "section": "Guide > Otters"}],
    "facts": [["fish", "crab"]],
    "reference": "Fish.",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a golden file of these lines: text as it is, fields as JSON."""

    def written(*lines: dict[str, Any] | str) -> Path:
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        (tmp_path / "golden.jsonl").write_text("\n".join(texts) + "\n", encoding="utf-8")
        return tmp_path / "golden.jsonl"

    return written


def test_a_line_has_the_fields_of_the_project_s_own(write: Write):
    """What the shipped questions say of a question is what a file may say; empty lines are none."""
    odd = {"id": "b", "question": "Who?", "kind": "off-topic", "answerable": False, "reference": "Nobody."}
    (one, two) = load_file(write(LINE, "", {**odd, "history": ["What do otters eat?"]}))
    assert (one.id, one.sections, one.facts) == ("a-1", ("Guide > Otters",), (("fish", "crab"),))
    assert (two.answerable, two.history, two.sections) == (False, ("What do otters eat?",), ())
    assert type(one) is type(load_golden("corpus")[0])


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "Invalid JSON"),
        ({**LINE, "id": "b", "fact": []}, "fact: no such field"),
        ({**LINE, "id": "b", "accepted": False}, "accepted: no such field; this is a draft"),
        ({**LINE, "id": "b", "question": " "}, "question: "),
        ({k: v for k, v in LINE.items() if k != "kind"}, "kind: Field required"),
        ({**LINE, "id": "b", "facts": []}, "a question with an answer needs sections and facts"),
        ({**LINE, "id": "b", "facts": [[]]}, "a question with an answer needs sections and facts"),
        ({**LINE, "id": "b", "sections": []}, "a question with an answer needs sections and facts"),
        (LINE, "the id a-1 stands in line 1 already"),
    ],
)
def test_a_bad_line_is_named(write: Write, bad: dict[str, Any] | str, says: str):
    """One line with the file, the line's number, the field and the reason."""
    path = write(LINE, bad)
    with pytest.raises(PathProblem) as error:
        load_file(path)
    assert str(error.value).startswith(f"{path}, line 2: {says}")
    assert "\n" not in str(error.value)


def test_a_file_without_questions_is_an_error(write: Write, tmp_path: Path):
    """Neither an empty run nor a missing file looks like a good one."""
    with pytest.raises(PathProblem, match="holds no question"):
        load_file(write(""))
    with pytest.raises(PathProblem, match=r"cannot read .*none\.jsonl"):
        load_file(tmp_path / "none.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(PathProblem, match="not UTF-8"):
        load_file(tmp_path / "latin.jsonl")


def test_a_label_that_no_document_has_is_an_error(write: Write):
    """Such a question could never be answered right, and would look like a fault of retrieval."""
    text = "Guide\nOtters\nThey swim."
    blocks = (Block("heading", 0, 5, 1), Block("heading", 6, 12, 2), Block("paragraph", 13, 23))
    document = Document("guide.md", "Guide", text, blocks)
    questions = load_file(write(LINE))
    check_labels(questions, [document])
    with pytest.raises(PathProblem, match="question a-1: no indexed document has the section"):
        check_labels(questions, [])
