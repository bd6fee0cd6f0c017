"""Premises that the first sentence of an answer denies."""

from functools import cache

import pytest

from ingest.models import Embedder, load_embedder
from serve.denials import denied_outright


@cache
def model() -> Embedder:
    """The packaged model, loaded once."""
    return load_embedder()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Why does the ferry need a quay?", "It is moored by ropes, but does not need a quay."),
        ("so how come horns are compulsory on a ferry", "Ferries have horns. Horns aren't compulsory."),
        ("why do I have to pay before boarding the ferry?", "Nobody has to pay before boarding."),
        ("but why does the fog close the quay?", "The quay is never closed because of fog, only for storms."),
    ],
)
def test_what_is_asked_about_is_denied(question: str, answer: str):
    """The clause with the denial speaks of what the question does."""
    assert denied_outright(question, answer, model().embed_passages)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Why is my ticket lost?", "The machine does not keep copies of what it prints."),
        ("Why does the ferry need no quay?", "The ferry does not need a quay, as it lands on the beach."),
        ("Why does the queue get longer after lunch?", "The crew does not sell tickets at noon."),
        (
            "Why is my ticket lost once it has left the machine?",
            "The machine does not keep copies of tickets.",
        ),
        ("Why does the ferry need a quay?", "The ferry needs a quay, since it cannot land on a beach."),
        ("Why does the ferry need a quay?", "The ferry needs a quay."),
        ("Why is the quay so long?", "No."),
    ],
)
def test_other_answers_deny_nothing_that_was_asked(question: str, answer: str):
    """A reason that is put as a denial, a denial that was asked about, and none."""
    assert not denied_outright(question, answer, model().embed_passages)
