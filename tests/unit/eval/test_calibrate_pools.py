"""Halves of data sets, made from small records written for the test."""

import gzip
import json
import random
from pathlib import Path

import pytest

from eval.calibrate.pools import Half, clapnq, digit, gibberish, load_halves

GUIDES = ("trimstray/test-your-sysadmin-skills", "learning-zone/nodejs-basics")
TRAINED = "learning-zone/java-basics"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two guides on different subjects, one that models were trained on, and one of each other data set."""
    records = [
        {
            "question": f"What is {g.rpartition('/')[2][:4]}{n} normally for?",
            "answer": f"Thing {g.rpartition('/')[2][:4]}{n} holds water. It leaks.",
            "source": g,
        }
        for g in (*GUIDES, TRAINED)
        for n in range(24)
    ]
    dev = [
        {"question": f"When would somebody use dev {n}?", "answer": f"Answer {n}.", "source": "a/dev"}
        for n in range(8)
    ]
    medical = [{"question": f"What causes disease {n} ?", "answer": "x", "focus": "f"} for n in range(99)]
    real = [
        {
            "question": f"who wrote book {n}",
            "title": "Books",
            "passage": f"Text {n}",
            "answerable": n % 2 == 0,
        }
        for n in range(40)
    ]
    for name, rows in (
        ("interview_qa/train.jsonl", records),
        ("interview_qa/dev.jsonl", dev),
        ("medquad/train.jsonl.gz", medical),
        ("clapnq/dev_a.jsonl", real),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(r) + "\n" for r in rows)
    return tmp_path


def rng() -> random.Random:
    """A generator that starts the same each time."""
    return random.Random(1)  # noqa: S311 - sampling, not secrets


def halves(folder: Path, seed: int = 1) -> list[Half]:
    """The halves with rewording that marks what it was given."""
    return load_halves(folder, seed, lambda question, answer, rng: f"reworded {question}")


def test_answers_are_in_the_half_that_they_answer(folder: Path):
    """A right id names a document of the half; near and foreign questions have none."""
    for half in halves(folder):
        ids = {i for i, _, _ in half.documents}
        for q in half.questions:
            assert bool(q.right) == (q.kind == "answerable")
            assert q.right <= ids


def test_near_misses_are_the_other_half_s_questions(folder: Path):
    """Every question is answerable in one half and near in the other, in the same words."""
    found = {h.name: h for h in halves(folder)}
    for guide in GUIDES:
        a, b = found[f"{guide}-a"], found[f"{guide}-b"]
        asked = {q.text for q in a.questions if q.kind == "answerable"}
        assert asked == {q.text for q in b.questions if q.kind == "near"}
        assert asked.isdisjoint(q.text for q in b.questions if q.kind == "answerable")


def test_a_heading_is_never_asked_as_it_stands(folder: Path):
    """Documents that open with their question are asked for in other ways."""
    for half in halves(folder):
        texts = {i: text for i, _, text in half.documents}
        headings = [t.splitlines()[0][2:] for t in texts.values() if t.startswith("# ")]
        asked = {q.text for q in half.questions if q.kind == "answerable"}
        assert asked.isdisjoint(headings)


def test_foreign_questions_come_from_other_subjects(folder: Path):
    """No question of the same field is called far."""
    node = next(h for h in halves(folder) if h.name.startswith(GUIDES[1]))
    far = [q for q in node.questions if q.kind == "far"]
    assert {q.origin for q in far} == {"medquad", "clapnq", "other fields"}
    assert any("java" in q.text for q in far)
    assert not any("node" in q.text for q in far)


def test_halves_depend_on_the_seed_alone(folder: Path):
    """Equal seeds give equal halves, another seed other questions."""
    assert halves(folder) == halves(folder)
    assert halves(folder) != halves(folder, seed=2)


def test_what_models_were_trained_on_has_no_part(folder: Path):
    """Guides held out of training are fitted, dev guides measured; the others are only foreign to them."""
    found = {h.name: h.split for h in halves(folder)}
    assert (found["a/dev-a"], found[f"{GUIDES[0]}-a"]) == ("held_out", "fit")
    assert not any(TRAINED in name for name in found)


def test_clapnq_shares_no_question_between_the_splits(folder: Path):
    """Both splits search all passages; a question without an answer in its passage is near."""
    rows = [json.loads(line) for line in (folder / "clapnq/dev_a.jsonl").read_text().splitlines()]
    fit, held_out = clapnq(rows)
    assert fit.documents == held_out.documents
    assert {q.text for q in fit.questions}.isdisjoint(q.text for q in held_out.questions)
    assert {(q.kind, bool(q.right)) for q in fit.questions} == {("answerable", True), ("near", False)}


def test_gibberish_keeps_the_letters():
    """The same letters in another order, and something even for a text without any."""
    assert sorted(gibberish("What is LoRA?", rng()).replace(" ", "")) == sorted("whatislora")
    assert gibberish("?!", rng())


def test_digits_of_different_purposes_are_independent():
    """Which half a document is in says nothing of whether it has a heading."""
    pairs = {(digit(str(n), "half"), digit(str(n), "titled")) for n in range(50)}
    assert pairs == {(0, 0), (0, 1), (1, 0), (1, 1)}
