"""Before a refusal the evidence is judged with the passage first that holds the name."""

from ingest.types import Passage
from retrieval.naming import holder_first
from retrieval.types import Hit

TEXTS = ("Agents call tools.", "Rewrite the query (HyDE).", "HyDE drafts an answer; CoT explains.")
IDF = {"hyde": 2.0, "cot": 3.0, "agent": 1.0}


def hits() -> list[Hit]:
    """Three passages in the order of the reranker."""
    return [
        Hit(Passage(str(n), "d", "c", 0, len(t), t, "paragraph"), 0.5 - n / 10, 0.1, {})
        for n, t in enumerate(TEXTS)
    ]


def found(*names: str) -> list[str]:
    """The passages' ids in their new order."""
    return [h.passage.id for h in holder_first(hits(), set(names), lambda term: IDF.get(term, 0.0))]


def test_the_first_that_holds_the_name_goes_before_the_others():
    """The others keep their order."""
    assert found("hyde") == ["1", "0", "2"]


def test_of_several_names_the_rarer_ones_weigh_more():
    """A passage of both goes before one of either."""
    assert found("hyde", "cot") == ["2", "0", "1"]
    assert found("agent", "cot") == ["2", "0", "1"]


def test_a_name_that_nobody_holds_changes_nothing():
    """Neither do no hits."""
    assert found("lora") == ["0", "1", "2"]
    assert holder_first([], {"lora"}, lambda term: 1.0) == []
