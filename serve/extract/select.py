"""Which units answer the question: the whole list, the table's row, the code, or the sentences.

An answer comes from one section, the one that holds the most relevant unit. Within it, whole
pieces are taken rather than single sentences, because a paragraph was written to be understood
and a list to be complete; what a piece introduces with a colon comes along.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from retrieval.query.wording import wording
from serve.extract.groups import Group, ScoredUnit, SectionKey, following, gather, section_key
from serve.extract.intent import Intent
from serve.extract.units import Unit

MAX_SENTENCES = 4
"""A longer paragraph is cut around its most relevant sentence."""
MAX_ENTRIES = 15
MAX_UNITS = 14
NEARLY_BEST = 0.9
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|twice|double|dozen)\b", re.IGNORECASE
)
_JOINING = "(?:and|but|so|also|then|thus|hence|instead|however|therefore|otherwise)"
_BACKWARD = wording(
    rf"""
    (?:{_JOINING}\b[\s,]*)?(?:it|its|they|them|their|this|that|these|those|he|she|both|such|here)
    (?:{_JOINING}\b[\s,]*)?the (?:first|second|third|former|latter|other|same|result)
    {_JOINING}|from there
    """,
    start="^",
)


def select(intent: Intent, scored: Sequence[ScoredUnit], restated: Collection[SectionKey] = ()) -> list[Unit]:
    """The units of the answer in reading order; `scored` holds the evidence in reading order.

    `restated`: sections whose heading asks the same, so that the whole section is the answer.
    """
    if not scored:
        return []
    best = max(scored, key=lambda s: s.relevance)
    groups = gather(scored)
    own = [g for g in groups if g.section == section_key(best.unit)]
    if intent.wants_code and (code := _code(own) or _code(groups)):
        return code
    if intent.wants_number:
        return _figures(scored, groups)
    if (intent.wants_list or intent.wants_steps) and (entries := _list(intent, own, groups, best.relevance)):
        return entries
    return _whole(own) if section_key(best.unit) in restated else _statement(own, best)


def _code(groups: Sequence[Group]) -> list[Unit]:
    """The best code block with the sentence before it, which says what it shows."""
    blocks = [g for g in groups if g.kind == "code"]
    if not blocks:
        return []
    code = max(blocks, key=lambda g: g.best)
    before = [g for g in groups if following(groups, g) is code and g.kind == "paragraph"]
    return [*(g.units[-1] for g in before), *code.units]


def _figures(scored: Sequence[ScoredUnit], groups: Sequence[Group]) -> list[Unit]:
    """The best unit that holds a figure, its equals beside it, and what they cannot be understood without."""
    with_figures = [s for s in scored if _FIGURE.search(s.unit.readable)]
    if not with_figures:
        return []
    best = max(with_figures, key=lambda s: s.relevance)
    home = next(g for g in groups if best in g.scored)
    near = [s for s in with_figures if s.relevance >= NEARLY_BEST * best.relevance and s in home.scored]
    chosen = sorted(near, key=lambda s: -s.relevance)[:3]
    return _understandable(groups, chosen)


def _list(intent: Intent, own: Sequence[Group], groups: Sequence[Group], best: float) -> list[Unit]:
    """The best list of the section, or of another section if it is about as relevant as anything."""
    for candidates, least in ((own, 0.6 * best), (groups, NEARLY_BEST * best)):
        lists = [g for g in candidates if len(g.scored) > 1 and g.kind == "list" and g.worth >= least]
        if lists:
            bonus = 0.05 if intent.wants_steps else 0.0
            chosen = max(lists, key=lambda g: g.worth + bonus * (g.scored[0].unit.kind == "step"))
            return chosen.units[:MAX_ENTRIES]
    return []


def _whole(own: Sequence[Group]) -> list[Unit]:
    """The section from its beginning, up to a readable length; long lists stay whole."""
    units: list[Unit] = []
    for group in own:
        if units and len(units) + len(group.scored) > MAX_UNITS:
            break
        units += group.units[:MAX_ENTRIES]
    return units


def _statement(own: Sequence[Group], best: ScoredUnit) -> list[Unit]:
    """The best piece, what it introduces, and the section's other pieces that are nearly as relevant."""
    home = next(g for g in own if best in g.scored)
    chosen = [home, *(g for g in own if g is not home and g.best >= NEARLY_BEST * best.relevance)]
    units = [u for g in own if g in chosen for u in _of(g)]
    for group in chosen:
        after = following(own, group)
        if group.introduces and group.units[-1] in units and after and after not in chosen:
            at = units.index(group.units[-1]) + 1
            units[at:at] = after.units[:MAX_ENTRIES]
    before = _lead_in(own, home)
    return ([before] if before and before not in units else []) + units[:MAX_UNITS]


def _of(group: Group) -> list[Unit]:
    """A paragraph, cut where it is long; of a list, the entries that are nearly as good as its best."""
    if group.kind == "paragraph":
        return _window(group)
    if group.kind == "code":
        return group.units
    return [s.unit for s in group.scored if s.relevance >= NEARLY_BEST * group.best]


def _window(group: Group) -> list[Unit]:
    """MAX_SENTENCES around the best sentence, from the paragraph's beginning where that is near."""
    best = max(range(len(group.scored)), key=lambda i: group.scored[i].relevance)
    first = 0 if best < MAX_SENTENCES else best - 1
    return group.units[first : first + MAX_SENTENCES]


def _lead_in(own: Sequence[Group], home: Group) -> Unit | None:
    """The sentence before a code block."""
    before = [g for g in own if following(own, g) is home]
    return before[0].units[-1] if home.kind == "code" and before and before[0].kind == "paragraph" else None


def _understandable(groups: Sequence[Group], chosen: Sequence[ScoredUnit]) -> list[Unit]:
    """Adds, before a sentence that points backward, the sentence it points to; reading order."""
    picked = {id(s.unit) for s in chosen}
    for group in groups:
        for before, after in reversed(list(pairwise(group.units))):
            if id(after) in picked and after.kind == "paragraph" and _BACKWARD.search(after.text):
                picked.add(id(before))
    return [u for g in groups for u in g.units if id(u) in picked]
