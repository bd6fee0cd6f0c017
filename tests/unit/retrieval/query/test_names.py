"""Names in questions: what is one, and what a missing one tells."""

import pytest

from ingest.models import word_list
from retrieval.confidence import ScoredText, features
from retrieval.query.names import named_terms


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what is the formula for BM25?", ["bm25"]),
        ("how do I deploy vLLM on kubernetes", ["vllm", "kubernet"]),
        ("Why did Google create it?", ["googl"]),
        ("what is the dimension of e5-large-v2?", ["e5-large-v2"]),
        ("Which tokens cost the most?", []),
        ("how many days does it take, 3 or 5?", []),
    ],
)
def test_names_are_what_no_word_list_holds_or_capitals_mark(question: str, names: list[str]):
    """Acronyms, words with digits, capitals inside the sentence and unknown words; no inflected ones."""
    assert named_terms(question, word_list()) == names


@pytest.mark.parametrize("question", ["What Is The Capital Of Rome?", "WHY DOES IT FAIL"])
def test_capitals_everywhere_mark_nothing(question: str):
    """A title or a shout names nothing that its words do not name in lower case."""
    assert named_terms(question, word_list()) == []


def test_the_figure_is_the_share_of_names_that_no_passage_holds():
    """One of two names missing is a half; a question without names misses none."""
    evidence = [ScoredText(frozenset({"hnsw"}), 0.5, 0.5), ScoredText(frozenset({"graph"}), 0.4, 0.4)]

    def unnamed(*names: str) -> float:
        return features([*names, "graph"], names, evidence, lambda term: 1.0, 1.0)["unnamed"]

    assert [unnamed("hnsw", "mmlu"), unnamed("hnsw"), unnamed("mmlu"), unnamed()] == [0.5, 0, 1, 0]
