"""The voice check: questions and what a speaker says of themselves are no statements of a source."""

import pytest

from serve.support.voice import voice_findings

EVIDENCE = "LoRA trains small matrices beside the frozen weights. It saves memory."


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("Does LoRA save memory?", "asks"),
        ("LoRA saves memory, doesn't it? It trains small matrices.", "asks"),
        ("I like that LoRA saves memory.", "speaker (“I”)"),
        ("i've heard that LoRA saves memory.", "speaker (“i've”)"),
        ("LoRA saved my memory.", "speaker (“my”)"),
    ],
)
def test_who_asks_or_speaks_of_themselves_is_objected_to(claim: str, said: str):
    """One finding, which names what was said."""
    (finding,) = voice_findings(claim, EVIDENCE)
    assert finding.check == "voice"
    assert said in finding.detail


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("It saves memory, i.e. RAM, and I/O.", EVIDENCE),
        ("The loop over i ends, and type I errors are rare.", EVIDENCE),
        ("You save memory with it, and we do.", EVIDENCE),
        ("I measured it: LoRA saves memory.", "In my tests LoRA saved memory."),
        ("A test asks: does it hold?", "Ask each answer: does it hold?"),
    ],
)
def test_what_the_source_does_too_is_no_objection(claim: str, evidence: str):
    """Letters that are no speaker, and sources that ask or say "my"."""
    assert not list(voice_findings(claim, evidence))
