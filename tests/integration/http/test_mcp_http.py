"""The tools of the Model Context Protocol over HTTP, called by the official client."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from mcp import Client

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.records.keys import Keys
from serve.records.store import open_records
from serve.settings import Settings
from tests.servers.app import application, serving
from tests.servers.mcp_client import talk

DUMP = """\
{"id": "wages", "title": "Wages", "text": "The wage of a zookeeper is 31 crowns.", "groups": ["payroll"]}
{"id": "zoo", "title": "Zoo", "text": "Zebras graze in the morning and sleep at noon."}
"""


Served = tuple[str, str, str, str]
NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (("ann", ()), ("eve", ("payroll",)), ("bot", ()))


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[tuple[str, str, str, str]]:
    """The address, a key for everyone's documents, one that sees those of the payroll too, and a third."""
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "dump.jsonl").write_text(DUMP, encoding="utf-8")
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    settings = Settings(data_dir=folder / "data", rate_per_key="30/hour")
    with closing(open_records(settings)) as records:
        keys = [Keys(records.database).make(n, "read", g)[1] for n, g in NAMES]
    with application(settings) as app, serving(app) as url:
        yield url, keys[0], keys[1], keys[2]


async def wages(client: Client) -> tuple[set[str], str]:
    """The tools that there are, and what a search for a wage finds."""
    tools = {tool.name for tool in (await client.list_tools()).tools}
    found = await client.call_tool("search", {"query": "the wage of a zookeeper"})
    return tools, str(found.structured_content)


def test_a_key_sees_its_groups_through_the_tools(served: Served):
    """The gate's asker is the tools' asker."""
    url, ann, eve, _ = served
    tools, found = talk(url, ann, wages)
    assert tools == {"ask", "search", "read_document"}
    assert "crowns" not in found
    assert "crowns" in talk(url, eve, wages)[1]


def test_without_a_key_nobody_gets_in(served: Served):
    """Where keys were made, a call without one gives no tool."""
    refused = httpx.post(f"{served[0]}/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert refused.status_code == 401


def test_an_answer_comes_with_its_citations(served: Served):
    """As over standard input and output."""

    async def work(client: Client) -> Any:
        return (await client.call_tool("ask", {"question": "When do zebras graze?"})).structured_content

    answer = talk(served[0], served[1], work)
    assert [c["document"] for c in answer["citations"]] == ["zoo"]


def test_a_key_asks_no_more_often_here_than_elsewhere(served: Served):
    """Every call is a request of its key, and 429 past the key's rate, as on the other routes."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Authorization": f"Bearer {served[3]}", "Accept": "application/json, text/event-stream"}
    replies = [httpx.post(f"{served[0]}/mcp", json=body, headers=headers) for _ in range(31)]
    assert [r.status_code for r in replies] == [200] * 30 + [429]
    assert int(replies[-1].headers["retry-after"]) >= 1
