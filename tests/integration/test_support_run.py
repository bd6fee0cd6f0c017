"""`rag-eval support` and `rag-eval judge` from data sets to their documents, with the models that ship."""

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eval.cli import commands
from serve.support.calibration import FILE

pytestmark = pytest.mark.slow

THINGS = ("cache", "queue", "index", "router", "parser", "scheduler", "buffer", "worker", "client", "tracer")
LABELS = {"covid-fact": ("supported", "refuted"), "google/BEGIN dev": ("Fully attributable", "Generic")}


def write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """A data set's file, compressed where its name says so."""
    path.parent.mkdir(exist_ok=True, parents=True)
    with (gzip.open if path.suffix == ".gz" else open)(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def fact(n: int) -> str:
    """A sentence that no other number gives."""
    one, two = THINGS[n % 10], THINGS[(n // 10 + n) % 10]
    return f"The {one} of group {n} always sends {n + 3} items to the {two} before it is faster than Redis."


def told(n: int) -> str:
    """The same with a phrase in front, so that it is no copy."""
    return f"In short, t{fact(n)[1:]}"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small data sets in the form of the real ones."""
    folder = tmp_path_factory.mktemp("data")
    pairs = [
        {"claim": told(n), "evidence": fact(n if right else n + 500), "label": label, "source": source}
        for source, labels in LABELS.items()
        for n in range(120)
        for right, label in zip((True, False), labels, strict=True)
        if right == (n % 2 == 0)
    ]
    write(folder / "support/train.jsonl.gz", pairs)
    write(folder / "scifact/corpus.jsonl.gz", [])
    write(folder / "scifact/claims_train.jsonl", [])
    answers = [
        {"answer": told(n), "passage": f"{fact(n)} {fact(n + 1)}", "answerable": True} for n in range(20)
    ]
    write(folder / "clapnq/dev_a.jsonl", answers)
    texts = {n: " ".join(map(fact, range(n, n + 8))) for n in range(0, 320, 8)}
    sections = [
        {"source": "s", "path": f"{n}.md", "headings": ["Groups"], "text": t} for n, t in texts.items()
    ]
    write(folder / "sections/train.jsonl.gz", sections)
    return folder


def test_the_verifier_is_fitted_and_measured(data: Path, tmp_path: Path):
    """Every set has its figures, copies pass, wrong numbers do not, and the shipped numbers stay."""
    material = tmp_path / "guide"
    material.mkdir()
    (material / "guide.md").write_text("# Groups\n\n" + " ".join(map(fact, range(30))), encoding="utf-8")
    before, out = FILE.read_bytes(), tmp_path / "figures.md"
    options = ["--data", str(data), "--material", str(material), "--out", str(out)]
    done = CliRunner().invoke(commands, ["support", *options], catch_exceptions=False)
    assert done.exit_code == 0
    said = out.read_text(encoding="utf-8")
    assert said in done.stdout + "\n"
    assert {"begin", "changed", "clapnq", "covid-fact"} <= set(re.findall(r"^\| ([\w-]+) \|", said, re.M))
    rows = {row[0]: row[1:] for row in re.findall(r"^\| (\w+) \| \d+ \|.*\| ([\d.]+) \|$", said, re.M)}
    assert rows["verbatim"] == (".000",)
    assert float(rows["number"][0]) > 0.5
    assert FILE.read_bytes() == before


def test_the_judge_is_measured_on_what_the_verifier_learned_from(data: Path):
    """A line a set with its claims and two areas; what is said is told from what is not."""
    done = CliRunner().invoke(commands, ["judge", "--data", str(data)], catch_exceptions=False)
    lines = re.findall(r"^\| ([\w-]+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", done.stdout, re.MULTILINE)
    assert {name for name, *_ in lines} == {"begin", "changed", "covid-fact"}
    for name, claims, _, judge in lines:
        assert int(claims) > 0
        assert float(judge) > (0.6 if name == "changed" else 0.9)
