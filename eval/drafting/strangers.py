"""Questions of the material's own kind that it does not answer."""

from collections.abc import Iterator, Sequence

from eval.drafting.facts import FIGURE
from eval.drafting.material import Material
from eval.drafting.types import Proposal, Why
from ingest.tokens import tokenize

REFERENCE = "The material does not answer this."


def strangers(material: Material, known: Sequence[Proposal]) -> Iterator[Proposal]:
    """A column of one table asked of a named thing of another, where no section holds the words of both.

    Both tables are of named things, models or companies, so that the question makes sense; and the thing's
    own row holds no cell of the sort asked for, which another word may head. Whether it is answered all
    the same is for a person to judge.
    """
    cells = [p for p in known if p.why.rule == "table cell"]
    unnamed = {id(p.place) for p in cells if not material.is_name(_parts(p)[1])}
    cells = [p for p in cells if id(p.place) not in unnamed]
    sorts = {_parts(p)[1]: {_sort(q) for q in cells if _parts(q)[1] == _parts(p)[1]} for p in cells}
    held = [set(tokenize(f"{p.label} {p.text}")) for p in material.places]
    for here in cells:
        for there in cells:
            (start, _), (_, name) = _parts(here), _parts(there)
            column = start.split(" the ", 1)[1]
            wanted = [set(tokenize(column)), set(tokenize(name))]
            strange = not any(all(w <= terms for w in wanted) for terms in held)
            if strange and all(wanted) and _sort(here) not in sorts[name]:
                reason = f"no section holds both “{column}” and “{name}”"
                yield Proposal("near-domain", f"{start} of {name}?", None, (), REFERENCE, Why(reason))


def _sort(cell: Proposal) -> str:
    """A figure, a name or words."""
    fact = cell.facts[0][0]
    return "figure" if FIGURE.search(fact) else "name" if len(fact.split()) <= 2 else "words"


def _parts(cell: Proposal) -> tuple[str, str]:
    start, _, name = cell.question.rstrip("?").partition(" of ")
    return start, name
