"""All checks together: nothing is found against a sentence in a text that contains it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.support.checks import findings

SUBJECTS = (
    "PyTorch",
    "GPT-4",
    "the New York office",
    "Python 3.11",
    "RAG",
    "some models",
    "not all keys",
    "`fit()`",
)
VERBS = ("is not faster than", "must never use", "takes 5-10 ms without", "can only read", "often reduces")
OBJECTS = (
    "max_tokens",
    "twenty-three layers",
    "1.5 million rows",
    "half of 20%",
    "no labels",
    "the U.S. in 2021",
)
ENDS = (
    "",
    ", but not on 12 March",
    ", unless Redis 7 fails",
    ", and all others do",
    ": 3x more than in the 1990s",
)
SENTENCES = st.builds(
    lambda *parts: f"{parts[0][:1].upper()}{parts[0][1:]} {parts[1]} {parts[2]}{parts[3]}.",
    *(st.sampled_from(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDS)),
)
ASKED = (
    "LoRA cuts memory by 30% on Python 3.11. Some teams set max_tokens. Dropout is not applied at inference. "
    "HNSW is faster than BM25. It appeared in 2021."
)


@given(st.lists(SENTENCES, max_size=3), SENTENCES, st.lists(SENTENCES, max_size=3))
def test_a_sentence_is_never_held_against_its_own_words(before: list[str], claim: str, after: list[str]):
    """Whatever stands around it, its denial or its opposite among them."""
    assert findings(claim, " ".join([*before, claim, *after])) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(claim: str, evidence: str):
    """Odd characters, open brackets and enormous figures raise no error."""
    assert isinstance(findings(claim, evidence), tuple)


@pytest.mark.parametrize(
    ("claim", "check"),
    [
        ("LoRA cuts memory by 40%.", "number"),
        ("It appeared in 2020.", "date"),
        ("LoRA cuts memory by 30% on Ruby.", "name"),
        ("Some teams set max_token.", "code"),
        ("Dropout is applied at inference.", "negation"),
        ("BM25 is faster than HNSW.", "comparison"),
        ("All teams set max_tokens.", "quantifier"),
        ("I love that some teams set max_tokens.", "voice"),
    ],
)
def test_each_check_has_its_say(claim: str, check: str):
    """One finding for one wrong fact, under the name of its check."""
    assert [f.check for f in findings(claim, ASKED)] == [check]
