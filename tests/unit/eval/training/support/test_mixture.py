"""What is read at each step: the same for the same seed, and claims whose words alone tell nothing."""

import random
from collections import Counter

import pytest

from eval.training.support.claims import Pair
from eval.training.support.corrupt import CHANGES
from eval.training.support.mixture import FOURS, SINGLES, Mixture, elsewhere, fours, sound
from eval.training.support.prose import Place

SHARES = {"fever": 2, "begin": 1}
STEPS = range(20)


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


@pytest.fixture
def mixture(public: list[Pair], manual: list[Place]) -> Mixture:
    """Of the small sets and the manual, under seed 3."""
    return Mixture(public, manual, 3, SHARES)


def plain(place: Place) -> Place:
    """The same place without the heading, which a window may show."""
    return Place(place.sentence, place.before, place.after, "", place.elsewhere)


@pytest.mark.parametrize("kind", CHANGES)
def test_four_pairs_of_which_two_are_supported(kind: str, manual: list[Place]):
    """Both versions are claims and both are evidence, so either claim is as often right as wrong."""
    found = [pairs for place in manual for n in range(5) if (pairs := fours(plain(place), kind, seeded(n)))]
    assert found
    for pairs in found:
        assert [p.supported for p in pairs] == [True, False, False, True]
        assert {(p.source, p.kind) for p in pairs} == {("changed", kind)}


def test_the_evidence_of_four_pairs_holds_one_version(manual: list[Place]):
    """That of the first and third the sentence, that of the others the changed one; never both."""
    place = manual[0]
    for n in range(20):
        pairs = fours(place, "word_number", seeded(n))
        assert [place.sentence in p.evidence for p in pairs] == [True, False, True, False]


def test_a_claim_of_four_pairs_has_the_number_that_its_label_says(manual: list[Place]):
    """A claim with the evidence's own number is supported, and with the other one is not."""
    place = Place("The lease of the leader ends after 30 seconds of silence.", (), (), "", ())
    for n in range(40):
        for pair in fours(place, "number", seeded(n)):
            (said,) = [word for word in pair.evidence.split() if word.isdigit()]
            assert (f" {said} " in pair.claim) == pair.supported, pair


def test_what_a_rewording_may_drop_is_not_changed():
    """A figure in brackets or in a clause at the end: without them both versions say the same."""
    aside = Place("The leader of the group (one of 5 members) renews its lease.", (), (), "", ())
    tail = Place("The leader of the group renews its lease, which ends after 30 seconds.", (), (), "", ())
    assert [fours(place, "number", seeded(n)) for place in (aside, tail) for n in range(20)] == [[]] * 40


def test_nothing_to_change_gives_no_pairs():
    """A sentence without a figure has no four pairs of that kind."""
    assert fours(Place("The leader leads.", (), (), "", ()), "number", seeded(0)) == []


def test_a_sound_claim_stands_beside_what_says_it(manual: list[Place]):
    """The evidence holds the sentence, and the next one where the two were joined."""
    kinds = Counter()
    for place in manual:
        for n in range(20):
            pair = sound(place, seeded(n))
            kinds[pair.kind] += 1
            assert pair.supported
            assert place.sentence in pair.evidence
            assert pair.kind != "merged" or place.after[0] in pair.evidence
    assert kinds["merged"] > 20 < kinds["reworded"]


def test_a_sentence_from_elsewhere_is_not_supported(manual: list[Place]):
    """Alone or behind one that is: the evidence does not hold it, and both ways come up."""
    drawn = [(place, p) for place in manual for n in range(40) for p in elsewhere(place, seeded(n))]
    assert {p.kind for _, p in drawn} == {"half", "neighbour"}
    for place, pair in drawn:
        assert not pair.supported
        assert place.sentence in pair.evidence
        assert not any(stranger in pair.evidence for stranger in place.elsewhere)
    halves = [(place, pair) for place, pair in drawn if pair.kind == "half"]
    assert all(pair.claim.startswith(place.sentence.rstrip(".")) for place, pair in halves)


def test_a_stranger_that_the_evidence_holds_is_none():
    """What a file says in two sections is supported; and a lone section has no strangers."""
    twice = Place("The leader leads.", (), (), "", ("The leader leads.",))
    assert [list(elsewhere(twice, seeded(n))) for n in range(20)] == [[]] * 20
    assert list(elsewhere(Place("The leader leads.", (), (), "", ()), seeded(0))) == []


def test_a_step_is_the_same_for_the_same_seed_and_number(
    mixture: Mixture, public: list[Pair], manual: list[Place]
):
    """Whichever steps were asked for before; another number or seed gives other pairs."""
    later = [mixture.step(n) for n in STEPS]
    again, other = Mixture(public, manual, 3, SHARES), Mixture(public, manual, 4, SHARES)
    assert again.step(7) == later[7]
    assert later[7] not in (later[6], later[8], other.step(7))


def test_a_step_has_its_shares(mixture: Mixture):
    """As many couples of each set as were asked for, changed sentences by fours, and the singles."""
    for n in STEPS:
        pairs = mixture.step(n)
        sides = Counter((p.source, p.supported) for p in pairs)
        assert {name: sides[name, True] for name in SHARES} == SHARES
        assert {name: sides[name, False] for name in SHARES} == SHARES
        kinds = Counter(p.kind for p in pairs if p.source == "changed")
        by_four = sum(kinds[kind] for kind in CHANGES)
        assert by_four % 4 == 0
        assert by_four <= 4 * FOURS
        assert kinds["merged"] + kinds["reworded"] == SINGLES
        assert kinds["half"] + kinds["neighbour"] <= SINGLES


def test_steps_pass_through_a_set_before_they_repeat(mixture: Mixture):
    """Fifteen supported claims of one set, one a step, are all seen in fifteen steps."""
    seen = [p.claim for n in range(15) for p in mixture.step(n) if p.source == "begin" and p.supported]
    assert len(seen) == len(set(seen)) == 15
