"""Scored units gathered into what reads as one piece: a paragraph, a list, a table, a code block."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from serve.extract.units import LEADING, Unit

LIST_KINDS = frozenset({"item", "step", "row"})
SectionKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A unit and its relevance to the question, in about [0, 1]."""

    unit: Unit
    relevance: float


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one piece in reading order; `topical` is the relevance of the piece read as one.

    `leads`: its last sentence leads to the next piece.
    """

    scored: tuple[ScoredUnit, ...]
    topical: float = 0.0
    leads: bool = False

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
    def merit(self) -> float:
        """What pieces are compared by: one good sentence, or several good entries, in a fitting piece."""
        top = sorted((s.relevance for s in self.scored), reverse=True)[: 3 if self.kind == "list" else 1]
        return (sum(top) / len(top) + self.topical) / 2

    @property
    def introduces(self) -> bool:
        """It ends in a colon, asks, or breaks off before a list: what follows belongs to it."""
        return self.leads or (self.kind == "paragraph" and self.scored[-1].unit.text.endswith(LEADING))

    @property
    def only_introduces(self) -> bool:
        """One such sentence: the label of what follows, no answer by itself."""
        return self.introduces and len(self.scored) == 1


def section_key(unit: Unit) -> SectionKey:
    """The same for all units of a section, another for any other section."""
    return (unit.document.id, unit.section, unit.section_start)


def gather(units: Iterable[Unit]) -> list[list[Unit]]:
    """The units of each piece, in the order in which the pieces begin."""
    found: dict[tuple[object, ...], list[Unit]] = {}
    for unit in units:
        found.setdefault((*section_key(unit), unit.group), []).append(unit)
    return list(found.values())


def following(groups: Sequence[Group], group: Group) -> Group | None:
    """The next group of the same section."""
    later = groups[groups.index(group) + 1 :]
    return later[0] if later and later[0].section == group.section else None
