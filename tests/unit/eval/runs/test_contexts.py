"""Which passages answer a golden question."""

from collections.abc import Callable

import pytest

from eval.runs.contexts import with_contexts
from eval.runs.types import Asked
from ingest.types import Passage

One = Callable[..., Asked]


@pytest.fixture
def passages() -> list[Passage]:
    """Two of the labelled section, one of a part of it, and one that says the fact elsewhere."""
    places = [
        (("Guide", "Mutex"), "A mutex locks."),
        (("Guide", "Mutex"), "It lets ONE thread in."),
        (("Guide", "Mutex", "Fair ones"), "Fair ones let one thread in after the other."),
        (("Guide", "Pools"), "A pool of one thread."),
    ]
    return [
        Passage(str(i), "a.md", "c", 0, 1, text, "paragraph", path) for i, (path, text) in enumerate(places)
    ]


def test_passages_of_the_section_that_say_a_fact_answer(asked: One, passages: list[Passage]):
    """Spelled as the fact allows, in the section or a part of it, in order."""
    (found,) = with_contexts([asked()], passages)
    assert found.contexts == (passages[1].text, passages[2].text)


def test_where_no_passage_says_a_fact_all_of_the_section_answer(asked: One, passages: list[Passage]):
    """A fact may be spread over passages."""
    (found,) = with_contexts([asked(facts=(("mutexes are fair",),))], passages)
    assert found.contexts == tuple(p.text for p in passages[:3])


def test_what_has_no_answer_has_no_passage(asked: One, passages: list[Passage]):
    """A false premise is labelled with a section, which does not answer it."""
    (found,) = with_contexts([asked(answerable=False)], passages)
    assert found.contexts == ()
