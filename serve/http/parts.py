"""What the routes work with, built by whoever starts the server, and handed to them by FastAPI."""

from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from serve.capacity import Turns
from serve.engine import Engines
from serve.operations.metrics import Metrics
from serve.records.store import Records
from serve.settings import Settings
from serve.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the server."""

    engines: Engines
    settings: Settings
    turns: Turns
    records: Records
    uploads: Uploads
    metrics: Metrics = field(default_factory=Metrics)


def parts_of(request: Request) -> Parts:
    """The parts that the application was made with."""
    return cast(Parts, request.app.state.parts)


TheParts = Annotated[Parts, Depends(parts_of)]
