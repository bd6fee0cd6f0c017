"""In which section an answer stands."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from ingest.tokens import tokenize
from retrieval.query.attribute import coded_names
from serve.extract.definitions import defines
from serve.extract.evidence import Evidence
from serve.extract.figures import (
    asks_for_a_version,
    asks_for_a_year,
    counted,
    dated,
    fits,
    measured,
    names_a_version,
    names_a_year,
    near_a_figure,
    needs_its_measure,
    new_figures,
)
from serve.extract.groups import LIST_KINDS, SectionKey, gather
from serve.extract.intent import Intent
from serve.extract.makers import names_a_maker, thing_made
from serve.extract.units import Unit
from serve.support.naming import name_findings

FAR = 0.3
"""How much less promising than the best a section with code may be: "is there a command for it?" may be
answered in words."""


def home(intent: Intent, evidence: Evidence) -> SectionKey | None:
    """The section of the best unit; for code, a date, a maker, a figure, a definition, of the best such.

    None where there is no such date, maker or figure, or where what is to be counted is not spoken of.
    """
    best = evidence.home()
    if intent.wants_code and (code := evidence.home(lambda u: u.kind == "code")):
        return code if best is None or evidence.promise[code] >= evidence.promise[best] - FAR else best
    if intent.wants_date or intent.wants_maker:
        told = _ids(telling(evidence.query, intent, piece) for piece in _pieces(evidence))
        return evidence.home(lambda u: id(u) in told)
    if intent.wants_number:
        return _of_figure(evidence)
    if asks_for_a_version(evidence.query):
        told = _ids([*_of_the_named(evidence.query, piece)] for piece in _pieces(evidence))
        return evidence.home(lambda u: id(u) in told and names_a_version(u.readable))
    if intent.wants_definition and (place := evidence.home(lambda u: defines(evidence.query, u.readable))):
        return place
    return best


def _of_figure(evidence: Evidence) -> SectionKey | None:
    """The section with a new figure in a piece that speaks of what is counted and of all that is named.

    A figure of the measure asked for comes first, and a price or a share is answered by nothing else.
    """
    query = evidence.query
    speaking = _ids(counting(query, piece) for piece in _pieces(evidence))

    def told(unit: Unit) -> bool:
        return unit.kind != "code" and id(unit) in speaking and new_figures(query, unit.readable)

    fitting = evidence.home(lambda u: told(u) and fits(query, u.readable))
    return fitting or (None if needs_its_measure(query) else evidence.home(told))


def counting(query: str, piece: Sequence[Unit]) -> list[Unit]:
    """The units of a piece that can say how many there are of what is counted or how large a measure is.

    All, where neither is asked. The piece speaks of that, and of every name, which an entry or a row has for
    itself: "BERT: 512 tokens" says nothing of BERT's layers, wherever else layers are spoken of.
    """
    thing = counted(query)
    asked = thing or measured(query)
    if not asked:
        return list(piece)
    if not set(tokenize(asked)) <= set(tokenize(_around(piece))):
        return []
    return [u for u in _of_the_named(query, piece) if not thing or near_a_figure(thing, u.readable)]


def telling(query: str, intent: Intent, piece: Sequence[Unit]) -> list[Unit]:
    """The units of a piece that say when, or who made it, of what the question names."""
    year = asks_for_a_year(query)
    maker = partial(names_a_maker, query)
    tells = maker if intent.wants_maker else names_a_year if year else dated
    if intent.wants_maker and not _is_about(thing_made(query), piece):
        return []
    said = (u for u in _of_the_named(query, piece) if u.kind != "code" and not u.text.endswith(":"))
    return [u for u in said if tells(u.readable)]


def _is_about(thing: str, piece: Sequence[Unit]) -> bool:
    """The piece, or what stands around it, has half of the thing's words."""
    words = set(tokenize(thing))
    return 2 * len(words & set(tokenize(_around(piece)))) >= len(words)


def _of_the_named(query: str, piece: Sequence[Unit]) -> Iterator[Unit]:
    """The units that stand under every name of the question; an entry or a row has names for itself."""
    apart = [[u] for u in piece] if piece[0].kind in LIST_KINDS else [list(piece)]
    return (u for units in apart if _speaks_of_the_named(query, _around(units)) for u in units)


def _speaks_of_the_named(query: str, text: str) -> bool:
    """The text has every name of the question, those in small letters (`e5-large-v2`) among them."""
    coded = {token for name in coded_names(query) if name.islower() for token in tokenize(name)}
    return coded <= set(tokenize(text)) and not any(name_findings(query, text))


def _ids(found: Iterable[Sequence[Unit]]) -> set[int]:
    return {id(unit) for units in found for unit in units}


def _pieces(evidence: Evidence) -> Iterator[Sequence[Unit]]:
    return (piece for section in _named(evidence) for piece in gather(evidence.of(section)))


def _around(units: Sequence[Unit]) -> str:
    return "\n".join((_all_of(units), units[0].lead_text, *(u.readable for u in units)))


def _named(evidence: Evidence) -> set[SectionKey]:
    """The sections that hold every name of the question: another's figure or date is no answer."""
    return {s for s in evidence.promise if _speaks_of_the_named(evidence.query, _all_of(evidence.of(s)))}


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
