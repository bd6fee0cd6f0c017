"""What operators need: `/healthz`, `/readyz`, `/metrics`, and the layers around every route."""

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import Response
from starlette.middleware.cors import CORSMiddleware

from ingest.errors import RagError
from serve.http.deadline import Deadline
from serve.http.gate import Gate
from serve.http.parts import Parts, TheParts
from serve.http.problems import responses
from serve.http.watch import Watch
from serve.operations.door import Door
from serve.operations.metrics import MEDIA_TYPE
from serve.records.keys import Keys

router = APIRouter(tags=["operations"])
_PLAIN: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}


@router.get("/healthz", responses=responses())
def alive() -> dict[str, str]:
    """The process answers; nothing else is looked at."""
    return {"status": "alive"}


@router.get("/readyz", responses=responses(503, 507))
def ready(parts: TheParts) -> dict[str, str]:
    """Questions can be answered: an index is open, and the records can be read."""
    version = parts.engines.engine().retriever.index.version
    parts.records.check()
    return {"status": "ready", "index_version": version}


@router.get("/metrics", response_class=Response, responses=_PLAIN | responses())
def metrics(parts: TheParts) -> Response:
    """Figures in Prometheus's text format."""
    try:
        version = parts.engines.engine().retriever.index.version
    except RagError:
        version = ""
    return Response(parts.metrics.page(version), media_type=MEDIA_TYPE)


def install(app: FastAPI, parts: Parts) -> None:
    """The routes, and around everything: gate, deadline, other origins where allowed, watch (outermost)."""
    app.include_router(router)
    chosen = parts.settings.operations
    app.add_middleware(Gate, door=Door(Keys(parts.records.database), parts.settings))
    app.add_middleware(Deadline, seconds=chosen.request_seconds)
    if origins := [o.strip() for o in chosen.cors_origins.split(",") if o.strip()]:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
        )
    app.add_middleware(Watch, metrics=parts.metrics)
