"""The name check: names of the claim stand in its evidence in some form."""

import pytest

from serve.support.names import names
from serve.support.naming import name_findings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("When React renders, the Virtual DOM helps.", ["React", "Virtual", "DOM"]),
        ("The model is large. Training is slow.", []),
        ("New York is large.", ["New", "York"]),
        ("PyTorch and HNSW run on H100 cards.", ["PyTorch", "HNSW", "H100"]),
        ("How To Read A Long Heading With PyTorch", ["PyTorch"]),
        ("I think it is OK in `Spark`.", ["OK"]),
        ("Transformer-based models need 16GB.", []),
        ("A Transformer-based model.", ["Transformer"]),
    ],
)
def test_capitals_inside_a_sentence_and_marked_words_are_names(text: str, found: list[str]):
    """A sentence's first word is one only before another; headings and identifiers hold none of their own."""
    assert [n.text for n in names(text)] == found


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It uses Transformers.", "The transformer is used."),
        ("It is the Transformer's head.", "Transformers have heads."),
        ("It uses RAG.", "Retrieval-augmented generation is used."),
        ("They call it Reciprocal Rank Fusion.", "They call it RRF."),
        ("It lies in New York.", "It lies in N.Y. today."),
        ("It runs GPT-4.", "GPT4 runs."),
        ("It is JavaScript.", "It is Java Script."),
        ("It needs Python 3.11.", "Python 3.10 and 3.11 will do."),
        ("It is a Canadian band.", "The band is from Canada."),
        ("They met Beyoncé there.", "Beyonce was there."),
        ("It is Łukasz 3.", "Łukasz 3 is here."),
    ],
)
def test_a_name_is_found_in_another_form(claim: str, evidence: str):
    """Any case, plurals and possessives, initials, other joints, a people for its country."""
    assert not list(name_findings(claim, evidence))


@pytest.mark.parametrize(
    ("claim", "evidence", "name"),
    [
        ("It uses PyTorch.", "TensorFlow is used.", "PyTorch"),
        ("It lies in New Mexico.", "It lies in New York.", "Mexico"),
        ("It runs GPT-3.", "GPT-4 runs.", "GPT-3"),
        ("It needs Python 3.12.", "Python 3.11 will do.", "Python 3.12"),
        ("It uses RAG.", "Fine-tuning is used.", "RAG"),
        ("A100 cards run it.", "It runs on H100 cards.", "A100"),
    ],
)
def test_another_name_is_named(claim: str, evidence: str, name: str):
    """The version belongs to the name."""
    details = [f.detail for f in name_findings(claim, evidence)]
    assert details == [f"the name {name} is not in the cited words"]
