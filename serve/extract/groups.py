"""Scored units gathered into what reads as one piece: a paragraph, a list, a table, a code block."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serve.extract.units import Unit

LIST_KINDS = frozenset({"item", "step", "row"})
SectionKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit and its relevance to the question, in about [0, 1]."""

    unit: Unit
    relevance: float


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one piece in reading order."""

    scored: tuple[ScoredUnit, ...]

    @property
    def units(self) -> list[Unit]:
        """All of it."""
        return [s.unit for s in self.scored]

    @property
    def kind(self) -> str:
        """`list` for lists and tables, else the units' own kind."""
        kind = self.scored[0].unit.kind
        return "list" if kind in LIST_KINDS else kind

    @property
    def section(self) -> SectionKey:
        """The section it stands in."""
        return section_key(self.scored[0].unit)

    @property
    def best(self) -> float:
        """The relevance of its best unit."""
        return max(s.relevance for s in self.scored)

    @property
    def worth(self) -> float:
        """The mean relevance of its three best units: a list is as good as several of its entries."""
        top = sorted((s.relevance for s in self.scored), reverse=True)[:3]
        return sum(top) / len(top)

    @property
    def introduces(self) -> bool:
        """It ends in a colon: what follows belongs to it."""
        return self.kind == "paragraph" and self.scored[-1].unit.text.endswith(":")


def section_key(unit: Unit) -> SectionKey:
    """The same for all units of a section, another for any other section."""
    return (unit.document.id, unit.section)


def gather(scored: Iterable[ScoredUnit]) -> list[Group]:
    """Groups in the order in which their first unit comes."""
    found: dict[tuple[object, ...], list[ScoredUnit]] = {}
    for s in scored:
        found.setdefault((*section_key(s.unit), s.unit.group), []).append(s)
    return [Group(tuple(members)) for members in found.values()]


def following(groups: Sequence[Group], group: Group) -> Group | None:
    """The next group of the same section."""
    later = groups[groups.index(group) + 1 :]
    return later[0] if later and later[0].section == group.section else None
