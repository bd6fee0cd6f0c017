"""`/v1/documents`: what is indexed, as the asker may see it."""

from typing import Any

from fastapi import APIRouter

from ingest.errors import IndexMissing
from ingest.types import Document
from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.schemas import DocumentsOut, TextOut
from serve.http.who import Reader
from serve.library import find_document, visible_documents

router = APIRouter(prefix="/v1/documents", tags=["documents"], responses=responses(403, 503))


@router.get("", response_model=DocumentsOut)
def list_documents(parts: TheParts, asker: Reader) -> Any:
    """Every document that the asker may see, in the order of the index."""
    try:
        index = parts.engines.engine().retriever.index
    except IndexMissing:
        return {"documents": []}
    return {"documents": [document_fields(d) for d in visible_documents(index, asker.groups)]}


@router.get("/{id:path}/text", response_model=TextOut, responses=responses(404))
def document_text(id: str, parts: TheParts, asker: Reader) -> Any:
    """A document's normalised text: citations are ranges of its characters."""
    document = find_document(parts.engines.engine().retriever.index, id, asker.groups)
    blocks = [
        {"kind": b.kind, "start": b.start, "end": b.end, "level": b.level, "page": b.page}
        for b in document.blocks
    ]
    return {"id": document.id, "title": document.title, "text": document.text, "blocks": blocks}


def document_fields(document: Document) -> dict[str, Any]:
    """A document as it is listed."""
    said = document.metadata
    return {
        "id": document.id,
        "title": document.title,
        "format": str(said.get("format", "")),
        "characters": len(document.text),
        "pages": said.get("pages"),
        **{name: _text(said.get(name)) for name in ("language", "created", "modified")},
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
