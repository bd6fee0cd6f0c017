"""The official client of the Model Context Protocol, over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client


def talk(url: str, key: str | None, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """A conversation of the one who holds the key, or who has none."""

    async def connected() -> Any:
        async with (
            create_mcp_http_client(headers={"Authorization": f"Bearer {key}"} if key else {}) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            return await work(client)

    return asyncio.run(connected())
