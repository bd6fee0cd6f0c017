"""A run on the disk, and files that are none."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.runs.store import read_run, write_run
from eval.runs.types import Asked, Run
from ingest.errors import PathProblem, StorageProblem


@pytest.fixture
def run(run_of: Callable[..., Run], asked: Callable[..., Asked]) -> Run:
    """A run of two questions."""
    return run_of(asked(), asked("number-02", {"recall@5": 0.5}, ("refused",), history=("Before?",)))


def test_a_run_comes_back_as_it_was_written(run: Run, tmp_path: Path):
    """Every field, down to tuples and a missing commit."""
    for given in (run, replace(run, provenance=replace(run.provenance, commit=None))):
        write_run(given, tmp_path / "new" / "run.json")
        assert read_run(tmp_path / "new" / "run.json") == given


def test_a_figure_that_is_no_number_is_not_written(run: Run, tmp_path: Path):
    """NaN is an error where it arises, and no file is left that hides it."""
    broken = replace(run, figures={"recall@5": replace(run.figures["recall@5"], value=float("nan"))})
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_run(broken, tmp_path / "run.json")
    assert not (tmp_path / "run.json").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1, 2]", "is no run"),
        ("{}", "is no run"),
        ('{"schema": 99}', "has schema 99"),
        ('{"schema": 1, "figures": NaN}', "NaN is not a figure"),
        ("\ud800", "not JSON"),
    ],
)
def test_what_is_no_run_is_one_line(text: str, says: str, tmp_path: Path):
    """Whatever is in the file, the message names it and says where a run comes from."""
    path = tmp_path / "run.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(PathProblem, match=says) as error:
        read_run(path)
    assert str(path) in str(error.value)
    assert "rag-eval run" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_field_that_is_missing_is_named(run: Run, tmp_path: Path):
    """A run that somebody edited says where it is broken."""
    path = tmp_path / "run.json"
    write_run(run, path)
    raw = json.loads(path.read_text("utf-8"))
    del raw["questions"][1]["kind"]
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(PathProblem, match=r"questions\.1\.kind"):
        read_run(path)


def test_a_missing_file_is_named(tmp_path: Path):
    """It is no traceback."""
    with pytest.raises(PathProblem, match="No such file"):
        read_run(tmp_path / "none.json")


def test_a_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path):
    """A file stands where the folder should be."""
    (tmp_path / "out").write_text("")
    with pytest.raises(StorageProblem, match="cannot write"):
        write_run(run, tmp_path / "out" / "run.json")
