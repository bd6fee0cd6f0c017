"""One index version, open for reading; it never waits for a writer or for another reader."""

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexMismatch, PathProblem
from ingest.index.bm25 import Bm25
from ingest.index.catalogue import Catalogue
from ingest.index.payload import Filter
from ingest.index.server import ServerStore, connect
from ingest.index.vectors import EdgeStore, Vector, VectorStore
from ingest.index.versions import Manifest, held, read_manifest, serving_version, version_folder
from ingest.types import Chunk, Document, DocumentId, Passage


class IndexReader:
    """The passages of one version with what finds them. Ordinals number passages from 0.

    What it holds open is released by `close`, or with the last reference to it. Several threads may read.
    """

    def __init__(
        self,
        manifest: Manifest,
        catalogue: Catalogue,
        bm25: Bm25,
        store: VectorStore,
        release: Callable[[], None],
    ) -> None:
        self.manifest = manifest
        self.catalogue = catalogue
        self.bm25 = bm25
        self._store = store
        # Neither cache refers to the reader: it goes as soon as its last user lets go of it.
        self.document = lru_cache(maxsize=64)(partial(_document, catalogue))
        self._allowed = lru_cache(maxsize=64)(partial(_mask, catalogue, store))
        self.close = weakref.finalize(self, release)
        """Releases files, engine and version."""
        self.close.atexit = False

    @property
    def version(self) -> str:
        """The version's name."""
        return self.manifest.name

    def search_dense(
        self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> list[tuple[int, float]]:
        """The nearest (ordinal, cosine) that the groups may see and the filters allow, nearest first."""
        return self._store.search(vector, limit, groups, filters)

    def search_lexical(
        self, terms: Sequence[str], limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> list[tuple[int, float]]:
        """The best (ordinal, BM25 score) among the same passages; every one matches a term."""
        return self.bm25.top(terms, limit, self._allowed(tuple(groups), tuple(filters)))

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """float32[n, dimension] in the order asked for."""
        return self._store.vectors(ordinals)

    def passages(self, ordinals: Sequence[int]) -> list[Passage]:
        """The passages in the order asked for."""
        return self.catalogue.passages(ordinals)

    def chunk(self, identity: str) -> Chunk | None:
        """The chunk, or None where there is none of that id."""
        return self.catalogue.chunk(identity)

    def documents(self) -> Iterator[Document]:
        """Every document in full."""
        return self.catalogue.documents()


def _document(catalogue: Catalogue, identity: DocumentId) -> Document:
    found = catalogue.document(identity)
    if found is None:
        raise PathProblem(f"no document {identity!r} is indexed: rag documents lists them")
    return found


def _mask(
    catalogue: Catalogue, store: VectorStore, groups: tuple[str, ...], filters: tuple[Filter, ...]
) -> NDArray[np.bool_] | None:
    """Which ordinals the groups may see and the filters allow; None for all of them."""
    if filters:
        allowed = np.zeros(catalogue.counts()[2], np.bool_)
        allowed[store.matching(groups, filters)] = True
        return allowed
    seen = set(groups)
    if not any(seen.isdisjoint(g) for g in catalogue.distinct_groups()):
        return None
    return np.array([not seen.isdisjoint(g) for g in catalogue.groups()], np.bool_)


def open_index(data_dir: Path, embedder: str, url: str = "", api_key: str = "") -> IndexReader:
    """Opens the serving version.

    Raises IndexMissing where there is none, IndexMismatch where it was built with another
    embedding model than `embedder`, by another schema, or is damaged.
    """
    name = serving_version(data_dir)
    while True:
        try:
            return _open(data_dir, name, embedder, (url, api_key))
        except IndexMismatch:
            before, name = name, serving_version(data_dir)
            if name == before:
                raise  # else it was swept away between the two steps, and another one serves


def _open(data_dir: Path, name: str, embedder: str, server: tuple[str, str]) -> IndexReader:
    folder = version_folder(data_dir, name)
    with ExitStack() as opened:
        opened.enter_context(held(folder))
        manifest = read_manifest(folder)
        if manifest.embedder != embedder:
            raise IndexMismatch(
                f"the index in {data_dir} was built with the embedding model {manifest.embedder}, now "
                f"{embedder} is set: set RAG_EMBEDDER back, or ingest the documents into a new --data-dir"
            )
        catalogue = opened.enter_context(closing(Catalogue(folder / "catalogue.sqlite")))
        store = opened.enter_context(closing(_open_store(manifest, folder, *server)))
        return IndexReader(manifest, catalogue, Bm25.load(folder / "bm25"), store, opened.pop_all().close)


def _open_store(manifest: Manifest, folder: Path, url: str, api_key: str) -> VectorStore:
    if manifest.store == "edge":
        return EdgeStore(folder / "vectors")
    if not url:
        raise IndexMismatch("the vectors of this index are on a Qdrant server: set RAG_QDRANT_URL")
    return ServerStore(connect(url, api_key), manifest.name)
