"""The documents say what is there: links, paths, make targets and commands that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from eval.cli import commands as rag_eval
from serve.cli.main import main as rag

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))
README, CONTRIBUTING = (path.read_text(encoding="utf-8") for path in DOCUMENTS[:2])

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_QUOTED = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*/?")
_FOLDERS = ("ingest", "retrieval", "serve", "eval", "corpus", "docs", "tests", "tools", ".ci")


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCED.sub("", text)


def shell(text: str) -> str:
    """The lines of its shell blocks, without comments."""
    blocks = [body for language, body in _FENCED.findall(text) if language == "sh"]
    return re.sub(r"(^|\s)#.*", "", "\n".join(blocks), flags=re.MULTILINE)


def relative_links(text: str) -> Iterator[str]:
    """The targets of links into the repository, without their anchors."""
    for target in _LINK.findall(prose(text)):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            yield target.partition("#")[0]


def quoted_paths(text: str) -> Iterator[str]:
    """What stands in backticks and is a path into one of the repository's folders."""
    for words in _QUOTED.findall(prose(text)):
        if "/" in words and _PATH.fullmatch(words) and words.split("/")[0] in _FOLDERS:
            yield words


def commands_of(name: str, text: str) -> set[str]:
    """The words behind `name` in shell blocks and in backticks: its commands."""
    places = "\n".join([shell(text), *_QUOTED.findall(prose(text))])
    return set(re.findall(rf"^(?:\.venv/bin/)?{name} ([a-z]+)", places, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(document: Path):
    """Every link into the repository names a file that is there."""
    targets = set(relative_links(document.read_text(encoding="utf-8")))
    assert [t for t in sorted(targets) if not (document.parent / t).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_in_backticks_exist(document: Path):
    """Every path of the repository that stands in backticks is a file or folder that is there."""
    paths = set(quoted_paths(document.read_text(encoding="utf-8"))) - {"ingest/parsers/NAME.py"}
    assert [p for p in sorted(paths) if not (ROOT / p).exists()] == []


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_make_targets_exist(text: str):
    """Every `make TARGET` is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):(?!=)", makefile, re.MULTILINE))
    named = commands_of("make", text)
    assert named
    assert named <= targets


@pytest.mark.parametrize(
    ("program", "group"), [("rag", rag), ("rag-eval", rag_eval)], ids=["rag", "rag-eval"]
)
@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_commands_exist(program: str, group: click.Group, text: str):
    """Every command that is shown is one that the program has."""
    assert commands_of(program, text) <= group.commands.keys()


def test_the_readme_shows_every_command():
    """A person who reads the README meets each command of `rag`."""
    assert commands_of("rag", README) == set(rag.commands)


def test_options_in_shell_blocks_exist():
    """Every option that the README gives to a command is one that the command takes."""
    for name, rest in re.findall(r"^rag ([a-z]+)([^\n]*)", shell(README), re.MULTILINE):
        known = {option for parameter in rag.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known


def test_records_of_decisions_are_complete():
    """Every decision record has a number of its own and the five parts."""
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert records
    numbers = [path.name[:4] for path in records]
    assert len(set(numbers)) == len(numbers)
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert "Status:" in text, path.name
        missing = [
            part
            for part in ("Context", "Decision", "Alternatives", "Consequences")
            if f"\n## {part}\n" not in text
        ]
        assert missing == [], path.name
