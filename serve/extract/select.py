"""Which pieces of a section answer the question: the whole list, the table's row, the code, the sentences.

Whole pieces are taken rather than single sentences, because a paragraph was written to be
understood and a list to be complete; what a piece introduces with a colon comes along.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from serve.extract.figures import fits, new_figures
from serve.extract.groups import Group, ScoredUnit, following
from serve.extract.home import counting, telling
from serve.extract.intent import Intent
from serve.extract.nested import siblings, with_bodies
from serve.extract.units import LEADING, Unit

RESTATED = 0.75
"""Cosine of question and heading from which the whole section is the answer."""
MAX_SENTENCES = 4
"""A longer paragraph is cut around its most relevant sentence."""
MAX_ENTRIES = 15
MAX_UNITS = 14
NEARLY_BEST = 0.9
RELATED = 0.8
MANY = 0.3
"""Share of a list's entries from which on all are given; two of several numbered steps are no answer."""
LONG = 160
"""Words of a list that is not asked for as one, beyond which its best entries are given."""
RELATED_PIECE = 0.7
ROOM = 90
"""Words up to which pieces that are RELATED_PIECE as good as the best one are added to it."""
FITTING = 0.1
"""What a figure of the measure asked for (money, time, a share) adds to a unit's relevance."""
_HANGS = re.compile(r"(?:both|they|these|those|it|this|such|each|neither|either)\b", re.IGNORECASE)
LIST_ADVANTAGE = 0.1
"""A list asked for may be this much less relevant than a paragraph and is still preferred."""


def select(
    query: str, intent: Intent, section: Sequence[Group], named: Sequence[Unit], restated: bool
) -> list[Unit]:
    """The units of the answer in reading order; `section` holds one section's pieces in that order.

    `named`: its entries that the question calls by name (`serve.extract.named`). `restated`: the
    question says what the heading says, so that the section is its answer.
    """
    if intent.wants_code and any(g.kind == "code" for g in section):
        return _code(section)
    if intent.wants_date or intent.wants_maker or intent.wants_number:
        return _value(query, intent, section, named)
    if named:
        return with_bodies(_named(named, section), section)
    if restated:
        return _whole(section)
    return with_bodies(_plain(intent, section), section)


def _plain(intent: Intent, section: Sequence[Group]) -> list[Unit]:
    """The list that is asked for, else the best pieces."""
    telling = [g for g in section if not g.only_introduces] or section
    best = max(telling, key=lambda g: g.merit)
    if intent.wants_list or intent.wants_steps:
        lists = [g for g in section if g.kind == "list" and g.merit >= best.merit - LIST_ADVANTAGE]
        if lists:
            return max(lists, key=lambda g: g.merit).units[:MAX_ENTRIES]
    return _statement(section, telling, best)


def best_piece(query: str, intent: Intent, section: Sequence[Group]) -> list[Unit]:
    """One piece of a section, with what it introduces; of a figure asked for, what tells it."""
    if intent.wants_number:
        return _value(query, intent, section, ())
    telling = [g for g in section if not g.only_introduces] or section
    best = max(telling, key=lambda g: g.merit)
    return _statement(section, [best], best)


def _named(named: Sequence[Unit], section: Sequence[Group]) -> list[Unit]:
    """The named entries; of a procedure most of which is named, all of it."""
    units: list[Unit] = []
    for group in section:
        own = [u for u in group.units if u in named]
        most = any(u.kind == "step" for u in own) and 2 * len(own) > len(group.units) > 1
        units += group.units[:MAX_ENTRIES] if most else _with_entries(own, group)
    return units


def _with_entries(kept: Sequence[Unit], group: Group) -> list[Unit]:
    """These units of a list, and below one that ends in a colon the entries that it introduces."""
    chosen, found = {id(u) for u in kept}, []
    deeper: int | None = None
    for unit in group.units:
        introduced = deeper is not None and unit.level > deeper
        if id(unit) in chosen or introduced:
            found.append(unit)
        if not introduced:
            deeper = unit.level if id(unit) in chosen and unit.text.endswith(LEADING) else None
    return found


def _code(section: Sequence[Group]) -> list[Unit]:
    """The best code block with the sentence before it, which says what it shows."""
    code = max((g for g in section if g.kind == "code"), key=lambda g: g.merit)
    before = [g for g in section if following(section, g) is code and g.kind == "paragraph"]
    return [*(g.units[-1] for g in before), *code.units]


def _named_figures(query: str, named: Sequence[Unit], section: Sequence[Group]) -> list[Unit]:
    """The named entries with a new figure; none where only another unit's is of the measure asked for."""
    speaking = [u for g in section for u in counting(query, g.units)]
    told = [u for u in named if u in speaking and new_figures(query, u.readable)]
    elsewhere = any(fits(query, u.readable) for g in section for u in g.units if u not in told)
    return told if any(fits(query, u.readable) for u in told) or not elsewhere else []


