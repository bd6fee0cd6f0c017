"""What of an answer's units contradicts the question."""

from serve.denials import Embed, denied_outright
from serve.extract.answerer import Selection
from serve.extract.units import Unit
from serve.premise import Statement, contradicted_by, presupposes


def contradiction(question: str, selected: Selection, embed: Embed) -> str:
    """The words of a unit that contradict what the question takes for granted; code states nothing."""
    said = [_statement(unit) for unit in selected.near if unit.kind != "code"]
    first = selected.units[0]
    denies = presupposes(question) and first.kind not in ("code", "row")
    return contradicted_by(question, said) or (
        first.readable if denies and denied_outright(question, first.readable, embed) else ""
    )


def _statement(unit: Unit) -> Statement:
    return Statement(unit.readable, " ".join((*unit.section[-1:], unit.lead_text)), unit.kind == "row")
