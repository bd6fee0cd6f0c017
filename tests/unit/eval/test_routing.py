"""Which questions are easy: chosen on one half, reported on the other."""

from collections.abc import Callable

import pytest

from eval.routing import SURE, Seen, chosen, document


@pytest.fixture
def seen() -> Callable[..., Seen]:
    """An answered question of some lead."""
    return lambda name, lead, right: Seen(str(name), lead, {"lead, and one part": lead}, right, right)


def test_the_least_lead_is_taken_from_which_on_enough_is_right(seen: Callable[..., Seen]):
    """Wrong answers of a small lead lie below it; many right ones above make sure."""
    wrong = [seen(f"w{n}", 0.2, False) for n in range(20)]
    right = [seen(f"r{n}", 0.4, True) for n in range(100)]
    assert chosen([*wrong, *right]) == 0.21
    assert chosen([*wrong, *right[:8]]) == 1.0  # eight right ones do not make sure of SURE
    assert SURE == 0.9


def test_the_other_half_has_no_part_in_the_choice(seen: Callable[..., Seen]):
    """The document says the lead of the first half, whatever the second holds, and what it does there."""
    every = [seen(n, n / 400, n > 80) for n in range(400)]
    first = [s for s in every if not s.second]
    flipped = [s if not s.second else seen(s.id, s.lead, not s.right) for s in every]
    lead = chosen(first)
    assert 0 < lead < 1
    for some in (every, flipped):
        assert f"**{lead:.2f}**" in document({"corpus": some})
    routed = [s for s in every if s.second and s.lead >= lead]
    told = next(line for line in document({"corpus": every}).splitlines() if line.startswith("| **second**"))
    assert f"{len(routed)} of {len(every) - len(first)}" in told


def test_the_halves_are_about_equal_and_the_same_for_both_materials(seen: Callable[..., Seen]):
    """A question is cut by its name alone."""
    halves = [seen(n, 0.0, True).second for n in range(400)]
    assert 150 < sum(halves) < 250
    assert halves == [seen(n, 0.9, False).second for n in range(400)]
