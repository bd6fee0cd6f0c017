"""The benchmarks measure real indexes: small ones here."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.bench.chart import svg
from eval.bench.scale import Scale, documents, measured, section
from eval.bench.speed import measured as speed
from eval.bench.speed import section as speed_section


def test_synthetic_passages_are_whole_documents():
    """Each passage is the words of its document at its place."""
    (document, chunk, passages), *rest = documents(30)
    assert [document.text[p.start : p.end] for p in passages] == [p.text for p in passages]
    assert (chunk.end, len(passages), len(rest)) == (len(document.text), 10, 2)


def test_a_small_index_is_measured_and_drawn():
    """Every figure is there, the table has a row for it, and the chart is well-formed."""
    found = measured(100)
    assert min(found.disk, found.query, found.built, found.changed) > 0
    assert "| 100 |" in section([found], "c.svg")
    large = Scale(100_000, 300, 120, 400, 30, 90, 60, 1.5, 1)
    assert ElementTree.fromstring(svg([found, large])).tag.endswith("svg")  # noqa: S314 - our own


@pytest.mark.slow
def test_both_pipelines_read_the_same_files(tmp_path: Path):
    """Both runs are counted, and the stages of ours add up to its time."""
    file = tmp_path / "a.md"
    file.write_text("# Zebras\n\n" + "\n\n".join(f"Zebra {i} grazes in the morning." for i in range(40)))
    found = speed([file], 1)
    (ours,) = found.ours
    assert min(ours.passages, *(run.passages for (run,) in found.theirs.values())) > 0
    assert abs(sum(ours.stages) - ours.seconds) < 1e-6
    assert "LlamaIndex, batches of 10" in speed_section(found, 1)
