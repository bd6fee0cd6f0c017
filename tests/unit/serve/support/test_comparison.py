"""The comparison check: opposite words in the same place, and sides exchanged."""

import pytest

from serve.support.comparison import comparison_findings

ROUND = "the cited words compare the other way round"


@pytest.mark.parametrize(
    ("claim", "sentence", "detail"),
    [
        (
            "Batching increases latency.",
            "Batching decreases latency.",
            "the cited words say decreases where the claim says increases",
        ),
        (
            "Input tokens are pricier than output tokens.",
            "Input tokens are cheaper than output tokens.",
            "the cited words say cheaper where the claim says pricier",
        ),
        ("BM25 is faster than HNSW.", "HNSW is faster than BM25.", ROUND),
        ("BERT is more accurate than GPT.", "GPT is more accurate than BERT.", ROUND),
        ("BERT outperforms GPT.", "GPT outperforms BERT.", ROUND),
    ],
)
def test_the_contrary_comparison_is_found(claim: str, sentence: str, detail: str):
    """The detail says what the evidence has."""
    assert [f.detail for f in comparison_findings(claim, sentence)] == [detail]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("HNSW is slower than BM25.", "BM25 is faster than HNSW."),
        ("HNSW costs more than BM25.", "BM25 is cheaper than HNSW."),
        ("BERT is more accurate than GPT.", "GPT is more expensive than BERT."),
        ("Batching is not worse.", "Batching is better."),
        ("Batching increases throughput.", "Batching increases throughput and reduces latency."),
        ("Large batches are slow.", "Small batches train a different model."),
        ("It is a comparison.", "It is a comparison."),
    ],
)
def test_comparisons_that_agree_or_speak_of_something_else_are_left_alone(claim: str, sentence: str):
    """Exchanged sides with the opposite word say the same."""
    assert not list(comparison_findings(claim, sentence))
