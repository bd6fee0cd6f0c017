"""Documents in, their chunks and passages out: one that cannot be cut up costs itself alone."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.chunking import chunk_document
from ingest.comparing import Compared
from ingest.index.change import Change
from ingest.models import Embedder
from ingest.reading import Skipped, on_one_line
from ingest.types import Chunk, Document, DocumentId, Passage

Failed = dict[DocumentId, Skipped]
"""Why documents could not be cut up, by their ids."""


def cut(found: Compared, gone: Collection[DocumentId], embedder: Embedder) -> tuple[Change, Failed]:
    """The change with its documents cut up; those that stay as they are, are not cut again.

    What fails is left out of the change: the index keeps what it holds of that document.
    """
    documents: list[Document] = []
    chunks: list[Chunk] = []
    passages: list[Passage] = []
    failed: Failed = {}
    for document in (*found.added, *found.changed, *found.outdated):
        try:
            parts = chunk_document(document, embedder.count_tokens, embedder.name)
        except Exception as error:  # as with a parser's defect, it must cost one document, not the ingest
            why = f"cutting it up failed: {on_one_line(error)}"
            failed[document.id] = Skipped(str(document.metadata.get("source", document.id)), why)
            continue
        documents.append(document)
        chunks += parts[0]
        passages += parts[1]
    return Change(documents, chunks, passages, gone), failed


def without(found: Compared, failed: Collection[DocumentId]) -> Compared:
    """What was found, less what could not be cut up."""
    return replace(
        found,
        added=_less(found.added, failed),
        changed=_less(found.changed, failed),
        outdated=_less(found.outdated, failed),
    )


def _less(documents: Sequence[Document], failed: Collection[DocumentId]) -> Sequence[Document]:
    return [document for document in documents if document.id not in failed]
