"""The collections: from the real data sets where they are, and from small ones made up."""

from collections import Counter
from pathlib import Path

import pytest

from eval.retrieval.sets import (
    ANSWERABLE,
    CLAPNQ,
    CODE,
    DEV,
    GOLDEN,
    HELD_OUT,
    ORDERED,
    SCIFACT,
    UNANSWERABLE,
    Collection,
    Question,
    golden,
    load_collections,
    sampled,
)
from eval.training.data import HELD_OUT_GUIDES, load_pools
from ingest.errors import PathProblem


@pytest.fixture(scope="module")
def real(shared_data: Path) -> list[Collection]:
    """Every collection of the real data."""
    return load_collections(shared_data)


@pytest.fixture(scope="module")
def made(folder: Path) -> list[Collection]:
    """Every collection of the made-up data."""
    return load_collections(folder)


def of(collections: list[Collection], group: str) -> list[Collection]:
    """Those of one set."""
    return [c for c in collections if c.group == group]


def test_the_sets_are_whole(real: list[Collection]):
    """Their sizes are those that the data's own description gives."""
    assert list(dict.fromkeys(c.group for c in real)) == list(ORDERED)
    assert sum(len(c.questions) for c in of(real, DEV)) == 240
    assert {c.name for c in of(real, HELD_OUT)} == HELD_OUT_GUIDES
    sizes = {g: (len(c.documents), len(c.questions)) for g in (SCIFACT, CODE) for c in of(real, g)}
    assert sizes == {SCIFACT: (5183, 161), CODE: (737, 248)}
    (search,) = of(real, CLAPNQ)
    assert Counter(q.kind for q in search.questions) == {ANSWERABLE: 144, UNANSWERABLE: 156}


def test_no_claim_was_trained_on(real: list[Collection], shared_data: Path):
    """The held-out claims are exactly those that the training's own split keeps out."""
    pool = next(p for p in load_pools(shared_data, 0) if p.group == "scifact")
    held_out = {q.text for q in pool.questions if q.split == "held_out"}
    assert {q.text for c in of(real, SCIFACT) for q in c.questions} == held_out


def test_every_answer_is_there(real: list[Collection]):
    """What a question's answer names is a document of its collection."""
    for c in real:
        ids = set() if c.by_section else {r["id"] for r in c.documents}
        assert all(q.relevant <= ids for q in c.questions if not c.by_section), c.name


def test_guides_are_indexed_without_their_questions(made: list[Collection]):
    """A guide's document is the answer alone, so that the question's own words are not there to match."""
    for c in [*of(made, DEV), *of(made, HELD_OUT)]:
        assert len(c.documents) == len(c.questions) == 8
        assert not any("What does" in r["text"] for r in c.documents)


def test_abstracts_and_wikipedia_passages_keep_their_titles(made: list[Collection]):
    """What stands above a text is searched with it."""
    assert of(made, SCIFACT)[0].documents[0]["title"] == "On the cache"
    assert of(made, CLAPNQ)[0].documents[1]["title"] == "mutex"


def test_a_passage_is_one_document_for_all_its_questions(made: list[Collection]):
    """Sixteen questions about eight passages; only the answerable ones have an answer."""
    (c,) = of(made, CLAPNQ)
    assert (len(c.documents), len(c.questions)) == (8, 16)
    assert all(bool(q.relevant) == (q.kind == ANSWERABLE) for q in c.questions)


def test_golden_questions_are_answered_by_sections_or_to_be_refused(made: list[Collection]):
    """False premises and injections, which other rules refuse, are not among them."""
    (c,) = of(made, GOLDEN)
    assert c.by_section
    assert {q.kind for q in c.questions} == {ANSWERABLE, "off-topic", "gibberish", "near-domain"}
    assert all(bool(q.relevant) == (q.kind == ANSWERABLE) for q in c.questions)
    assert any(q.history for q in c.questions)


def test_a_missing_corpus_is_said_to_be_missing(tmp_path: Path):
    """An installation without the repository has none."""
    with pytest.raises(PathProblem, match="checkout"):
        golden(tmp_path / "corpus")


def test_a_sample_is_of_every_kind_and_always_the_same(folder: Path):
    """At most two of a kind, in their order."""
    asked = [Question(str(n), frozenset(), "odd" if n % 2 else "even") for n in range(20)]
    found = sampled(asked, 2)
    assert Counter(q.kind for q in found) == {"odd": 2, "even": 2}
    assert found == sampled(asked, 2) == sorted(found, key=lambda q: int(q.text))
    assert all(len(c.questions) <= 2 * 4 for c in load_collections(folder, sample=2))
