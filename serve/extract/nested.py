"""Entries of a list that go on below themselves: paragraphs and code that are indented under an entry.

"purge: deletes all messages", and below it "There is no undo". Manuals are full of them; the entry alone is
the half of what is said, and a paragraph alone does not say of what it speaks.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from serve.extract.groups import Group
from serve.extract.units import LEADING, Unit

FEW = 2
"""Entries up to which they are given with what stands below them; more are an overview."""
ROOM = 90
"""Words below an entry that are given with it."""
ENTRIES = ("item", "step")


def with_bodies(units: Sequence[Unit], section: Sequence[Group]) -> list[Unit]:
    """The chosen units with the entries that they stand below, and of few entries what stands below them."""
    flat = [u for group in section for u in group.units]
    place = {id(u): n for n, u in enumerate(flat)}
    chosen = {id(u) for u in units}
    above = (_entry(flat, place[id(u)]) for u in units if u.kind not in ENTRIES)
    chosen |= {id(entry) for entry in above if entry}
    entries = [u for u in flat if id(u) in chosen and u.kind in ENTRIES]
    if len(entries) <= FEW:
        chosen |= {id(u) for entry in entries for u in _room(_body(flat, place[id(entry)]))}
    return [u for u in flat if id(u) in chosen]


def siblings(section: Sequence[Group], group: Group) -> list[Group]:
    """The entries of the same list behind this one, where what stands below each keeps them apart."""
    first = group.units[0]
    if first.kind not in ENTRIES:
        return []
    later = section[section.index(group) + 1 :]
    same = takewhile(lambda g: g.units[0].level > first.level or _alike(g.units[0], first), later)
    return [g for g in same if _alike(g.units[0], first)]


def _alike(unit: Unit, other: Unit) -> bool:
    return (unit.kind, unit.level) == (other.kind, other.level)


def _entry(flat: Sequence[Unit], at: int) -> Unit | None:
    """The entry below which a unit stands, if it does."""
    level = flat[at].level
    above = next((u for u in reversed(flat[:at]) if u.level < level), None)
    return above if above and above.kind in ENTRIES else None


def _body(flat: Sequence[Unit], at: int) -> Iterator[Unit]:
    """What stands below an entry; of entries of its own those that a paragraph there leads to."""
    led = False
    for unit in takewhile(lambda u: u.level > flat[at].level, flat[at + 1 :]):
        if unit.kind not in ENTRIES:
            led = unit.text.endswith(LEADING)
        if led or unit.kind not in ENTRIES:
            yield unit


def _room(body: Iterator[Unit]) -> list[Unit]:
    """As much as ROOM holds, without a last line that leads to what it does not hold."""
    words, held = 0, []
    for unit in body:
        words += len(unit.readable.split())
        if words > ROOM:
            break
        held.append(unit)
    return held[:-1] if held and held[-1].text.endswith(LEADING) else held
