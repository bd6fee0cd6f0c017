"""In which section an answer stands."""

from collections.abc import Sequence

from ingest.tokens import tokenize
from serve.extract.definitions import defines
from serve.extract.evidence import Evidence
from serve.extract.figures import counted, dated, fits, near_a_figure, needs_its_measure, new_figures
from serve.extract.groups import LIST_KINDS, SectionKey, gather, section_key
from serve.extract.intent import Intent
from serve.extract.units import Unit
from serve.support.naming import name_findings


def home(intent: Intent, evidence: Evidence) -> SectionKey | None:
    """The section of the best unit; for code, a date, a figure, a definition, of the best unit that is one.

    None where there is no such date or figure, or where what is to be counted is not spoken of.
    """
    if intent.wants_code and (code := evidence.home(lambda u: u.kind == "code")):
        return code
    if intent.wants_date:
        named = _named(evidence)
        return evidence.home(
            lambda u: dated(u.readable) and not u.text.endswith(":") and section_key(u) in named
        )
    if intent.wants_number:
        return _of_figure(evidence)
    if intent.wants_definition and (place := evidence.home(lambda u: defines(evidence.query, u.readable))):
        return place
    return evidence.home()


def _of_figure(evidence: Evidence) -> SectionKey | None:
    """The section with a new figure in a piece that speaks of what is counted and of all that is named.

    A figure of the measure asked for comes first, and a price or a share is answered by nothing else.
    """
    query = evidence.query
    pieces = (p for s in _named(evidence) for p in gather(evidence.of(s)))
    speaking = {id(u) for piece in pieces for u in counting(query, piece)}

    def told(unit: Unit) -> bool:
        return unit.kind != "code" and id(unit) in speaking and new_figures(query, unit.readable)

    fitting = evidence.home(lambda u: told(u) and fits(query, u.readable))
    return fitting or (None if needs_its_measure(query) else evidence.home(told))


def counting(query: str, piece: Sequence[Unit]) -> list[Unit]:
    """The units of a piece that can say how many there are of what is counted: all, where nothing is.

    The piece speaks of that, and of every name, which an entry or a row has for itself: "BERT: 512 tokens"
    says nothing of BERT's layers, wherever else in the section layers are spoken of.
    """
    thing = counted(query)
    if not thing:
        return list(piece)
    if not set(tokenize(thing)) <= set(tokenize(_around(piece))):
        return []
    apart = [[u] for u in piece] if piece[0].kind in LIST_KINDS else [list(piece)]
    speaking = (u for units in apart if not any(name_findings(query, _around(units))) for u in units)
    return [u for u in speaking if near_a_figure(thing, u.readable)]


def _around(units: Sequence[Unit]) -> str:
    return "\n".join((_all_of(units), units[0].lead_text, *(u.readable for u in units)))


def _named(evidence: Evidence) -> set[SectionKey]:
    """The sections that hold every name of the question: another's figure or date is no answer."""
    return {s for s in evidence.promise if not any(name_findings(evidence.query, _all_of(evidence.of(s))))}


def _all_of(units: Sequence[Unit]) -> str:
    return "\n".join((units[0].document.title, *units[0].section, *(u.text for u in units)))


def heading_words(units: Sequence[Unit]) -> set[str]:
    """Terms of the heading and of its tables' header rows."""
    headers = {u.header for u in units if u.header}
    text = units[0].document.text
    return set(tokenize(" ".join([*units[0].section[-1:], *(text[h.start : h.end] for h in headers)])))


def section_words(units: Sequence[Unit]) -> set[str]:
    """Terms of the units and of their heading."""
    return set(tokenize(" ".join(u.text for u in units))) | heading_words(units)
