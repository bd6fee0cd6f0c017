"""In which section an answer stands."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from ingest.tokens import tokenize
from retrieval.query.attribute import coded_names
from serve.extract.defaults import default_of, states_a_default
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
from serve.extract.priced import of_others
from serve.extract.rivals import told_apart, which_is_more
from serve.extract.shown import has_to_show
from serve.extract.units import Unit
from serve.support.naming import name_findings

FAR = 0.3
"""How much less promising than the best a section with code may be: "is there a command for it?" may be
answered in words."""


def home(intent: Intent, evidence: Evidence) -> SectionKey | None:
    """The section of the best unit; for code, a date, a maker, a figure, a definition, of the best such.

    None where there is no such date, maker, figure, default or comparison, or where what is to be counted is
    not spoken of.
    """
    best = evidence.home()
    if intent.wants_code and (code := evidence.home(lambda u: u.kind == "code")):
        return code if best is None or evidence.promise[code] >= evidence.promise[best] - FAR else best
    wanted = _wanted(intent, evidence)
    if wanted is not None:
        return evidence.home(lambda u: id(u) in wanted)
    if intent.wants_number:
        return _of_figure(evidence)
    if intent.wants_definition and (place := evidence.home(lambda u: defines(evidence.query, u.readable))):
        return place
    return best


def _wanted(intent: Intent, evidence: Evidence) -> set[int] | None:
    """Ids of the units that can say which is more, a flag, a default, a date, a maker, a version; or None."""
    query, pieces = evidence.query, _pieces(evidence)
    if tells := which_is_more(query):
        return _ids(entry for entry in _entries(evidence) if tells(entry))
    if shows := has_to_show(query):
        return _ids(piece for piece in _everywhere(evidence) if any(shows(u.text) for u in piece))
    if settings := default_of(query):
        told = (defaulting(settings, piece) for piece in pieces)
        number = intent.wants_number
        return _ids(
            units for units in told if not number or any(new_figures(query, u.readable) for u in units)
        )
    if intent.wants_date or intent.wants_maker:
        return _ids(telling(query, intent, piece) for piece in pieces)
    if asks_for_a_version(query) and not intent.wants_number:
        named = (u for piece in pieces for u in _of_the_named(query, piece))
        return {id(u) for u in named if names_a_version(u.readable)}
    return None


def tells_apart(subjects: Sequence[str], evidence: Evidence) -> bool:
    """Some piece of the evidence says of one of the things compared what it does not say of the others."""
    return any(told_apart(subjects, entry) for entry in _entries(evidence))


def _of_figure(evidence: Evidence) -> SectionKey | None:
    """The section with a new figure in a piece that speaks of what is counted and of all that is named.

    A figure of the measure asked for comes first, and a price or a share is answered by nothing else.
    """
    query = evidence.query
    speaking = _ids(counting(query, piece) for piece in _pieces(evidence))
    speaking -= _ids([*of_others(query, evidence.of(section))] for section in evidence.promise)

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
    entries = [piece] if thing else _apart(piece)
    speaking = [e for e in entries if set(tokenize(asked)) <= set(tokenize(_around(e)))]
    named = (u for entry in speaking for u in _of_the_named(query, entry))
    return [u for u in named if not thing or near_a_figure(thing, u.readable)]


def defaulting(settings: Sequence[str], piece: Sequence[Unit]) -> list[Unit]:
    """The units of a piece, or of an entry, that speak of the settings and of what holds by default."""

    def told(text: str) -> bool:
        return all(s in text for s in settings) and states_a_default(text)

    return [u for units in _apart(piece) if told(_around(units)) for u in units]


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
    return (u for units in _apart(piece) if _speaks_of_the_named(query, _around(units)) for u in units)


def _apart(piece: Sequence[Unit]) -> list[list[Unit]]:
    """The entries of a list or table each by itself, other pieces whole."""
    return [[u] for u in piece] if piece[0].kind in LIST_KINDS else [list(piece)]


def _speaks_of_the_named(query: str, text: str) -> bool:
    """The text has every name of the question, those in small letters (`e5-large-v2`) among them."""
    coded = {token for name in coded_names(query) if name.islower() for token in tokenize(name)}
    return coded <= set(tokenize(text)) and not any(name_findings(query, text))


def _ids(found: Iterable[Sequence[Unit]]) -> set[int]:
    return {id(unit) for units in found for unit in units}


def _pieces(evidence: Evidence) -> Iterator[Sequence[Unit]]:
    return (piece for section in _named(evidence) for piece in gather(evidence.of(section)))


def _entries(evidence: Evidence) -> Iterator[list[Unit]]:
    """Pieces and entries of every section: of two things each may have its own."""
    return (entry for piece in _everywhere(evidence) for entry in _apart(piece))


def _everywhere(evidence: Evidence) -> Iterator[Sequence[Unit]]:
    return (piece for section in evidence.promise for piece in gather(evidence.of(section)))


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
