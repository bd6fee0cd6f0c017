"""The page at `/` and its files."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).parent.parent / "web"
router = APIRouter(include_in_schema=False)


@router.get("/")
def page() -> FileResponse:
    """The page."""
    return FileResponse(FOLDER / "index.html")


def install(app: FastAPI) -> None:
    """The page, and its files under /static."""
    app.include_router(router)
    app.mount("/static", StaticFiles(directory=FOLDER))
