"""Questions of the material's own kind that it does not answer."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from eval.drafting.facts import FIGURE
from eval.drafting.material import Material
from eval.drafting.types import Proposal, Why
from ingest.tokens import tokenize

REFERENCE = "The material does not answer this."


def strangers(material: Material, known: Sequence[Proposal], rng: random.Random) -> Iterator[Proposal]:
    """A column of one table asked of a named thing of another, where no section holds the words of both.

    Both tables are of named things, models or companies, so that the question makes sense; and the thing's
    own row holds no cell of the sort asked for, which another word may head. Whether it is answered all
    the same is for a person to judge. In random order, one after the other.
    """
    cells = [p for p in known if p.why.rule == "table cell"]
    unnamed = {id(p.place) for p in cells if not material.is_name(_parts(p)[1])}
    asked = {(_parts(p)[0], _sort(p)) for p in cells if id(p.place) not in unnamed}
    sorts: dict[str, set[str]] = defaultdict(set)
    for p in cells:
        if id(p.place) not in unnamed:
            sorts[_parts(p)[1]].add(_sort(p))
    pairs = [(start, name) for start, sort in sorted(asked) for name in sorts if sort not in sorts[name]]
    rng.shuffle(pairs)
    held = [set(tokenize(f"{p.label} {p.text}")) for p in material.places]
    for start, name in pairs:
        column = start.split(" the ", 1)[1]
        wanted = set(tokenize(f"{column} {name}"))
        if not any(wanted <= terms for terms in held):
            reason = f"no section holds both “{column}” and “{name}”"
            yield Proposal("near-domain", f"{start} of {name}?", None, (), REFERENCE, Why(reason))


def _sort(cell: Proposal) -> str:
    """A figure, a name or words."""
    fact = cell.facts[0][0]
    return "figure" if FIGURE.search(fact) else "name" if len(fact.split()) <= 2 else "words"


def _parts(cell: Proposal) -> tuple[str, str]:
    start, _, name = cell.question.rstrip("?").partition(" of ")
    return start, name
