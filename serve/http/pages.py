"""Pages of PDFs as pictures, with the cited words marked."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from serve.http.parts import TheParts
from serve.http.problems import responses
from serve.http.who import Reader
from serve.library import find_document
from serve.originals import original, page_picture

router = APIRouter(prefix="/v1/documents", tags=["documents"])
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
}
Place = Annotated[int, Query(ge=0, description="as in a citation")]


@router.get(
    "/{id:path}/pages/{number}.png",
    response_class=Response,
    responses={**_PICTURE, **responses(403, 404, 503)},
)
def page_image(
    id: str,
    number: Annotated[int, Path(ge=1)],
    parts: TheParts,
    asker: Reader,
    start: Place = 0,
    end: Place = 0,
) -> Response:
    """A page, drawn from the file that was ingested, with the words of the range marked."""
    document = find_document(parts.engines.engine().retriever.index, id, asker.groups)
    data = original(document, parts.settings.ingest.data_dir)
    return Response(page_picture(document, data, number, start, end), media_type="image/png")
