"""BM25: its scores are rank_bm25's but for the idf, and it never returns what matches nothing."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from ingest.errors import IndexMismatch
from ingest.index.bm25 import Bm25
from ingest.index.change import layout
from ingest.index.postings import amended, counted, fit, weighed

TERMS = st.sampled_from([*"abcdefghij", "naïve", "检索", "fine-tuning"])
CORPORA = st.lists(st.lists(TERMS, max_size=20), min_size=1, max_size=30)
QUERIES = st.lists(st.one_of(TERMS, st.just("unheard-of")), max_size=6)


@given(corpus=CORPORA, query=QUERIES)
def test_scores_are_okapi_with_the_positive_idf(corpus: list[list[str]], query: list[str]):
    """Compiled scores equal rank_bm25's BM25Okapi with ln(1 + (N - n + .5) / (n + .5)) as its idf."""
    expected = np.zeros(len(corpus))
    if any(corpus):
        model = BM25Okapi(corpus)
        for term in model.idf:
            holding = sum(term in words for words in corpus)
            model.idf[term] = math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))
        expected = model.get_scores(query)
    assert fit(corpus).scores(query) == pytest.approx(expected, abs=1e-6)


@given(corpus=CORPORA, query=QUERIES, limit=st.integers(1, 40))
def test_top_holds_the_best_matches_and_nothing_else(corpus: list[list[str]], query: list[str], limit: int):
    """`top` is the sorted head of the positive scores, ties by ordinal; what matches no term is absent."""
    bm25 = fit(corpus)
    scores = bm25.scores(query)
    matching = [i for i, words in enumerate(corpus) if set(words) & set(query)]
    found = bm25.top(query, limit)
    assert len(found) == min(limit, len(matching))
    assert {i for i, _ in found} <= set(matching)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    assert [s for _, s in found] == pytest.approx(sorted(scores, reverse=True)[: len(found)])


@given(corpus=CORPORA, query=QUERIES, seed=st.integers(0, 9))
def test_a_mask_hides_passages(corpus: list[list[str]], query: list[str], seed: int):
    """With a mask, `top` is what it is without, less the hidden passages."""
    allowed = np.random.default_rng(seed).random(len(corpus)) < 0.5
    everything = fit(corpus).top(query, len(corpus))
    assert fit(corpus).top(query, len(corpus), allowed) == [h for h in everything if allowed[h[0]]]


@pytest.mark.parametrize("holding", [1, 5, 6, 10])
def test_common_terms_keep_a_positive_weight(holding: int):
    """A term of half of the passages, of most and of all still tells them from those without it."""
    bm25 = fit([["common"]] * holding + [["rare"]] * (10 - holding))
    assert bm25.idf("common") > 0
    assert len(bm25.top(["common"], 10)) == holding
    assert all(score > 0 for _, score in bm25.top(["common"], 10))


def test_rarer_terms_weigh_more():
    """idf falls as a term grows more common, and an unseen term's is the upper end of the scale."""
    bm25 = fit([["a", "b", "c"], ["b", "c"], ["c"]])
    assert bm25.unseen_idf > bm25.idf("a") > bm25.idf("b") > bm25.idf("c") > bm25.idf("unseen") == 0


@pytest.mark.parametrize("corpus", [[["a", "ü"], [], ["b", "a", "a"]], [[], []], []])
def test_a_reloaded_model_scores_the_same(tmp_path: Path, corpus: list[list[str]]):
    """Saving and loading changes no score, for corpora without a single term either."""
    fitted = fit(corpus)
    fitted.save(tmp_path / "bm25")
    loaded = Bm25.load(tmp_path / "bm25")
    for query in (["a"], ["ü", "b", "b"], ["unseen"], []):
        assert (loaded.scores(query) == fitted.scores(query)).all()
        assert loaded.top(query, 5) == fitted.top(query, 5)
    assert loaded.passages == len(corpus)


@pytest.mark.parametrize("name", ["starts.npy", "weights.npy", "terms.json"])
def test_a_damaged_model_is_named(tmp_path: Path, name: str):
    """A file that is cut short or missing is an IndexMismatch that says what to do."""
    fit([["a", "b"]]).save(tmp_path / "bm25")
    (tmp_path / "bm25" / name).write_bytes(b"")
    with pytest.raises(IndexMismatch, match=r"damaged.*--data-dir"):
        Bm25.load(tmp_path / "bm25")
    (tmp_path / "bm25" / name).unlink()
    with pytest.raises(IndexMismatch, match="damaged"):
        Bm25.load(tmp_path / "bm25")


@given(
    corpus=CORPORA,
    drawn=st.sets(st.integers(0, 29)),
    new=st.lists(st.lists(TERMS, max_size=9), max_size=9),
    query=QUERIES,
)
def test_amended_postings_score_as_if_counted_anew(
    corpus: list[list[str]], drawn: set[int], new: list[list[str]], query: list[str]
):
    """After passages went and came, every score is that of a fresh count, and no lost term is remembered."""
    freed = [o for o in sorted(drawn) if o < len(corpus)]
    places = layout(len(corpus), freed, len(new))
    fresh = iter(new)
    now = [corpus[s] if s >= 0 else next(fresh) for s in places.source]
    changed = amended(counted(corpus), counted(new), places)
    assert set(changed.terms) == {term for terms in now for term in terms}
    assert weighed(changed).scores(query) == pytest.approx(fit(now).scores(query), abs=1e-9)
