"""What the verifier reads at each step: public pairs, and sentences changed and reworded by us."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from eval.training.batches import pick
from eval.training.support.brief import around, brief
from eval.training.support.claims import Pair, by_source
from eval.training.support.corrupt import CHANGES
from eval.training.support.prose import Place, window
from eval.training.support.reword import merged, reworded, shortened
from ingest.tokens import tokenize

PUBLIC = {
    "fever": 8,
    "climate-fever": 1,
    "covid-fact": 2,
    "begin": 2,
    "scifact": 2,
    "titles": 1,
    "written": 9,
    "wikipedia": 5,
    "medicine": 3,
    "abstracts": 4,
}
"""Couples a step, one supported and one not: a data set's share of supported claims teaches nothing."""
FOURS, SINGLES = 5, 6
"""Changed sentences, each in four pairs; and couples of a sound claim and one from elsewhere."""
TRIES = 5
"""Places looked at for one change: a rewording may drop what was changed."""
ENOUGH = 2000
"""Places of a kind that are drawn from."""
SHORT = 0.5
"""Share of the claims that say a part of their sentence, as people and language models do."""
NEAR = 40
"""Sentences of the rest of the file that a change draws names and terms from."""


class Mixture:
    """The pairs of every step, the same for the same seed."""

    def __init__(
        self, public: Sequence[Pair], places: Sequence[Place], seed: int, shares: Mapping[str, int] = PUBLIC
    ) -> None:
        self._sides = {
            (name, side): [p for p in pairs if p.supported is side]
            for name, pairs in by_source(public).items()
            for side in (True, False)
        }
        self._places, self._seed, self._shares = places, seed, shares
        self._changeable = {kind: changeable(places, kind, seed) for kind in CHANGES}

    def step(self, number: int) -> list[Pair]:
        """The pairs of step `number`."""
        rng = random.Random(f"{self._seed} {number}")  # noqa: S311 - sampling, not secrets
        return [*self._public(number), *self._changed(rng), *self._singles(rng)]

    def _public(self, number: int) -> Iterator[Pair]:
        for name, couples in self._shares.items():
            for side in (True, False):
                pairs = self._sides[name, side]
                for i in range(couples):
                    yield pick(pairs, f"{name} {side}", number * couples + i, self._seed)

    def _changed(self, rng: random.Random) -> Iterator[Pair]:
        for _ in range(FOURS):
            kind = rng.choice([k for k, some in self._changeable.items() if some])
            for place in rng.choices(self._changeable[kind], k=TRIES):
                if pairs := fours(place, kind, rng):
                    yield from pairs
                    break

    def _singles(self, rng: random.Random) -> Iterator[Pair]:
        for place in rng.choices(self._places, k=SINGLES):
            yield sound(place, rng)
        for place in rng.choices(self._places, k=SINGLES):
            yield from elsewhere(place, rng)


def changeable(places: Sequence[Place], kind: str, seed: int) -> list[Place]:
    """Up to ENOUGH places with something to change, so that rare kinds are drawn as often as the others."""
    rng = random.Random(f"{seed} {kind}")  # noqa: S311 - sampling, not secrets
    mixed = rng.sample(places, len(places))
    return list(islice((p for p in mixed if CHANGES[kind](p.sentence, _others(p), rng)), ENOUGH))


def _others(place: Place) -> tuple[str, ...]:
    return (*place.before, *place.after, *place.elsewhere[:NEAR])


def fours(place: Place, kind: str, rng: random.Random) -> list[Pair]:
    """Sentence and changed sentence, each as claim and as evidence: the claim alone tells nothing."""
    changed = CHANGES[kind](place.sentence, _others(place), rng)
    if not changed or shortened(changed, rng).casefold() == shortened(place.sentence, rng).casefold():
        return []  # what a rewording may drop is no change
    said = (place.sentence, changed)
    short = around(*said, rng) if rng.random() < SHORT else ("", "")
    claims = short if all(short) else (reworded(place.sentence, rng), reworded(changed, rng))
    return [
        Pair(claim, window(place, rng, there), mine == there, "changed", kind)
        for claim, mine in zip(claims, said, strict=True)
        for there in said
    ]


def sound(place: Place, rng: random.Random) -> Pair:
    """The sentence, reworded or joined with its neighbour, beside what says it."""
    if place.after and rng.random() < 0.4:
        both = merged(reworded(place.sentence, rng), place.after[0], rng)
        evidence = " ".join((*place.before[-1:], place.sentence, *place.after[:2]))
        return Pair(both, evidence, True, "changed", "merged")
    claim = brief(place.sentence, rng) if rng.random() < SHORT else place.sentence
    return Pair(reworded(claim, rng), window(place, rng), True, "changed", "reworded")


def elsewhere(place: Place, rng: random.Random) -> Iterator[Pair]:
    """A sentence from farther on, alone or joined to one that is supported; both are unsupported."""
    if not place.elsewhere:
        return
    evidence = window(place, rng)
    stranger = _stranger(place, rng)
    if stranger in evidence:
        return
    if rng.random() < 0.5:
        yield Pair(merged(place.sentence, stranger, rng), evidence, False, "changed", "half")
    else:
        claim = brief(stranger, rng) if rng.random() < SHORT else stranger
        yield Pair(reworded(claim, rng), evidence, False, "changed", "neighbour")


def _stranger(place: Place, rng: random.Random) -> str:
    """Any sentence of the rest, or of some the one that shares most terms with this one."""
    some = rng.sample(place.elsewhere[:NEAR], min(len(place.elsewhere[:NEAR]), rng.choice((1, 1, 12))))
    own = set(tokenize(place.sentence))
    return max(some, key=lambda s: len(own & set(tokenize(s))))
