"""The page at `/` and its files; browsers ask each time whether a file is still the same."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).parent.parent / "web"
_ASK = {"Cache-Control": "no-cache"}
router = APIRouter(include_in_schema=False)


class _Files(StaticFiles):
    """Left to guess, a browser would put an old script beside a new page."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, to be asked about the next time as well."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(_ASK)
        return response


@router.get("/")
def page() -> FileResponse:
    """The page."""
    return FileResponse(FOLDER / "index.html", headers=_ASK)


def install(app: FastAPI) -> None:
    """The page, and its files under /static."""
    app.include_router(router)
    app.mount("/static", _Files(directory=FOLDER))
