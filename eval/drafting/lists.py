"""Lists: what they are lists of, and what their entries begin with."""

import re
from collections.abc import Iterator, Sequence

from eval.drafting.material import Material
from eval.drafting.types import Place, Proposal, why
from ingest.tokens import tokenize
from serve.extract.units import Unit

_LEAD = re.compile(
    r"^(?:(?:The|These|Some|Common|Typical|Main) )?(?P<what>[A-Za-z][\w-]*(?: [\w-]+){0,5}?s)"
    r"(?: (?:are|include|were)(?: (?:the following|as follows|these))?)?:$"
)
_KEY = re.compile(r"^(?P<key>[^:.;()—]{3,60}?)(?::| [–—-] | \(|\.? *$)")
FEWEST, MOST = 3, 8
"""Entries of a list worth asking for."""
NAMED = 4
"""A question for a list expects so many of its entries."""


def from_lead(place: Place, material: Material) -> Iterator[Proposal]:
    """ "The risks are:" asks for the risks, if the section is called by something else than a question."""
    entries = only_list(place)
    if not entries or entries[0].kind != "item" or place.path[-1].endswith("?"):
        return
    what = _what(entries[0], place, material)
    if what and (facts := entry_facts(entries, what)):
        reason = why("lead-in and list" if entries[0].lead else "heading and list", entries[0], entries[-1])
        yield Proposal("list", f"What are the {what}?", place, facts, named(entries), reason)


def _what(entry: Unit, place: Place, material: Material) -> str:
    """What the entries are, in the plural, from the lead-in or the heading."""
    if match := _LEAD.match(entry.lead_text):
        return material.lowered(match["what"])
    return ""


def only_list(place: Place) -> list[Unit]:
    """The entries of the section's one list; nothing where it has none, several, or one of another length."""
    entries = [u for u in place.units if u.kind in {"item", "step"}]
    one = len({u.group for u in entries}) == 1 and len({u.kind for u in entries}) == 1
    return entries if one and FEWEST <= len(entries) <= MOST else []


def entry_facts(entries: Sequence[Unit], asked: str) -> tuple[tuple[str, ...], ...]:
    """The first NAMED entries by what they begin with; nothing unless every entry begins with a name."""
    keys = [_key(u) for u in entries]
    known = set(tokenize(asked))
    if not all(keys) or any(set(tokenize(k)) <= known for k in keys):
        return ()
    return tuple((k,) for k in keys[:NAMED])


def named(entries: Sequence[Unit]) -> str:
    """The entries' names in a sentence."""
    *most, last = [_key(u) for u in entries]
    return f"{', '.join(most)} and {last}."


def _key(unit: Unit) -> str:
    match = _KEY.match(unit.readable)
    return match["key"].strip() if match and len(match["key"].split()) <= 6 else ""
