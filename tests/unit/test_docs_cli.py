"""docs/cli.md says what the command line does: its options, fields, exit codes and settings, all of them."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from eval.peers.player import PeerFailed
from eval.runs.errors import BelowBaseline
from ingest import errors
from serve.bootstrap import build_engine
from serve.cli.main import main as rag
from serve.guard.types import Decision, Examined
from serve.guard.wire import examined_fields
from serve.llm.errors import ModelUnavailable
from serve.records.errors import UnknownRecord
from serve.settings import SECTIONS, Settings
from serve.slack.errors import SlackProblem
from serve.support.calibration import SupportCalibration
from serve.support.verifier import SupportVerifier
from serve.types import Dropped
from serve.wire import answer_fields, search_fields, verdict_fields

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
FIELDS = {field.upper(): info for section in SECTIONS for field, info in section.model_fields.items()}
PROCESS_CODES = {0, 1, 2, 3, 141}
"""Those that no error of ours carries: done, a crash, usage, done in part, a closed pipe."""
CODES = PROCESS_CODES | {
    e.exit_code for e in (BelowBaseline, ModelUnavailable, PeerFailed, SlackProblem, UnknownRecord)
}
"""Errors of evaluation, models, Slack and records are known to `RagError` only once they are imported."""


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of every table row between this heading and the next one, header rows left out."""
    section = re.search(rf"^#+ {heading}\n(.*?)(?=^#+ |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert section, heading
    body = re.sub(r"^\|.*\n\| ---.*\n", "", section[1], flags=re.MULTILINE)
    for line in body.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def quoted(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def listed_fields(heading: str) -> list[str]:
    """The names in the first column."""
    return [name for first, *_ in rows(heading) for name in quoted(first)]


def error_classes(base: type[errors.RagError]) -> Iterator[type[errors.RagError]]:
    """The class and all below it."""
    yield base
    for below in base.__subclasses__():
        yield from error_classes(below)


def examples() -> list[Any]:
    """The JSON values that are shown."""
    rest = "\n".join(re.findall(r"^```json\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)).strip()
    found = []
    while rest:
        value, end = json.JSONDecoder().raw_decode(rest)
        found.append(value)
        rest = rest[end:].strip()
    return found


@pytest.fixture(scope="module")
def answer(corpus_index: Path) -> dict[str, Any]:
    """A real answer as `rag ask --json` prints it."""
    engine = build_engine(Settings(data_dir=corpus_index))
    return answer_fields(engine.ask("What is RAG?"))


@pytest.fixture(scope="module")
def found(corpus_index: Path) -> dict[str, Any]:
    """A real search as `rag search --json` prints it."""
    engine = build_engine(Settings(data_dir=corpus_index))
    return search_fields("acceptance rate", *engine.search("acceptance rate", 1))


def test_every_setting_is_listed_with_its_default():
    """The table holds the fields of all settings classes, in their order, and no others."""
    listed = {quoted(name)[0]: default.strip("`") for name, default, _ in rows("Settings")}
    assert listed == {f"RAG_{name}": _default(info) for name, info in FIELDS.items()}


def _default(info: Any) -> str:
    default = info.default
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    return "unset" if default is None else shown or "empty"


def test_no_document_names_a_setting_that_does_not_exist():
    """A `RAG_NAME` anywhere in the documents is a setting."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {n for path in documents for n in re.findall(r"\bRAG_([A-Z_]+)", path.read_text("utf-8"))}
    assert named
    assert named <= FIELDS.keys()


def test_every_exit_code_is_listed():
    """The table holds the codes of all errors with a name, those of the process, and no others, in order."""
    listed = [int(code) for code, _ in rows("Exit codes")]
    assert listed == sorted(CODES | {e.exit_code for e in error_classes(errors.RagError)})


def test_every_command_and_option_is_listed():
    """Each option stands beside exactly those commands that take it."""
    taken: dict[str, set[str]] = {}
    for name, command in rag.commands.items():
        for option in (o for p in command.params for o in p.opts if o.startswith("--")):
            taken.setdefault(option, set()).add(name)
    table = list(rows("Commands"))
    shown = {quoted(first)[0].split()[1] for first, *_ in table if first.startswith("`rag ")}
    listed = {
        quoted(first)[0].split()[0]: set(rag.commands) if commands == "all" else set(quoted(commands))
        for first, commands, *_ in table
        if first.startswith("`--")
    }
    assert shown == rag.commands.keys()
    assert listed == taken


def test_the_fields_of_a_verdict_are_listed():
    """The table names what `rag verify --json` prints, all of it."""
    verdict = SupportVerifier(None, SupportCalibration("none", 0, {}, 0.5)).verify(["a b"], ["c"])[0]
    assert listed_fields("Fields of a verdict") == list(verdict_fields(verdict))


def test_the_fields_of_a_guards_verdict_are_listed():
    """The table names what `rag guard --json` prints, all of it."""
    examined = Examined("input", (Decision("injection", "allow"),))
    assert listed_fields("Fields of a guard's verdict") == [*examined_fields([examined]), "masked"]


def test_the_fields_of_an_answer_are_listed(answer: dict[str, Any]):
    """An answer, its sentences and its citations have the fields in the tables, in that order."""
    assert list(answer) == listed_fields("Fields of an answer")
    assert list(answer["sentences"][0]) == listed_fields("Fields of a sentence")
    assert list(answer["citations"][0]) == listed_fields("Fields of a citation")
    assert [f.name for f in fields(Dropped)] == listed_fields("Fields of a dropped sentence")


def test_the_fields_of_a_search_are_listed(found: dict[str, Any]):
    """A search and its hits have the fields in the tables, in that order."""
    assert list(found) == listed_fields("Fields of a search")
    assert list(found["hits"][0]) == listed_fields("Fields of a hit")


def test_the_examples_are_what_is_printed(answer: dict[str, Any], found: dict[str, Any]):
    """The JSON on the page has the keys of the real thing, down to stages and timings."""
    shown, refused, searched, *failed = examples()
    assert _shape(shown) == _shape({**answer, "notes": ["read “a” as “b”"]})
    assert list(refused) == list(answer)
    assert (refused["status"], refused["sentences"], refused["citations"]) == ("refused", [], [])
    assert _shape(searched) == _shape(found)
    assert [list(line) for line in failed] == [["id", "error"]] * 2


def _shape(value: Any) -> Any:
    """The value's keys, all the way down; lists have the shape of their first element."""
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(part) for part in value[:1]]
    return None
