"""Who asks, and what they may see and do."""

from dataclasses import dataclass

from ingest.types import EVERYONE
from serve.records.types import Scope

EVERY_SCOPE: tuple[Scope, ...] = ("read", "write", "admin")


@dataclass(frozen=True, slots=True)
class Asker:
    """`groups` limit the documents that are shown; `name` is for records and limits."""

    groups: tuple[str, ...] = (EVERYONE,)
    scopes: tuple[Scope, ...] = EVERY_SCOPE
    name: str = "anyone"
