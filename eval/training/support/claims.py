"""Public claim-evidence pairs, their labels made alike, split so that nothing held out was seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from eval.training.data import rows
from ingest.sentences import sentence_spans

Part = Literal["train", "calibrate", "test"]
FILE = "support/train.jsonl.gz"
SUPPORTED = frozenset({"entailment", "supported", "Fully attributable", "SUPPORT"})
"""Everything else, contradicted and not said alike, is unsupported."""
NAMES = {"fever": "fever", "climate": "climate-fever", "covid": "covid-fact", "google/BEGIN": "begin"}
"""How a source's name in the file begins -> ours."""
TEST, CALIBRATE = 20, 6
"""Per cent of the claims held back to measure on, and to fit the combination on."""

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_QUOTES = re.compile(r"``\s*|\s*''")
_BEFORE = re.compile(r"\s+([,.;:!?%)\]}]|n't\b|'(?:s|re|ve|ll|d|m)\b)")
_AFTER = re.compile(r"([(\[{$])\s+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the words that are to support it; `source` names the data set, `kind` the making."""

    claim: str
    evidence: str
    supported: bool
    source: str
    kind: str = ""


def load_claims(folder: Path) -> list[Pair]:
    """Every pair of the public sets, SciFact's claims among them."""
    public = [
        Pair(
            joined(r["claim"]),
            joined(r["evidence"]),
            r["label"] in SUPPORTED,
            _source(r["source"]),
            r["label"],
        )
        for r in rows(folder / FILE)
    ]
    return [*public, *_scifact(folder)]


def joined(text: str) -> str:
    """Text of a tokenised corpus as people write it: brackets, quotes, no blank before marks."""
    for code, bracket in _BRACKETS.items():
        text = text.replace(code, bracket)
    text = _BEFORE.sub(r"\1", _QUOTES.sub('"', text))
    return " ".join(_AFTER.sub(r"\1", text).split())


def _source(name: str) -> str:
    return next(short for start, short in NAMES.items() if name.startswith(start))


def _scifact(folder: Path) -> Iterable[Pair]:
    """A claim with the sentences that annotators chose; without a label, with its abstract's first ones."""
    abstracts = {r["id"]: r["text"] for r in rows(folder / "scifact/corpus.jsonl.gz")}
    for claim in rows(folder / "scifact/claims_train.jsonl"):
        for document in claim["relevant"]:
            label, numbers = claim["label"].get(document, ("NOT_ENOUGH_INFO", "[0, 1, 2]"))
            evidence = _chosen(abstracts[document], [int(n) for n in re.findall(r"\d+", str(numbers))])
            yield Pair(claim["claim"], evidence, label in SUPPORTED, "scifact", label)


def _chosen(abstract: str, numbers: Sequence[int]) -> str:
    """The numbered sentences, each with the one before it: our cuts are not the annotators' own."""
    spans = sentence_spans(abstract)
    near = sorted({i for n in numbers for i in (n - 1, n) if 0 <= i < len(spans)})
    return " ".join(abstract[slice(*spans[i])] for i in near) or abstract[:600]


def part_of(text: str) -> Part:
    """By the text's hash, so that the same claim is in the same part on every machine."""
    place = int(sha256(text.casefold().encode()).hexdigest(), 16) % 100
    return "test" if place < TEST else "calibrate" if place < TEST + CALIBRATE else "train"


def split(pairs: Iterable[Pair]) -> dict[Part, list[Pair]]:
    """Parts by claim, none of which shares evidence with another.

    A pair whose whole evidence a later part holds is left out of the earlier one; then what is
    measured on loses the pairs of which training holds as much as a sentence.
    """
    parts: dict[Part, list[Pair]] = defaultdict(list)
    for pair in pairs:
        parts[part_of(pair.claim)].append(pair)
    taken = {p.evidence for p in parts["test"]}
    parts["calibrate"] = [p for p in parts["calibrate"] if p.evidence not in taken]
    taken |= {p.evidence for p in parts["calibrate"]}
    parts["train"] = [p for p in parts["train"] if p.evidence not in taken]
    seen = {s for p in parts["train"] for s in _sentences(p.evidence)}
    for part in ("calibrate", "test"):
        parts[part] = [p for p in parts[part] if seen.isdisjoint(_sentences(p.evidence))]
    return parts


def _sentences(evidence: str) -> set[str]:
    return {evidence[a:b] for a, b in sentence_spans(evidence)}


def by_source(pairs: Iterable[Any]) -> dict[str, list[Any]]:
    """Pairs grouped by data set, each group in the order given."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for pair in pairs:
        groups[pair.source].append(pair)
    return groups
