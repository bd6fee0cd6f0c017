"""`rag verify`: claims held against the words that are to support them."""

import json
from collections.abc import Callable

EVIDENCE = "The draft model proposes five tokens. The target model checks all of them in one forward pass."
LINES = [
    {"id": "said", "claim": "In short, the draft model proposes 5 tokens.", "evidence": EVIDENCE},
    {"id": 2, "claim": "The draft model proposes nine tokens.", "evidence": EVIDENCE},
    {"id": "2", "claim": "Whales sing at night.", "evidence": EVIDENCE},
    {"id": 4, "claim": "", "evidence": EVIDENCE},
    {"id": 5, "claim": "No evidence."},
    {"id": 6, "claim": 7, "evidence": EVIDENCE},
]


def test_a_batch_of_claims_gives_verdicts_in_order(rag: Callable):
    """Ids keep their type, lines that fail give `id` and `error`, the others a verdict with its reason."""
    done = rag("verify", "--batch", "-", "--json", given="\n".join(map(json.dumps, LINES)))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (3, "")
    assert [f["id"] for f in found] == ["said", 2, "2", 4, 5, 6]
    assert [f.get("supported") for f in found] == [True, False, False, None, None, None]
    assert all(list(f) == ["id", "score", "supported", "reason", "model", "findings"] for f in found[:3])
    assert "9" in found[1]["reason"]
    assert all(set(f) == {"id", "error"} for f in found[3:])
    assert '"claim", "evidence"' in found[4]["error"]


def test_one_claim_is_judged_in_words(rag: Callable):
    """Without --json a person reads the verdict, how sure it is, and why."""
    done = rag("verify", "The draft model proposes nine tokens.", EVIDENCE)
    assert done.returncode == 0
    assert done.stdout.startswith("not supported (0.")
    assert "the figure 9 is not in the cited words" in done.stdout


def test_a_claim_without_evidence_is_an_error(rag: Callable):
    """One line that says what to do, and the code of a question that is missing."""
    done = rag("verify", "The draft model proposes nine tokens.")
    assert (done.returncode, done.stdout) == (8, "")
    assert done.stderr.startswith("rag: give a claim and its evidence")


def test_a_claim_is_held_to_the_bounds_of_a_question(rag: Callable):
    """One of 100,000 characters, or with a control character, is one line that says what to do."""
    for claim, said in (("x" * 100_000, "at most 4,000 are read"), ("a\x07b", "control character U+0007")):
        done = rag("verify", claim, EVIDENCE)
        assert (done.returncode, done.stdout) == (8, "")
        assert done.stderr.startswith("rag: the claim ")
        assert said in done.stderr


def test_it_works_without_the_model(rag: Callable):
    """`RAG_VERIFIER=none` leaves the overlap and the checks."""
    given = "\n".join(map(json.dumps, LINES[1:3]))
    done = rag("verify", "--batch", "-", "--json", given=given, RAG_VERIFIER="none")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(f["supported"], f["model"]) for f in found] == [(False, None)] * 2
