"""JSON Lines in and out: a result a line, in order, whatever a line holds."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import PathProblem
from serve.cli.batch import EXIT_SOME_FAILED, as_json, run_batch
from serve.question import checked_question


def handle(question: Any) -> dict[str, Any]:
    """The question as it would be asked, or BadQuestion."""
    return {"read": checked_question(question, 50)}


def run(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and the printed objects."""
    code = run_batch(path, handle, as_json)
    return code, [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]


@pytest.fixture
def batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Runs these lines as a file."""

    def ran(*lines: str, end: str = "\n", encoding: str = "utf-8") -> tuple[int, list[dict[str, Any]]]:
        (tmp_path / "in.jsonl").write_bytes(end.join(lines).encode(encoding))
        return run(tmp_path / "in.jsonl", capsys)

    return ran


def line(identity: Any, question: Any) -> str:
    """One line of input."""
    return json.dumps({"id": identity, "question": question})


def test_results_come_in_order_with_their_ids(batch):
    """Every line gives one object that begins with its own id, its type kept, with id first."""
    code, results = batch(line("b", "one"), line(2, "two"), line("2", "three"), line(None, "four"))
    assert code == 0
    assert [(r["id"], r["read"]) for r in results] == [
        ("b", "one"),
        (2, "two"),
        ("2", "three"),
        (None, "four"),
    ]
    assert all(next(iter(r)) == "id" for r in results)


def test_a_line_without_an_id_is_answered(batch):
    """The id is the caller's own affair."""
    assert batch('{"question": "x"}') == (0, [{"id": None, "read": "x"}])


@pytest.mark.parametrize(
    ("bad", "identity"),
    [
        ("{", None),
        ("plain words", None),
        ("[1]", None),
        ("null", None),
        ('{"id": 7}', 7),
        (line(7, ""), 7),
        (line("x", None), "x"),
        (line("x", ["a"]), "x"),
        (line("x", "y" * 51), "x"),
        (line("x", "\ud800"), "x"),
        ("[" * 100_000, None),
        ("\x00", None),
    ],
)
def test_a_bad_line_costs_only_itself(batch, bad: str, identity: Any):
    """It gives its id and an error of one line; the lines before and after it are answered."""
    code, (first, failed, last) = batch(line(1, "before"), bad, line(3, "after"))
    assert code == EXIT_SOME_FAILED
    assert (first["read"], last["read"]) == ("before", "after")
    assert failed["id"] == identity
    assert failed["error"].isprintable()
    assert failed.keys() == {"id", "error"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\n  \n"])
def test_empty_lines_are_passed_over(batch, end: str):
    """Windows line ends and blank lines are no questions."""
    code, results = batch(line(1, "one"), line(2, "two"), "", end=end)
    assert (code, [r["id"] for r in results]) == (0, [1, 2])


def test_a_byte_order_mark_is_no_part_of_the_first_line(batch):
    """A file that an editor marked as UTF-8 is read whole."""
    assert batch(line(1, "one"), encoding="utf-8-sig") == (0, [{"id": 1, "read": "one"}])


def test_text_is_printed_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Letters of any script are not escaped, and a line separator in a question ends no line."""
    words = "naïve 检索 🎉"
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": 1, "question": f"{words}\u2028{words}"}, ensure_ascii=False), "utf-8")
    assert run_batch(path, lambda q: {"read": q}, as_json) == 0
    (printed,) = capsys.readouterr().out.rstrip("\n").split("\n")
    assert words in printed
    assert json.loads(printed)["read"] == f"{words}\u2028{words}"


def test_standard_input_is_read_for_a_dash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """`-` reads what is piped in."""
    monkeypatch.setattr("sys.stdin", io.StringIO(line(1, "one") + "\n\n" + line(2, "two")))
    code, results = run(Path("-"), capsys)
    assert (code, [r["read"] for r in results]) == (0, ["one", "two"])


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str):
    """A missing file or a folder is a PathProblem that names it."""
    with pytest.raises(PathProblem, match="cannot read"):
        run_batch(tmp_path / name, handle, as_json)


def test_a_crash_is_not_taken_for_a_bad_line(batch, tmp_path: Path):
    """Only failures with a name become a line's error; a bug stops the batch."""
    (tmp_path / "in.jsonl").write_text(line(1, "one"))
    with pytest.raises(ZeroDivisionError):
        run_batch(tmp_path / "in.jsonl", lambda q: {"read": 1 / 0}, as_json)
