"""The application: every route, over parts that somebody else built."""

from importlib.metadata import version

from fastapi import FastAPI

from serve.http import answers, documents, problems, search, web
from serve.http.parts import Parts

JSON_BYTES = 1_000_000
"""Of a request that is no upload."""


def create_app(parts: Parts) -> FastAPI:
    """Serves `parts`; whoever made them closes them."""
    app = FastAPI(
        title="interview-rag",
        version=version("interview-rag"),
        summary="Answers over your documents in which every sentence cites the exact words that support it.",
        max_body_size=JSON_BYTES,
    )
    app.state.parts = parts
    problems.install(app)
    for part in (answers, search, documents):
        app.include_router(part.router)
    web.install(app)
    return app
