"""The measuring of written answers, over a few questions and without a cross-encoder."""

import re
from pathlib import Path

import pytest

from eval.golden import load_golden
from eval.written.asking import ask_all, elsewhere_in
from eval.written.document import document
from eval.written.pace import measure
from eval.written.service import SECONDS, faults, meet_all
from eval.written.votes import votes_on
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever
from serve.settings import Settings
from serve.support.verifier import load_verifier

pytestmark = pytest.mark.slow

QUESTIONS = [q for q in load_golden("corpus") if q.answerable][:6]


@pytest.fixture(scope="module")
def settings(corpus_index: Path) -> Settings:
    """Those of the material."""
    return Settings(data_dir=corpus_index, reranker="none")


@pytest.fixture(scope="module")
def retriever(settings: Settings) -> Retriever:
    """Over corpus/."""
    return build_retriever(settings)


def test_every_drafted_sentence_has_a_fate(retriever: Retriever, settings: Settings):
    """What is shown as drafted stands in the answer, and nothing else does; the page has the figures."""
    written = ask_all(retriever, settings, "corpus", QUESTIONS, 5)
    assert len(written) == 5
    for one in written:
        assert one.outcomes
        for found in one.outcomes:
            assert (found.planned.text in one.answer.text) == (found.fate == "as drafted")
    times = measure(retriever, settings, QUESTIONS, 2)
    assert len(times) == 2
    for t in times:
        assert 0 < t.token < t.sentence
        assert 0 < t.verified < t.whole
        assert t.tokens > 3
    votes = votes_on(written, elsewhere_in(retriever), load_verifier("minilm"), retriever.embedder)
    assert len(votes) == sum(len(one.outcomes) for one in written)
    page = document(written, [("minilm", votes)], (), times)
    assert "5 golden questions (5 over corpus)" in page
    assert re.search(r"\| minilm \| one draft \| [^|]+ \| 0 of", page)


def test_every_fault_of_the_service_ends_in_an_answer_or_a_refusal():
    """Within the deadline, never with the words that the planted instruction asks for, and told in a line."""
    seen = {s.fault: s for s in meet_all()}
    assert seen.keys() == faults().keys()
    for fault, met in seen.items():
        assert met.answer.text, fault
        assert "evil.example" not in met.answer.text, fault
        assert met.calls <= 3, fault
    assert seen["none"].summary == "the model's sentences (2), cited"
    assert f"within {SECONDS:g} s" in seen["no answer at all (time-out)"].summary
    assert "another language" in seen["a reply in another language"].summary
    assert seen["obeys an instruction planted in a document"].summary.startswith("a refusal")
    assert "breaks off" in seen["cut in the middle"].summary
