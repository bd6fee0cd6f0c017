"""The documents of an index as one asker may see them: the others might as well not exist."""

import re
from collections.abc import Iterator, Sequence

from ingest.errors import PathProblem, RagError
from ingest.index import IndexReader
from ingest.types import Document, DocumentId

_NUMBER = re.compile(r"-?[1-9][0-9]{0,18}|0")


class UnknownDocument(PathProblem):
    """There is no such document for this asker."""


class Forbidden(RagError):
    """The asker may not do this."""


def visible_documents(index: IndexReader, groups: Sequence[str]) -> Iterator[Document]:
    """Those that any of the groups may see, in the order of the index."""
    return (d for d in index.documents() if may_see(d, groups))


def find_document(index: IndexReader, identity: str, groups: Sequence[str]) -> Document:
    """The document of that id, or else of that number; raises UnknownDocument.

    Dumps may number their records: 7 is addressed by "7", unless a document is called that.
    """
    candidates: list[DocumentId] = [identity]
    if _NUMBER.fullmatch(identity):
        candidates.append(int(identity))
    for candidate in candidates:
        found = index.catalogue.document(candidate)
        if found is not None and may_see(found, groups):
            return found
    raise UnknownDocument(f"there is no document {identity!r}: the list of documents names what there is")


def may_see(document: Document, groups: Sequence[str]) -> bool:
    """Whether one of the groups is one of the document's."""
    return not set(groups).isdisjoint(document.groups)
