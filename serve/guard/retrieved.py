"""Retrieved text is data: what in it asks something of an assistant is known before anybody reads it."""

from collections.abc import Callable, Sequence

from ingest.guard.marks import FLAGGED, WARY, Planted, instructions
from ingest.guard.planted import Detector
from ingest.types import Document, DocumentId
from retrieval.types import Hit
from serve.guard.types import Decision, Span

REASON = "it reads like an instruction to an assistant"

Spans = tuple[tuple[int, int], ...]


def examined(text: str, detector: Detector) -> Decision:
    """Flags a text in which an instruction stands: it may be quoted, and is obeyed by nobody."""
    found = [p for p in detector.find(text) if p.score >= FLAGGED]
    spans = tuple(Span("instruction", p.start, p.end) for p in found)
    if spans:
        return Decision("planted", "flag", REASON, max(p.score for p in found), spans)
    return Decision("planted", "allow")


def of_hits(hits: Sequence[Hit], document_of: Callable[[DocumentId], Document]) -> Decision:
    """Flags evidence that an ingest marked; the spans are ranges of the documents' texts."""
    spans = [
        Span(str(h.passage.document), p.start, p.end)
        for h in hits
        for p in instructions(document_of(h.passage.document).metadata)
        if p.start < h.passage.end and p.end > h.passage.start
    ]
    if spans:
        return Decision(
            "planted", "flag", "a passage holds an instruction to an assistant", 1.0, tuple(spans)
        )
    return Decision("planted", "allow")


def out_of_bounds(document: Document) -> Spans:
    """The ranges that nothing a language model wrote may rest on: every likely instruction.

    What follows one in its paragraph goes on with it, as often as not without the look of an order.
    """
    marks = instructions(document.metadata, WARY)
    return tuple((p.start, _paragraph_end(document, p) if p.score >= FLAGGED else p.end) for p in marks)


def _paragraph_end(document: Document, mark: Planted) -> int:
    return max((b.end for b in document.blocks if b.start <= mark.start < b.end), default=mark.end)
