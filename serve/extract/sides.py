"""What of a section compares two things: the pieces that speak of both, or else of either."""

from collections.abc import Sequence

from ingest.tokens import tokenize
from serve.extract.groups import Group, following
from serve.extract.home import heading_words

MOST = 0.6
"""Share of a thing's terms that words have to hold to speak of it."""


def beside(sides: Sequence[str], section: Sequence[Group]) -> Sequence[Group]:
    """The pieces that hold all the sides, else those that hold one, with what they introduce.

    All of a section whose heading names the sides: it is the comparison. All where no piece holds any.
    """
    wanted = [set(tokenize(side)) for side in sides]
    if not wanted or held(wanted, heading_words(section[0].units)) == len(wanted):
        return section
    held_by = [held(wanted, _words(group)) for group in section]
    least = len(wanted) if max(held_by) == len(wanted) else 1
    chosen = [group for group, number in zip(section, held_by, strict=True) if number >= least]
    introduced = [following(section, group) for group in chosen if group.introduces]
    return [g for g in section if g in chosen or g in introduced] or section


def held(wanted: Sequence[set[str]], words: set[str]) -> int:
    """How many of the things these words speak of."""
    return sum(len(terms & words) > MOST * len(terms) for terms in wanted)


def _words(group: Group) -> set[str]:
    return set(tokenize("\n".join((group.units[0].lead_text, *(u.readable for u in group.units)))))
