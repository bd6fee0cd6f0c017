"""The golden questions: what is asked, where the answer stands, and what it has to say."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from serve.types import Answer

Material = Literal["corpus", "export", "own questions"]
"""`corpus` is what ships with the project, `export` the same subjects as a user exported them; of a
person's own questions (`eval.golden_file`) the material is theirs."""

REFUSED_KINDS = ("off-topic", "gibberish")


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """One question as labelled for one material.

    `sections`: heading paths any of which may stand first among the citations. `facts`: each a
    list of alternative spellings, one of which has to occur in the answer. `reference`: a person's
    answer in a sentence.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    history: tuple[str, ...]
    sections: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    reference: str


def load_golden(material: Material) -> list[GoldenQuestion]:
    """The questions that this material can be asked."""
    lines = files("eval").joinpath("data/golden.jsonl").read_text(encoding="utf-8").splitlines()
    raw = [json.loads(line) for line in lines if line.strip()]
    return [_question(r, material) for r in raw if r.get("only", material) == material]


def _question(raw: dict[str, Any], material: Material) -> GoldenQuestion:
    if material == "corpus":
        sections = tuple(s["section"] for s in raw.get("sections", ()))
        facts = raw.get("facts", ())
    else:
        sections = tuple(raw.get("export_sections", ()))
        facts = raw.get("export_facts", raw.get("facts", ()))
    return GoldenQuestion(
        raw["id"],
        raw["question"],
        raw["kind"],
        raw["answerable"],
        tuple(raw.get("history", ())),
        sections,
        tuple(tuple(f) for f in facts),
        raw["reference"],
    )


def facts_found(answer_text: str, facts: Sequence[Sequence[str]]) -> list[bool]:
    """For each fact, whether one of its spellings occurs in the answer."""
    said = _plain(answer_text)
    return [any(_plain(spelling) in said for spelling in fact) for fact in facts]


def first_section_right(answer: Answer, sections: Sequence[str]) -> bool:
    """The first citation stands in one of the labelled sections (or in a part of one)."""
    if not answer.citations:
        return False
    return any(in_section(answer.citations[0].section, s) for s in sections)


def in_section(path: str, section: str) -> bool:
    """The heading path is that of the labelled section or of a part of it."""
    return path == section or path.endswith(" > " + section) or f"{section} > " in path + " > "


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[‐‑‒–—−]", "-", folded).split())
