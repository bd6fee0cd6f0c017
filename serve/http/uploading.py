"""Adding and deleting documents."""

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, Response, UploadFile

from ingest.pipeline import Report
from ingest.types import DocumentId
from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.schemas import ReportOut
from serve.http.who import Writer
from serve.library import find_document

router = APIRouter(prefix="/v1/documents", tags=["documents"], responses=responses(403, 409, 507))


@router.post("", response_model=ReportOut, status_code=201)
def add_document(file: UploadFile, parts: TheParts, asker: Writer) -> Any:
    """Takes a file into the index, for everyone to see; an earlier upload of the same name is replaced."""
    report, ids = parts.uploads.add(file.filename or "", file.file)
    return _report_fields(report, ids)


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
