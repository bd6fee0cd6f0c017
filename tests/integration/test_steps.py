"""The steps of query processing switched off one by one, over a few questions and without a cross-encoder."""

from pathlib import Path

import pytest

from eval.golden import GoldenQuestion, load_golden
from eval.steps import FOLLOW_UPS, Row, measure, steps
from serve.bootstrap import build_retriever
from serve.settings import Settings

ASKED = ("typo-01", "follow-up-09", "comparison-01", "off-topic-01")


@pytest.fixture(scope="module")
def questions() -> list[GoldenQuestion]:
    """A typing error, "why is it needed?", a comparison, and what the material does not know."""
    golden = {q.id: q for q in load_golden("corpus")}
    return [golden[name] for name in ASKED]


@pytest.fixture(scope="module")
def rows(corpus_index: Path, questions: list[GoldenQuestion]) -> dict[str, Row]:
    """By step."""
    settings = Settings(data_dir=corpus_index, reranker="none")
    return {row.step: row for row in measure(build_retriever(settings), settings, questions)}


def test_a_step_changes_what_it_is_for_and_nothing_else(rows: dict[str, Row]):
    """The typing error, the follow-up and the comparison one each; without all of them, those together."""
    changed = {step: len(row.changed) for step, row in rows.items()}
    assert changed["spelling"] == changed[FOLLOW_UPS] == changed["parts"] == 1
    assert changed["all of them"] >= 3
    for step in ("spelling", FOLLOW_UPS, "parts", "abbreviations"):
        differ = sum(a != b for a, b in zip(rows[""].every, rows[step].every, strict=True))
        assert differ <= changed[step]


def test_a_follow_up_without_its_conversation_is_not_found(rows: dict[str, Row]):
    """What it leans on is gone."""
    ((on, off),) = rows[FOLLOW_UPS].changed
    assert on.rank is not None and off.rank is not None
    assert on.rank > off.rank


def test_what_has_no_answer_has_no_rank(rows: dict[str, Row], questions: list[GoldenQuestion]):
    """It counts among the answers alone."""
    ranks = [f.rank for f in rows[""].every]
    assert [rank is None for rank in ranks] == [not q.answerable for q in questions]


def test_every_step_is_a_line(rows: dict[str, Row]):
    """With dashes where nothing changes."""
    lines = steps(list(rows.values())).splitlines()
    assert len(lines) == 2 + 6
    assert lines[2].startswith("| nothing |") and lines[2].endswith("| – | – | – | – |")
    assert lines[-1].startswith("| **all of them** |")
