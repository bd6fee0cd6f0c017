"""Adding and deleting documents."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Form, Response, UploadFile
from pydantic import StringConstraints

from ingest.pipeline import Report
from ingest.types import EVERYONE, DocumentId
from serve.audience import audience_of
from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.schemas import GroupsOut, ReportOut
from serve.http.who import Reader, Writer
from serve.library import find_document

groups_router = APIRouter(tags=["documents"], responses=responses(403))
Group = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Named = Annotated[
    Sequence[Group],
    Form(max_length=20, description="whom it is for; of a key with groups, those unless it names some"),
]
router = APIRouter(prefix="/v1/documents", tags=["documents"], responses=responses(403, 409, 507))


@router.post("", response_model=ReportOut, status_code=201)
def add_document(file: UploadFile, parts: TheParts, asker: Writer, groups: Named = ()) -> Any:
    """Takes a file into the index, for the groups named; an earlier upload of the same name is replaced."""
    report, ids = parts.uploads.add(file.filename or "", file.file, audience_of(asker, groups))
    return _report_fields(report, ids)


@groups_router.get("/v1/groups", response_model=GroupsOut)
def groups_to_give(asker: Reader) -> Any:
    """Whom the asker's uploads may be for."""
    audience = audience_of(asker)
    return {"groups": sorted(audience.may_give or {EVERYONE}), "unless_named": audience.groups}


@router.delete("/{id:path}", status_code=204, responses=responses(404, 503))
def delete_document(id: str, parts: TheParts, asker: Writer) -> Response:
    """Takes a document out of the index; it is not found, shown or cited any more once this returns."""
    document = find_document(parts.engines.engine().retriever.index, id, asker.groups)
    parts.uploads.remove(document)
    return Response(status_code=204)


def _report_fields(report: Report, ids: list[DocumentId]) -> dict[str, Any]:
    left_out = {
        kind: [{"path": PurePath(s.path).name, "reason": s.reason} for s in found]
        for kind, found in (("skipped", report.skipped), ("remarks", report.remarks))
    }
    return {**asdict(report), **left_out, "added": ids}
