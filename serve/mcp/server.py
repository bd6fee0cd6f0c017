"""Three tools over one engine: ask, search, read_document. The only file that knows the protocol's SDK.

Model Context Protocol, https://modelcontextprotocol.io/specification: a tool's result holds the words for the
model and the same as structured content for programs; a failure the caller can mend is a result that says so.
"""

import asyncio
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Annotated, Any, TypeVar

import click
from mcp import MCPError
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, ContentBlock, TextContent, ToolAnnotations
from pydantic import Field

from ingest.errors import RagError
from ingest.types import EVERYONE
from serve.capacity import Overloaded, Turns
from serve.cli.show import answer_text, hits_text
from serve.engine import Engine
from serve.library import find_document
from serve.wire import answer_fields, search_fields

INSTRUCTIONS = """Answers come from one collection of documents and cite it word for word, or are refusals.
Use `ask` for an answer whose every sentence is supported: keep its [n] marks and sources when you pass it on,
and do not fill in what it refuses. Use `search` for evidence to read yourself, and `read_document` for what
stands around it."""
MOST_HITS = 50
PAGE = 8000
"""Characters of a document that one call returns."""
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

BUSY = -32050
"""The protocol leaves -32000 to -32099 to servers (JSON-RPC 2.0, 5.1) and names none for one that is busy."""

T = TypeVar("T")
EngineOf = Callable[[], Engine]
GroupsOf = Callable[[Context[Any, Any]], Sequence[str]]
"""The groups of whoever makes this call: every tool passes them on, none has a way around them."""

Question = Annotated[str, Field(description="the question, in words")]
Earlier = Annotated[
    list[str] | None, Field(description="earlier questions of this conversation, oldest first")
]
Query = Annotated[str, Field(description="what to look for")]
Limit = Annotated[int, Field(ge=1, le=MOST_HITS, description="number of passages")]
Name = Annotated[str, Field(description="a document's id, as citations and search results give it")]
Start = Annotated[int, Field(ge=0, description="first character to read")]


def build_server(
    engine: EngineOf, groups: GroupsOf = lambda _: (EVERYONE,), turns: Turns | None = None
) -> MCPServer[Any]:
    """The server; `engine` gives the one over the current index version at each call.

    With `turns`, `ask` and `search` wait for theirs; without room to wait the error BUSY says when to come
    again: `data.retry_after`, in seconds.
    """
    server: MCPServer[Any] = MCPServer(
        "interview-rag", instructions=INSTRUCTIONS, version=version("interview-rag"), log_level="WARNING"
    )

    @server.tool(annotations=READS)
    async def ask(question: Question, ctx: Context[Any, Any], earlier: Earlier = None) -> CallToolResult:
        """Answer a question from the documents with the words that support every sentence, or refuse."""
        answer = await _in_turn(turns, lambda: engine().ask(question, earlier or (), groups(ctx)))
        return _result(answer_text(answer), answer_fields(answer))

    @server.tool(annotations=READS)
    async def search(query: Query, ctx: Context[Any, Any], limit: Limit = 5) -> CallToolResult:
        """Find the passages that bear on a query, best first, with their place and score."""
        hits, timings = await _in_turn(turns, lambda: engine().search(query, limit, groups(ctx)))
        return _result(hits_text(hits, timings), search_fields(query, hits, timings))

    @server.tool(annotations=READS)
    def read_document(document: Name, ctx: Context[Any, Any], start: Start = 0) -> CallToolResult:
        """Read a document's text from a character on; citations' start and end count in the same text."""
        found = _mended(lambda: find_document(engine().retriever.index, document, groups(ctx)))
        end = min(start + PAGE, len(found.text))
        place = {
            "id": found.id,
            "title": found.title,
            "start": start,
            "end": end,
            "characters": len(found.text),
        }
        return _result(found.text[start:end], place | {"text": found.text[start:end]})

    return server


async def _in_turn(turns: Turns | None, work: Callable[[], T]) -> T:
    """What `work` gives, in a thread, once it is this call's turn; raises what `_mended` does, and BUSY."""
    if turns is None:
        return await asyncio.to_thread(_mended, work)
    try:
        async with turns.turn():
            return await asyncio.get_running_loop().run_in_executor(turns.pool, _mended, work)
    except Overloaded as error:
        raise MCPError(BUSY, str(error), {"retry_after": error.retry_after}) from error


def _mended(work: Callable[[], T]) -> T:
    """What `work` gives; a failure with a name becomes one line that the caller reads."""
    try:
        return work()
    except RagError as error:
        raise ToolError(str(error)) from error


def _result(text: str, fields: dict[str, Any]) -> CallToolResult:
    content: list[ContentBlock] = [TextContent(type="text", text=click.unstyle(text))]
    return CallToolResult(content=content, structured_content=fields)
