"""Titles of papers that state a finding, as claims about their abstracts: authors' own summaries."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.training.data import FILES, rows
from eval.training.support.claims import Pair, Part, load_claims, part_of
from eval.training.support.corrupt import CHANGES
from ingest.sentences import sentence_spans
from ingest.tokens import tokenize

SOURCE = "titles"
_FINDING = re.compile(
    r"^(?!.*\?)(?=(?:\S+ ){4}).*\b(?:is|are|was|were|has|have|can|does|do|inhibits?|promotes?|regulates?|"
    r"controls?|mediates?|induces?|reduces?|increases?|decreases?|improves?|causes?|predicts?|requires?|protects?|"
    r"activates?|suppresses|prevents?|enhances?|drives?|contributes?|reveals?|identif(?:y|ies)|binds?|"
    r"determines?|modulates?|impairs?|confers?|triggers?|limits?|maintains?|depends?|affects?|links?)\b"
)
LOOKED_AT = 40
"""Other titles, of which the nearest one is taken for a claim that the abstract does not make."""


def titles(folder: Path, part: Part) -> list[Pair]:
    """Each finding beside its abstract, with a fact changed, and beside it a finding of another paper.

    Abstracts that claims of another part are about are left out.
    """
    others = {p.evidence for p in load_claims(folder) if p.source == "scifact" and part_of(p.claim) != part}
    held = {sentence for evidence in others for sentence in _sentences(evidence)}
    papers = [
        paper
        for paper in rows(folder / FILES["scifact_corpus"])
        if _FINDING.match(paper["title"])
        and part_of(paper["title"]) == part
        and held.isdisjoint(_sentences(paper["text"]))
    ]
    return [pair for paper in papers for pair in _pairs(paper, papers)]


def _pairs(paper: dict[str, Any], papers: list[dict[str, Any]]) -> Iterator[Pair]:
    claim, rng = _stated(paper), random.Random(paper["title"])  # noqa: S311 - sampling, not secrets
    yield Pair(claim, paper["text"], True, SOURCE, "title")
    for kind in rng.sample(("negation", "comparison", "quantifier", "name"), 4):
        if wrong := CHANGES[kind](claim, sorted(_sentences(paper["text"])), rng):
            yield Pair(wrong, paper["text"], False, SOURCE, kind)
            break
    strangers = [p for p in rng.sample(papers, min(LOOKED_AT, len(papers))) if p is not paper]
    if strangers:
        own = set(tokenize(claim))
        nearest = max(strangers, key=lambda p: len(own & set(tokenize(p["title"]))))
        yield Pair(_stated(nearest), paper["text"], False, SOURCE, "another")


def _stated(paper: dict[str, Any]) -> str:
    return str(paper["title"]).rstrip(". ") + "."


def _sentences(text: str) -> set[str]:
    return {text[a:b] for a, b in sentence_spans(text)}
