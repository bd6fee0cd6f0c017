"""The command from data to document, on made-up data, with the real models and the shipped corpus."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from eval.cli import commands
from eval.retrieval.orders import BM25, COSINE, FULL, LATE, RERANKER, RRF, WEIGHTED
from eval.retrieval.sets import HELD_OUT

pytestmark = pytest.mark.slow
"""Seven indexes are built and asked."""


def asked(folder: Path, place: Path, *more: str | Path) -> Result:
    """What the command says when it writes to this place."""
    out, figures = place / "docs" / "figures.md", place / "figures.json"
    files = ("--work", place / "work", "--out", out, "--json", figures)
    arguments = ("retrieval", "--data", folder, "--sample", "2", *files, *more)
    found = CliRunner().invoke(commands, [str(a) for a in arguments], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, folder: Path, scorer_file: Path) -> Path:
    """Where a run with a cross-encoder wrote everything."""
    root = tmp_path_factory.mktemp("run")
    asked(folder, root, "--reranker", scorer_file)
    return root


@pytest.fixture(scope="module")
def figures(place: Path) -> dict[str, Any]:
    """Its figures."""
    return json.loads((place / "figures.json").read_text("utf-8"))


def test_every_set_is_measured_in_every_order(figures: dict[str, Any]):
    """Two dev guides, four held-out ones, four sets of one pool, two means of guides, one of all."""
    assert figures["orders"] == [BM25, COSINE, RRF, WEIGHTED, LATE, RERANKER, FULL]
    assert len(figures["rows"]) == (2 + 1) + (4 + 1) + 4 + 1
    for row in figures["rows"]:
        for by in row["figures"].values():
            assert list(by) == figures["orders"]
            ends = [(0, e["low"], e["value"], e["high"], 1) for e in by.values()]
            assert all(np.diff(some).min() > -1e-9 for some in ends)


def test_the_passages_that_were_read_are_counted(figures: dict[str, Any]):
    """No more than there are, and some: the product's cross-encoder has its say."""
    assert 0 < figures["read"] <= 20


def test_answers_are_found(figures: dict[str, Any]):
    """Every question of a made-up guide shares a word with its answer alone: BM25 puts all first."""
    row = next(r for r in figures["rows"] if r["title"].startswith(f"**{HELD_OUT}**"))
    assert row["figures"]["MRR@10"][BM25]["value"] == 1


def test_refusal_is_measured_by_kind(figures: dict[str, Any]):
    """The golden questions' three kinds and the unanswerable searches."""
    kinds = [[k["kind"] for k in s["kinds"]] for s in figures["refusals"]]
    assert kinds == [
        ["answerable", "unanswerable"],
        ["answerable", "off-topic", "gibberish", "near-domain", "all without an answer"],
    ]


def test_document_and_chart_lie_together(place: Path):
    """The document links to the chart beside it."""
    text = (place / "docs" / "figures.md").read_text("utf-8")
    assert "](risk-coverage.svg)" in text
    assert (place / "docs" / "risk-coverage.svg").read_text("utf-8").startswith("<svg")


def test_a_second_run_builds_nothing_and_says_the_same(
    place: Path, folder: Path, scorer_file: Path, figures: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    """Indexes and logits come from the work folder, and no other document is printed."""
    before = _built(place)
    monkeypatch.setattr("ingest.models.OpenVinoPairScorer.score", None)
    said = asked(folder, place, "--reranker", scorer_file).stdout
    assert _built(place) == before
    assert json.loads((place / "figures.json").read_text("utf-8")) == figures
    assert said == (place / "docs" / "figures.md").read_text("utf-8")


def _built(place: Path) -> set[str]:
    return {os.fspath(p) for p in (place / "work").glob("*/index-*/versions/*")}


def test_without_a_cross_encoder_there_is_no_order_of_it(folder: Path, place: Path, tmp_path: Path):
    """The pipeline is then the calibrated mix, and the document names no file."""
    (tmp_path / "work").symlink_to(place / "work")
    text = asked(folder, tmp_path).stdout
    assert f"| {RERANKER} |" not in text
    assert f"| {FULL} |" in text
    assert "--reranker" not in text
