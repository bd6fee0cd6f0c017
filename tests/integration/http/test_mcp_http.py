"""The tools of the Model Context Protocol over HTTP, called by the official client."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.records.keys import Keys
from serve.records.store import open_records
from serve.settings import Settings
from tests.servers.app import application, serving

DUMP = """\
{"id": "wages", "title": "Wages", "text": "The wage of a zookeeper is 31 crowns.", "groups": ["payroll"]}
{"id": "zoo", "title": "Zoo", "text": "Zebras graze in the morning and sleep at noon."}
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[tuple[str, str, str]]:
    """The address, a key for everyone's documents, and one that sees those of the payroll too."""
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "dump.jsonl").write_text(DUMP, encoding="utf-8")
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    settings = Settings(data_dir=folder / "data")
    with closing(open_records(settings)) as records:
        keys = [Keys(records.database).make(n, "read", g)[1] for n, g in (("ann", ()), ("eve", ("payroll",)))]
    with application(settings) as app, serving(app) as url:
        yield url, keys[0], keys[1]


def talk(url: str, key: str, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """A conversation of the one who holds the key."""

    async def connected() -> Any:
        async with (
            create_mcp_http_client(headers={"Authorization": f"Bearer {key}"}) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            return await work(client)

    return asyncio.run(connected())


async def wages(client: Client) -> tuple[set[str], str]:
    """The tools that there are, and what a search for a wage finds."""
    tools = {tool.name for tool in (await client.list_tools()).tools}
    found = await client.call_tool("search", {"query": "the wage of a zookeeper"})
    return tools, str(found.structured_content)


def test_a_key_sees_its_groups_through_the_tools(served: tuple[str, str, str]):
    """The gate's asker is the tools' asker."""
    url, ann, eve = served
    tools, found = talk(url, ann, wages)
    assert tools == {"ask", "search", "read_document"}
    assert "crowns" not in found
    assert "crowns" in talk(url, eve, wages)[1]


def test_without_a_key_nobody_gets_in(served: tuple[str, str, str]):
    """Where keys were made, a call without one gives no tool."""
    refused = httpx.post(f"{served[0]}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert refused.status_code == 401


def test_an_answer_comes_with_its_citations(served: tuple[str, str, str]):
    """As over standard input and output."""

    async def work(client: Client) -> Any:
        return (await client.call_tool("ask", {"question": "When do zebras graze?"})).structured_content

    answer = talk(served[0], served[1], work)
    assert [c["document"] for c in answer["citations"]] == ["zoo"]
