"""Documents -> documents whose metadata say where an instruction to an assistant stands in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.types import Block, BlockKind, Document, DocumentId

if TYPE_CHECKING:  # reading files needs no model
    from ingest.guard.planted import Detector

VERSION = "3"
"""Of the detector and of the parsers before it: files that an earlier one read are read again."""
FLAGGED = 0.5
"""Least score of what is reported and marked as an instruction."""
WARY = 0.2
"""Least score of what no sentence that a language model wrote may rest on."""
KEY = "guard"
"""`metadata[KEY]` is {"detector": VERSION, "instructions": [{"start", "end", "score"}, ...]}."""
_ASKS_ANYWAY: frozenset[BlockKind] = frozenset({"heading", "header", "code"})
"""A guide's headings are questions and its code is commands: in them only what the rules name counts."""


@dataclass(frozen=True, slots=True)
class Planted:
    """`text[start:end]` asks something of whoever reads it; `score` 0.5 is the fitted threshold."""

    start: int
    end: int
    score: float


def marked(
    documents: Sequence[Document],
    earlier: Callable[[DocumentId], Document | None],
    detector: "Detector",
) -> list[Document]:
    """The documents with their marks; those of the version before are kept where the text is the same."""
    marks = [_kept(document, earlier(document.id)) for document in documents]
    new = [document for document, kept in zip(documents, marks, strict=True) if not kept]
    found = detector.find_in([document.text for document in new])
    made = map(_made, new, found)
    return [
        replace(document, metadata={**document.metadata, KEY: kept or next(made)})
        for document, kept in zip(documents, marks, strict=True)
    ]


def _kept(document: Document, before: Document | None) -> Mapping[str, Any] | None:
    known = before.metadata.get(KEY) if before and before.text == document.text else None
    return known if known and known.get("detector") == VERSION else None


def _made(document: Document, found: Sequence[Planted]) -> Mapping[str, Any]:
    foreign = [asdict(p) for p in found if not _is_its_own(p, document.blocks)]
    return {"detector": VERSION, "instructions": foreign}


def instructions(metadata: Mapping[str, Any], least: float = FLAGGED) -> list[Planted]:
    """The marks of a document with at least this score, in order; none where nobody looked."""
    found = (metadata.get(KEY) or {}).get("instructions", ())
    return [Planted(**mark) for mark in found if mark["score"] >= least]


def _is_its_own(planted: Planted, blocks: Sequence[Block]) -> bool:
    inside = (b.kind for b in blocks if b.start < planted.end and b.end > planted.start)
    return planted.score < 1 and any(kind in _ASKS_ANYWAY for kind in inside)