def _figures(query: str, section: Sequence[Group]) -> list[Unit]:
    """The best unit with a figure that the question lacks, its equals beside it, and their context."""
    telling = [(g, counting(query, g.units)) for g in section if g.kind != "code"]
    scored = [(s, g) for g, units in telling for s in g.scored if s.unit in units]
    found = [(s, g) for s, g in scored if new_figures(query, s.unit.readable)]
    if not found:
        return []

    def worth(pair: tuple[ScoredUnit, Group]) -> float:
        return pair[0].relevance + FITTING * fits(query, pair[0].unit.readable)

    fitting = [p for p in found if fits(query, p[0].unit.readable)]
    best = max(fitting or found, key=worth)
    if best[1].kind == "paragraph":
        return _window(best[1], best[1].scored.index(best[0]))
    near = [p for p in found if p[1] is best[1] and worth(p) >= NEARLY_BEST * worth(best)]
    return [s.unit for s, _ in near]


def _value(query: str, intent: Intent, section: Sequence[Group], named: Sequence[Unit]) -> list[Unit]:
    """What tells the date, the maker or the figure that is asked for."""
    if intent.wants_date or intent.wants_maker:
        found = [(g, telling(query, intent, g.units)) for g in section]
        return _in_context([(s, g) for g, told in found for s in g.scored if s.unit in told])
    return _named_figures(query, named, section) or _figures(query, section)


def _in_context(told: Sequence[tuple[ScoredUnit, Group]]) -> list[Unit]:
    """The best unit that tells it, with its paragraph's context."""
    if not told:
        return []
    best, group = max(told, key=lambda pair: pair[0].relevance)
    return _window(group, group.scored.index(best)) if group.kind == "paragraph" else [best.unit]


def _whole(section: Sequence[Group]) -> list[Unit]:
    """The section from its beginning, up to a readable length; long lists stay whole.

    Of a list that is announced there and has no room its best entries are given.
    """
    units: list[Unit] = []
    for before, group in zip((None, *section), section, strict=False):
        if units and len(units) + len(group.scored) > MAX_UNITS:
            if before and before.introduces:
                units += _of(group)[: max(1, MAX_UNITS - len(units))]
            break
        units += group.units[:MAX_ENTRIES]
    return units


def _statement(section: Sequence[Group], telling: Sequence[Group], best: Group) -> list[Unit]:
    """The best piece, what it introduces, and further good pieces of the section while there is room."""
    chosen = _worth_reading(telling)
    chosen += _spoken_of(section, chosen)
    units: list[Unit] = []
    for group in section:
        introduced = bool(units) and any(g.introduces and g.units[-1] is units[-1] for g in chosen)
        if introduced and (group not in chosen or group.units[0].kind in ("item", "step")):
            # One entry of a list that is announced would read as a slip.
            units += _of(group) if _is_long(group) else group.units[:MAX_ENTRIES]
            chosen += siblings(section, group)
        elif group in chosen:
            units += _of(group)
    if best.kind == "code" and (lead := _sentence_before(section, best)) and lead not in units:
        units.insert(units.index(best.units[0]), lead)
    return units[:MAX_UNITS]


def _spoken_of(section: Sequence[Group], chosen: Sequence[Group]) -> list[Group]:
    """The code before a chosen paragraph that begins with "this", and what introduces it."""
    found: list[Group] = []
    for code, paragraph in pairwise(section):
        if code.kind == "code" and paragraph in chosen and _HANGS.match(paragraph.units[0].text):
            found += [code, *(g for g in section if following(section, g) is code and g.only_introduces)]
    return [g for g in found if g not in chosen]


def _worth_reading(telling: Sequence[Group]) -> list[Group]:
    """The best piece, and the next best ones up to ROOM words in all."""
    ranked = sorted(telling, key=lambda g: -g.merit)
    chosen, words = ranked[:1], _words(ranked[0])
    for group in ranked[1:]:
        nearly = group.merit >= NEARLY_BEST * ranked[0].merit
        fits_in = words + _words(group) <= ROOM and group.merit >= RELATED_PIECE * ranked[0].merit
        if nearly or fits_in:
            chosen.append(group)
            words += _words(group)
    return chosen


def _words(group: Group) -> int:
    return sum(len(u.readable.split()) for u in _of(group))


def _of(group: Group) -> list[Unit]:
    """A paragraph, cut where it is long; of a list or table, what is nearly as good as its best entry."""
    if group.kind == "paragraph":
        best = max(range(len(group.scored)), key=lambda i: group.scored[i].relevance)
        return _window(group, best)
    if group.kind == "code":
        return group.units
    least = (NEARLY_BEST if group.units[0].kind == "row" else RELATED) * group.best
    kept = [s.unit for s in group.scored if s.relevance >= least]
    several = any(u.kind == "step" for u in kept[1:]) or len(kept) >= MANY * len(group.units)
    whole = several and group.units[0].kind != "row" and not _is_long(group)
    return group.units[:MAX_ENTRIES] if whole else _with_entries(kept, group)


def _is_long(group: Group) -> bool:
    return sum(len(u.readable.split()) for u in group.units[:MAX_ENTRIES]) > LONG


def _window(group: Group, best: int) -> list[Unit]:
    """MAX_SENTENCES around a sentence, from the paragraph's beginning where that is near.

    Not from a sentence whose subject stands before it or in the heading, which the answer does not show.
    """
    first = 0 if best < MAX_SENTENCES else best - 1
    while first < best and _HANGS.match(group.units[first].text):
        first += 1
    return group.units[first : first + MAX_SENTENCES]


def _sentence_before(section: Sequence[Group], code: Group) -> Unit | None:
    before = [g for g in section if following(section, g) is code and g.kind == "paragraph"]
    return before[0].units[-1] if before else None
