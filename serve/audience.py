"""Whom an upload is for: the groups that its documents get, and whose place they may take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ingest.reading import Skipped
from ingest.types import EVERYONE, Document, DocumentId
from serve.asker import Asker
from serve.library import Forbidden, may_see


@dataclass(frozen=True, slots=True)
class Audience:
    """`groups` are for documents that name none themselves; `may_give` is None for any group.

    `room` is where the uploader's files and ids are kept apart, so that a name which another group's
    document has neither replaces it nor shows that there is one; empty for uploaders without groups.
    """

    groups: tuple[str, ...]
    may_give: frozenset[str] | None
    room: str

    def adopt(
        self, document: Document, indexed: Callable[[DocumentId], Document | None]
    ) -> Document | Skipped:
        """The document under its groups and its id, or why it cannot be taken in."""
        groups = self.groups if document.groups == (EVERYONE,) else document.groups
        identity = f"{self.room}/{document.id}" if self.room else document.id
        before = indexed(identity)
        source = str(document.metadata["source"])
        if self.may_give is not None:
            if not self.may_give.issuperset(groups):
                return Skipped(source, f"record {document.id!r} is for groups that are not its uploader's")
            if before is not None and not may_see(before, tuple(self.may_give)):
                return Skipped(source, f"the id {document.id!r} is taken")
        return replace(document, id=identity, groups=groups)


def audience_of(asker: Asker, named: Sequence[str] = ()) -> Audience:
    """For the groups that are named, else for the asker's own, else for everyone.

    An asker may name their own groups and everyone; an administrator without groups any. Raises Forbidden.
    """
    own = tuple(sorted(set(asker.groups) - {EVERYONE}))
    may_give = None if not own and "admin" in asker.scopes else frozenset({*own, EVERYONE})
    if may_give is not None and (strange := sorted(set(named) - may_give)):
        raise Forbidden(f"documents can be for your own groups alone: {', '.join(strange)} is none of them")
    room = sha256("\0".join(own).encode()).hexdigest()[:8] if own else ""
    return Audience(tuple(dict.fromkeys(named)) or own or (EVERYONE,), may_give, room)
