"""The document: tables of one shape, a chart that is XML, no paths."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from eval.retrieval.chart import svg
from eval.retrieval.document import Report, as_json, markdown
from eval.retrieval.figures import METRICS, Pool, rows
from eval.retrieval.orders import FULL, Observed
from eval.retrieval.refusal import refusals
from eval.retrieval.sets import CODE

ORDERS = ("BM25", "cosine", FULL)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def report(seen: Callable[..., Observed]) -> Report:
    """Two sets of one question, and refusals of two sets."""
    values = np.full((1, len(ORDERS), len(METRICS)), 0.25)
    asked = [seen("a", sure=0.9), seen("", "off-topic", 0.1)]
    measured = rows([Pool("claims", "claims", values), Pool(CODE, CODE, values)], ORDERS)
    refused = tuple(refusals(name, asked, ("off-topic",)) for name in ("golden & co", "clapnq"))
    return Report("model-7", False, 5, 60, 20, 9.25, 0.126, ORDERS, tuple(measured), refused)


def tables(text: str) -> list[list[list[str]]]:
    """The cells of every Markdown table."""
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE)
    return [[[c.strip() for c in line.strip("|").split("|")] for line in b.splitlines()] for b in blocks]


def test_the_tables_are_rectangles(report: Report):
    """Every line has its header's number of cells."""
    found = tables(markdown(report))
    assert [len(t[0]) for t in found] == [3 + len(ORDERS) + 1, 5, 3]
    for table in found:
        assert {len(line) for line in table} == {len(table[0])}


def test_it_says_what_the_cross_encoder_read(report: Report):
    """Where there was one."""
    assert "of the 20, what may change its best two: a mean of 9.2 passages" in markdown(report)
    assert "and reads" not in markdown(replace(report, read=0.0))


def test_a_line_a_set_and_metric(report: Report):
    """Three metrics of a set, five of the code set, three of the mean; intervals beside every mean."""
    ranking, *_ = tables(markdown(report))
    assert len(ranking) == 2 + 3 + 5 + 3
    assert ranking[2][:4] == ["**claims**", "1", "nDCG@10", ".250 [.250, .250]"]
    assert ranking[2][-1] == "+0.000 [+0.000, +0.000] (BM25)"


def test_the_coverage_table_ends_with_the_product(report: Report):
    """Ten tenths, then where the threshold stands."""
    coverage = tables(markdown(report))[-1]
    assert [line[0] for line in coverage[2:]] == [*(f"{n}0%" for n in range(1, 11)), "as shipped"]
    assert coverage[-1][1:] == [".000 at 50%", ".000 at 50%"]


def test_the_document_says_how_it_was_made(report: Report):
    """With the options that change figures, and without a path of any machine."""
    text = markdown(report)
    assert "rag-eval retrieval --data DIR --work DIR --reranker FILE --sample 5 --out FILE" in text
    assert "Cross-encoder: model-7, with which nothing was fitted" in text
    assert not re.search(r"(^|\s)/\w", text)


def test_the_json_holds_what_the_tables_round(report: Report):
    """Orders, estimates and all points of the curves."""
    read = json.loads(as_json(report))
    assert read["rows"][0]["figures"]["MRR@10"]["cosine"] == {"value": 0.25, "low": 0.25, "high": 0.25}
    assert read["refusals"][0]["curve"] == [[0.5, 0.0], [1.0, 0.5]]


def test_the_chart_is_a_picture_of_the_curves(report: Report):
    """A line and a dot a set, all of it inside the picture, names escaped."""
    root = ElementTree.fromstring(svg(report.refusals))  # noqa: S314 - our own text
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == len(root.findall(f"{SVG}circle")) == 2
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    points = [tuple(map(float, p.split(","))) for line in lines for p in line.attrib["points"].split()]
    assert all(0 <= x <= width and 0 <= y <= height for x, y in points)
    assert "golden & co" in {t.text for t in root.findall(f"{SVG}text")}


def test_a_chart_without_any_risk_is_drawn(report: Report):
    """Nothing is divided by a risk of 0."""
    (one, *_) = report.refusals
    still = type(one)(one.group, one.kinds, ((1.0, 0.0),), (1.0, 0.0))
    ElementTree.fromstring(svg([still]))  # noqa: S314 - our own text
