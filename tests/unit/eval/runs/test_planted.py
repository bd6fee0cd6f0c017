"""Faults planted in a draft, and what serving's support check shows of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.runs.planted import KEPT_OUT, SHARE, SOUND_KEPT, checked, draft, planted_values
from eval.runs.types import Asked, Drafted
from serve.support.verifier import SupportVerifier, load_verifier

QUOTES = [
    "The window of the larger model holds 128 tokens.",
    "A penalty is added when the answers are shorter than the prompt.",
    "The cache can not be shared between two users.",
]
OTHER = "Otters open shells with flat stones that they carry under one arm."


@pytest.fixture(scope="module")
def verifier() -> SupportVerifier:
    """The shipped one."""
    return load_verifier("minilm")


@pytest.fixture
def answered(asked: Callable[..., Asked]) -> list[Asked]:
    """Forty answers of three verbatim sentences each, beside a passage about something else."""
    citations = [{"number": n, "quote": q} for n, q in enumerate(QUOTES, start=1)]
    sentences = [{"text": q, "citations": [n]} for n, q in enumerate(QUOTES, start=1)]
    given = asked()
    return [
        replace(
            given,
            id=f"q-{i}",
            answer={**given.answer, "citations": citations, "sentences": sentences},
            hits=({"text": OTHER},),
        )
        for i in range(40)
    ]


def test_about_a_fifth_is_made_wrong_and_the_same_each_time(answered: list[Asked]):
    """A fault differs from its source and every other sentence equals it."""
    drafts = [d for a in answered for d in draft(a)]
    faults = [d for d in drafts if d.fault]
    assert SHARE / 2 < len(faults) / len(drafts) < SHARE * 2
    assert all((d.text != d.evidence) == bool(d.fault) for d in drafts)
    assert drafts == [d for a in answered for d in draft(a)]


def test_the_check_keeps_faults_out_and_sound_sentences_in(answered: list[Asked], verifier: SupportVerifier):
    """All but a few of the faults, and none of what stands there word for word."""
    drafts = [d for a in checked(answered, verifier) for d in a.drafted]
    faults = [d for d in drafts if d.fault]
    assert sum(d.shown for d in faults) <= len(faults) * 0.2
    assert all(d.shown for d in drafts if not d.fault)


def test_without_the_check_every_fault_is_shown(answered: list[Asked]):
    """So a build that lost its check has a figure of 0."""
    values = [a.values for a in checked(answered, None)]
    assert {v[KEPT_OUT] for v in values if KEPT_OUT in v} == {0.0}
    assert {v[SOUND_KEPT] for v in values if SOUND_KEPT in v} == {1.0}


def test_code_is_left_as_it_is(answered: list[Asked]):
    """A block of lines says nothing that a person would call false."""
    lines = [{"text": f"for i in range({n}):\n    run(i)", "citations": [1]} for n in range(60)]
    one = replace(answered[0], answer={**answered[0].answer, "sentences": lines})
    assert not any(d.fault for d in draft(one))


def test_values_are_of_what_there_is():
    """No sentence, no value; a wrongly dropped sentence counts against the check."""
    fault, sound = Drafted("a", "b", "number", shown=True), Drafted("a", "a", "", shown=False)
    assert planted_values([]) == {}
    assert planted_values([fault]) == {KEPT_OUT: 0.0}
    assert planted_values([sound, replace(sound, shown=True), fault]) == {KEPT_OUT: 0.0, SOUND_KEPT: 0.5}
