"""The tools of the Model Context Protocol at `/mcp`, for whoever the gate let in; with its SDK installed."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI

from serve.http.parts import Parts

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def lifespan_of(parts: Parts) -> Lifespan | None:
    """What serves the tools while the application runs, None without the SDK.

    Each call stands alone, so that any copy of the server may answer it. The gate checks hosts and origins.
    """
    if find_spec("mcp") is None:
        return None
    from mcp.server.transport_security import TransportSecuritySettings

    from serve.mcp.server import build_server

    server = build_server(parts.engines.engine, _groups, parts.turns)
    checked_before = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    tools = server.streamable_http_app(
        stateless_http=True, json_response=True, transport_security=checked_before
    )

    @asynccontextmanager
    async def serving(app: FastAPI) -> AsyncIterator[None]:
        app.router.routes.extend(tools.routes)
        async with server.session_manager.run():
            yield

    return serving


def _groups(context: Any) -> Sequence[str]:
    groups: Sequence[str] = context.request_context.request.state.asker.groups
    return groups
