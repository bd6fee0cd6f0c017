"""`/v1/search`: the ranked evidence."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool

from serve.http.answering import Turn
from serve.http.parts import Parts, TheParts
from serve.http.problems import responses
from serve.http.schemas import MOST_HITS, Search, SearchOut
from serve.http.who import Reader
from serve.wire import search_fields

router = APIRouter(tags=["search"], responses=responses(403, 503))


@router.post("/v1/search", response_model=SearchOut)
async def search(wanted: Search, parts: TheParts, asker: Reader, turns: Turn) -> Any:
    """The passages nearest to the query, with every stage's rank and score; never refuses."""
    return await run_in_threadpool(_found, parts, wanted.query, wanted.top_k, asker.groups)


@router.get("/v1/search", response_model=SearchOut)
async def search_by_address(
    parts: TheParts,
    asker: Reader,
    turns: Turn,
    q: Annotated[str, Query(examples=["rank fusion"])],
    top_k: Annotated[int, Query(ge=1, le=MOST_HITS)] = 5,
) -> Any:
    """The same, for a query in the address."""
    return await run_in_threadpool(_found, parts, q, top_k, asker.groups)


def _found(parts: Parts, query: str, top_k: int, groups: tuple[str, ...]) -> dict[str, Any]:
    return search_fields(query, *parts.engines.engine().search(query, top_k, groups))
