"""Pools: what is held out stays apart from what is trained on."""

import random
from typing import Any

from eval.training.data import HELD_OUT_GUIDES, guides, scifact, sections

GUIDES = [*sorted(HELD_OUT_GUIDES), "a/guide", "b/guide", "c/guide"]


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


def records() -> list[dict[str, Any]]:
    """Eighty questions of each of seven guides."""
    return [
        {"source": source, "question": f"what is {n} of {source}?", "answer": f"{n} is {source}"}
        for source in GUIDES
        for n in range(80)
    ]


def test_held_out_guides_are_pools_of_their_own():
    """A guide's questions are all of one split, and its documents are its own answers, no others."""
    for pool in guides(records(), seeded(0), dev=False):
        splits = {q.split for q in pool.questions}
        held_out = pool.name in HELD_OUT_GUIDES
        assert splits == {"held_out" if held_out else "train"}
        assert len(pool.documents) == (80 if held_out else 280)


def test_dev_guides_are_never_trained_on():
    """Whatever their names."""
    assert {q.split for pool in guides(records(), seeded(0), dev=True) for q in pool.questions} == {"dev"}


def test_equal_questions_share_their_answers():
    """Two answers to one question are both right, and equal answers are one document."""
    twice = [
        {"source": "a/guide", "question": "why?", "answer": "so"},
        {"source": "a/guide", "question": "why?", "answer": "thus"},
        {"source": "a/guide", "question": "how?", "answer": "so"},
    ]
    (pool,) = guides(twice, seeded(0), dev=True)
    assert pool.documents == ["so", "thus"]
    assert {q.text: q.answers for q in pool.questions} == {"why?": {0, 1}, "how?": {0}}


def test_a_twentieth_of_the_files_with_sections_is_held_out_whole():
    """No file has questions of both splits."""
    made = [
        {
            "source": "r",
            "path": f"{n // 4}.md",
            "headings": [f"part {n}", f"the topic {n}"],
            "text": f"text {n}",
        }
        for n in range(400)
    ]
    (pool,) = sections(made, seeded(0))
    files: dict[int, set[str]] = {}
    for q in pool.questions:
        for document in q.answers:
            files.setdefault(document // 4, set()).add(q.split)
    assert all(len(splits) == 1 for splits in files.values())
    assert sum(splits == {"held_out"} for splits in files.values()) == 5


def test_a_fifth_of_the_claims_is_held_out():
    """Claims point at abstracts by number, and one in five is not trained on."""
    corpus = [{"id": f"d{n}", "title": f"title {n}", "text": f"text {n}"} for n in range(10)]
    claims = [{"claim": f"claim {n}", "relevant": [f"d{n % 10}"]} for n in range(50)]
    pool = scifact(corpus, claims, seeded(0))
    assert sum(q.split == "held_out" for q in pool.questions) == 10
    assert all(q.answers == {int(q.text.split()[1]) % 10} for q in pool.questions)
