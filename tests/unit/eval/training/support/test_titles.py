"""Titles that state a finding: claims that their own abstract supports, and another one does not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.training.support.titles import titles

Write = Callable[..., Path]
FINDINGS = {
    "A soluble factor inhibits the growth of the follicle in mice.": "Mice that got it had small follicles.",
    "Loss of the receptor is associated with slower healing of wounds": "Mice without it healed slowly.",
    "Vitamin D is required for the growth of bones in infants.": "Without it their bones were shorter.",
}
NO_FINDINGS = ("A randomised trial of surgery for knees.", "What is the role of the thymus in adults?")
PARTS = ("train", "calibrate", "test")


@pytest.fixture
def folder(written: Write) -> Path:
    """Papers with findings for titles, and others; claims about one of them."""
    papers = [{"id": str(n), "title": t, "text": a} for n, (t, a) in enumerate(FINDINGS.items())]
    papers += [{"id": f"n{n}", "title": t, "text": "We did it."} for n, t in enumerate(NO_FINDINGS)]
    written("scifact/corpus.jsonl.gz", papers)
    written("scifact/claims_train.jsonl", [])
    return written("support/train.jsonl.gz", [])


def test_a_finding_is_supported_by_its_abstract(folder: Path):
    """Each title of a finding once over all parts; the other titles claim nothing."""
    right = [p for part in PARTS for p in titles(folder, part) if p.supported]
    assert {p.claim.rstrip("."): p.evidence for p in right} == {t.rstrip("."): a for t, a in FINDINGS.items()}


def test_what_is_unsupported_differs_from_the_finding(folder: Path):
    """A changed title stands beside its own abstract, another's title is not this one's."""
    for part in PARTS:
        found = titles(folder, part)
        own = {p.evidence: p.claim for p in found if p.supported}
        wrong = [p for p in found if not p.supported]
        assert wrong or not own
        assert all(own[p.evidence].casefold() != p.claim.casefold() for p in wrong)


def test_abstracts_of_claims_held_back_are_left_out(folder: Path, written: Write):
    """A claim of SciFact is in one part; what it is about teaches nothing to another."""
    written(
        "scifact/claims_train.jsonl",
        [{"claim": f"Claim {n}.", "relevant": ["1"], "label": {"1": ["SUPPORT", [0]]}} for n in range(40)],
    )
    about = FINDINGS["Loss of the receptor is associated with slower healing of wounds"]
    assert all(p.evidence != about for part in PARTS for p in titles(folder, part))


@pytest.mark.slow
def test_over_the_real_data(shared_data: Path):
    """Hundreds of findings, more than one unsupported claim to each."""
    found = titles(shared_data, "train")
    right = sum(p.supported for p in found)
    assert right > 500
    assert len(found) > 2 * right
