"""The pinned versions of both environments."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
APART = {"jiter", "rich"}
"""What ragas's dependencies hold back (docs/adr/0009-ragas.md)."""


def pinned(name: str) -> dict[str, str]:
    """Package -> version; every line is one."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"([\w.-]+)==(\S+)", line) for line in lines]
    assert all(found), name
    return {match[1].lower().replace("_", "-"): match[2] for match in found if match}


def test_an_answer_is_made_by_the_same_versions_wherever_it_is_measured():
    """The environments differ in what ragas brings, what development needs, and what cannot be the same."""
    here, there = pinned("constraints.txt"), pinned("constraints-evaluation.txt")
    assert {name for name in here.keys() & there.keys() if here[name] != there[name]} == APART


def test_ragas_is_pinned_as_the_project_asks_for_it():
    """Private steps of it are overridden, so one version is asked for, and that one is installed."""
    asked = re.findall(
        r'"(ragas|langchain-community)==([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8")
    )
    there = pinned("constraints-evaluation.txt")
    assert len(asked) == 2
    assert all(there[name] == version for name, version in asked)
