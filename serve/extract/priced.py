"""Whose price it is: what stands behind another model's name is that model's, however near the two are."""

import re
from collections.abc import Iterator, Sequence

from ingest.tokens import STOP_WORDS
from retrieval.query.names import proper_names
from serve.extract.figures import asks_for_money
from serve.extract.units import Unit
from serve.support.naming import name_findings

_MODEL = re.compile(r"\b(?P<name>[A-Z][A-Za-z]*)[- ]?(?!(?:19|20)\d\d\b)\d(?:[\w.-]*\w)?\b")
"""A name with a version: GPT-4o-mini, Claude 3.5, Llama 3; no year, nor what opens a sentence ("In 10")."""


def of_others(question: str, section: Sequence[Unit]) -> Iterator[Unit]:
    """The units of a section, in order, that give prices of models other than those that the question names.

    A unit without a model's name is about the last one before it; one that has the question's names itself,
    or stands under them, is about those.
    """
    asked = _models(question)
    if not asks_for_money(question) or not (asked or proper_names(question)):
        return
    about: set[str] = set()
    for unit in section:
        about = _models(unit.text) or about
        if about and asked.isdisjoint(about) and not _under_its_name(question, asked, unit):
            yield unit


def _models(text: str) -> set[str]:
    return {m[0] for m in _MODEL.finditer(text) if m["name"].casefold() not in STOP_WORDS}


def _under_its_name(question: str, asked: set[str], unit: Unit) -> bool:
    own = "\n".join((*unit.section, unit.lead_text, unit.readable))
    return bool(asked & _models(own)) if asked else not any(name_findings(question, own))
