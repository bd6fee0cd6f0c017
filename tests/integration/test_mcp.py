"""The tools of the Model Context Protocol, called by the official client over a real pipe."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, TextContent

from ingest.models import Embedder
from ingest.pipeline import ingest

DUMP = """\
{"id": 7, "title": "Wages", "text": "The wage of a zookeeper is 31 crowns an hour.", "groups": ["payroll"]}
{"id": "zoo", "title": "Zoo", "text": "Zebras graze in the morning and sleep at noon."}
"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """An index of a document for everyone and one for a group."""
    folder = tmp_path_factory.mktemp("zoo")
    (folder / "zoo.jsonl").write_text(DUMP, encoding="utf-8")
    ingest([folder / "zoo.jsonl"], folder / "data", lambda: embedder)
    return folder / "data"


@pytest.fixture
def session(rag: Callable[..., list[str]]) -> Callable[..., Any]:
    """Runs a conversation with a server started as a client would start it."""

    def talk(work: Callable[[Client], Awaitable[Any]], *arguments: str | Path) -> Any:
        command, *rest = rag("mcp", *arguments)

        async def connected() -> Any:
            async with Client(
                StdioServerParameters(command=command, args=rest, env=dict(os.environ))
            ) as client:
                return await work(client)

        return asyncio.run(connected())

    return talk


def words(result: CallToolResult) -> str:
    """The text that a model reads."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_a_client_asks_and_reads_what_is_cited(session: Callable[..., Any], zoo: Path):
    """The answer's quote stands in the document at the citation's place; the words carry no colours."""

    async def work(client: Client) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == {"ask", "search", "read_document"}
        answer = await client.call_tool("ask", {"question": "When do zebras graze?"})
        assert answer.structured_content is not None
        (citation,) = answer.structured_content["citations"]
        assert "[1]" in words(answer) and "\x1b" not in words(answer)
        read = await client.call_tool("read_document", {"document": str(citation["document"])})
        assert words(read)[citation["start"] : citation["end"]] == citation["quote"]
        found = await client.call_tool("search", {"query": "zebras", "limit": 1})
        assert found.structured_content is not None
        assert [h["document"] for h in found.structured_content["hits"]] == ["zoo"]

    session(work, "--data-dir", zoo)


def test_what_cannot_be_asked_is_said(session: Callable[..., Any], zoo: Path):
    """A refusal carries no sources; what cannot be asked or read is an error that says so."""

    async def work(client: Client) -> None:
        refused = await client.call_tool("ask", {"question": "Who wrote Don Quixote?"})
        assert refused.structured_content is not None
        assert (refused.structured_content["status"], refused.structured_content["citations"]) == (
            "refused",
            [],
        )
        for tool, arguments, said in (
            ("ask", {"question": " "}, "ask something in words"),
            ("read_document", {"document": "nope"}, "no document 'nope'"),
        ):
            failed = await client.call_tool(tool, arguments)
            assert failed.is_error and said in words(failed)

    session(work, "--data-dir", zoo)


@pytest.mark.slow
def test_a_document_is_read_by_its_groups_alone(session: Callable[..., Any], zoo: Path):
    """Without the group no tool shows the document; with it, reading works by a whole-number id too."""

    async def work(client: Client) -> tuple[bool, str, str]:
        read = await client.call_tool("read_document", {"document": "7"})
        found = await client.call_tool("search", {"query": "the wage of a zookeeper"})
        return bool(read.is_error), words(read), words(found)

    failed, read, found = session(work, "--data-dir", zoo)
    assert failed and "crowns" not in read + found
    failed, read, found = session(work, "--data-dir", zoo, "--group", "payroll")
    assert not failed and "crowns" in read and "crowns" in found


def test_a_long_document_is_read_in_pages(session: Callable[..., Any], corpus_index: Path):
    """Pages follow one another without a gap until all characters are read."""

    async def work(client: Client) -> None:
        text, total = "", 1
        while len(text) < total:
            page = await client.call_tool(
                "read_document", {"document": "adapting-models.md", "start": len(text)}
            )
            assert page.structured_content is not None
            assert page.structured_content["end"] > page.structured_content["start"]
            text, total = text + words(page), page.structured_content["characters"]
        assert len(text) == total

    session(work, "--data-dir", corpus_index)
