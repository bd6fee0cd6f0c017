"""Which proposals are worth a person's time: none asked already, none twice, a few of each section."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from eval.drafting.code import from_code
from eval.drafting.headings import from_heading
from eval.drafting.lists import from_lead
from eval.drafting.material import Material
from eval.drafting.sentences import from_sentence
from eval.drafting.strangers import strangers
from eval.drafting.tables import from_tables
from eval.drafting.types import Place, Proposal
from eval.golden import facts_found
from ingest.tokens import tokenize

ALIKE = 0.8
"""Jaccard similarity of two questions' stemmed words from which they ask the same."""
STRANGERS = 8
"""One question without an answer for so many with one, as far as there are any."""


def propose(material: Material, asked: Iterable[str], per_section: int, seed: int) -> list[Proposal]:
    """In the documents' order, at most `per_section` of a section; those without an answer at the end."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    every = [(place, [p for p in _of(place, material) if _holds(p)]) for place in material.places]
    seen = [frozenset(tokenize(q)) for q in asked]
    chosen: list[Proposal] = []
    for _, found in every:
        fresh = (p for p in _mixed(found, rng) if _is_new(p, seen))
        chosen += [p for p, _ in zip(fresh, range(per_section), strict=False)]
    odd = strangers(material, [p for _, found in every for p in found], rng)
    fresh = (p for p in odd if _is_new(p, seen))
    return chosen + [p for p, _ in zip(fresh, range(len(chosen) // STRANGERS), strict=False)]


def _of(place: Place, material: Material) -> Iterator[Proposal]:
    yield from from_heading(place, material)
    yield from from_lead(place, material)
    yield from from_code(place, material)
    yield from from_tables(place, material)
    for unit in place.units:
        yield from from_sentence(unit, place, material)


def _holds(p: Proposal) -> bool:
    """Its facts are said by the span that it was made from, and not by the question itself."""
    said = p.facts and all(facts_found(p.why.quote, p.facts))
    return bool(said) and not any(facts_found(p.question, p.facts))


def _mixed(found: Sequence[Proposal], rng: random.Random) -> list[Proposal]:
    """One of each rule in turn, those of one rule in the order of the seed."""
    rules = [list(some) for _, some in groupby(sorted(found, key=_rule), _rule)]
    order = {p.why.rule: n for n, p in reversed(list(enumerate(found)))}
    rules.sort(key=lambda some: order[some[0].why.rule])
    for some in rules:
        rng.shuffle(some)
    longest = max(map(len, rules), default=0)
    return [some[n] for n in range(longest) for some in rules if n < len(some)]


def _rule(p: Proposal) -> str:
    return p.why.rule


def _is_new(p: Proposal, seen: list[frozenset[str]]) -> bool:
    """Not asked yet; from now on it is."""
    words = frozenset(tokenize(p.question))
    if any(len(words & other) >= ALIKE * len(words | other) for other in seen):
        return False
    seen.append(words)
    return True
