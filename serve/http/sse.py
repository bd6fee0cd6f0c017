"""An answer as server-sent events: stages, citations each before the sentence that uses it, the whole."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from retrieval.types import Retrieval
from serve.asking import Told, told_fields
from serve.http.answering import Stage
from serve.http.problems import problem_of
from serve.types import Shown

Step = Retrieval | Stage | Shown | Told


async def events(steps: AsyncIterator[Step | None], instance: str) -> AsyncIterator[bytes]:
    """The events of one answer; a failure on the way ends them with `error`."""
    try:
        async for step in steps:
            for frame in _made_of(step):
                yield frame
    except Exception as error:  # the status is sent already: what failed can only be told here
        yield event("error", problem_of(error, instance).model_dump())


def _made_of(step: Step | None) -> Iterator[bytes]:
    if step is None:
        yield KEEPALIVE_COMMENT
    elif isinstance(step, Stage):
        yield event("stage", {"name": step.name, "ms": round(step.ms, 2)})
    elif isinstance(step, Told):
        yield event("done", told_fields(step))
    elif isinstance(step, Shown):
        for citation in step.citations:
            yield event("citation", asdict(citation))
        yield event("sentence", asdict(step.sentence))


def event(name: str, fields: dict[str, Any]) -> bytes:
    """One event with its fields as JSON on one line."""
    return format_sse_event(event=name, data_str=json.dumps(fields, ensure_ascii=False))
