"""The application: every route, over parts that somebody else built."""

from importlib.metadata import version

from fastapi import FastAPI, Request, Response

from serve.http import (
    answers,
    conversations,
    documents,
    feedback,
    limits,
    mcp,
    openai,
    operations,
    pages,
    problems,
    search,
    uploading,
    web,
)
from serve.http.answering import ClientGone
from serve.http.parts import Parts

MEGABYTE = 1_000_000


def create_app(parts: Parts) -> FastAPI:
    """Serves `parts`; whoever made them closes them."""
    app = FastAPI(
        title="interview-rag",
        version=version("interview-rag"),
        summary="Answers over your documents in which every sentence cites the exact words that support it.",
        # Their pages load scripts from elsewhere: neither the headers nor a machine without network allow it.
        docs_url=None,
        redoc_url=None,
        lifespan=mcp.lifespan_of(parts),
    )
    app.state.parts = parts
    problems.install(app)
    app.add_exception_handler(ClientGone, _unread)
    uploads = {("POST", "/v1/documents"): parts.settings.http.upload_mb * MEGABYTE}
    app.add_middleware(limits.BodyLimit, larger=uploads)
    operations.install(app, parts)
    app.include_router(uploading.groups_router)
    for part in (answers, search, documents, pages, uploading, feedback, conversations, openai):
        app.include_router(part.router)
    web.install(app)
    return app


def _unread(_: Request, __: Exception) -> Response:
    """For the log alone: nginx's status for a client that closed the connection."""
    return Response(status_code=499)
