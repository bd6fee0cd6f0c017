"""A section with code is asked to show it."""

import re
from collections.abc import Iterator

from eval.drafting.material import Material
from eval.drafting.tables import small
from eval.drafting.types import Place, Proposal, why
from ingest.tokens import tokenize

_NAME = re.compile(r"[A-Za-z_]\w*(?:[._]\w+)+|\"\w{3,}\":|\b[a-z]+[A-Z]\w+|\b\w{4,}(?=\()")
_LEAD = re.compile(
    r"^(?:(?:Here is|This is|For example,?|In code,?|As code,?) )?(?P<what>An? [\w -]{6,60}?)"
    r"(?: (?:(?:might|may|can|could) )?looks? (?:like this|so|as follows))?:$"
)
MOST = 2


def from_code(place: Place, material: Material) -> Iterator[Proposal]:
    """The one block of the section, called by its lead-in or a heading that asks how."""
    blocks = [u for u in place.units if u.kind == "code"]
    if len(blocks) != 1:
        return
    (block,) = blocks
    question = _question(block.lead_text, place.path[-1], material)
    known = set(tokenize(question))
    names = [n for n in dict.fromkeys(_NAME.findall(block.text)) if not set(tokenize(n)) <= known]
    if question and names:
        facts = tuple((n,) for n in names[:MOST])
        told = f"A block of code with {' and '.join(names[:MOST])}."
        yield Proposal("code", question, place, facts, told, why("code", block))


def _question(lead: str, heading: str, material: Material) -> str:
    if match := _LEAD.match(lead):
        return f"Show me {small(match['what'])}"
    asked = heading.rstrip("?")
    if heading.endswith("?") and re.match(r"how (?:do|does|can|would|should)\b", asked, re.IGNORECASE):
        return f"Show me code: {material.lowered(asked)}?"
    return ""
