"""One index version, open for reading; it never waits for a writer or for another reader."""

import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexMismatch, PathProblem
from ingest.index.bm25 import Bm25
from ingest.index.catalogue import Catalogue
from ingest.index.payload import Filter
from ingest.index.vectors import EdgeStore, Vector
from ingest.index.versions import Manifest, held, read_manifest, serving_version, version_folder
from ingest.models.late import Embedded
from ingest.types import Chunk, Document, DocumentId, Origin, Passage

Ranked = list[tuple[int, float]]
"""(ordinal, score), best first."""


class Texts(Protocol):
    """The documents, chunks and passages of a version; see `ingest.index.catalogue.Catalogue`."""

    def passages(self, ordinals: Sequence[int]) -> list[Passage]:
        """The passages with these ordinals, in the order asked for."""
        ...

    def all_passages(self) -> Iterator[Passage]:
        """Every passage in ordinal order."""
        ...

    def all_chunks(self) -> Iterator[Chunk]:
        """Every chunk."""
        ...

    def documents(self) -> Iterator[Document]:
        """Every document."""
        ...

    def document(self, identity: DocumentId) -> Document | None:
        """The document, or None where there is none of that id."""
        ...

    def chunk(self, identity: str) -> Chunk | None:
        """The chunk, or None where there is none of that id."""
        ...

    def origins(self) -> Iterator[Origin]:
        """Where each document came from."""
        ...

    def passages_of(self, documents: Iterable[DocumentId]) -> Iterator[tuple[int, Passage]]:
        """(ordinal, passage) of each passage of these documents."""
        ...


class Weights(Protocol):
    """How rare terms are; see `ingest.index.bm25.Bm25`."""

    @property
    def unseen_idf(self) -> float:
        """What a term of no passage would weigh."""
        ...

    def idf(self, term: str) -> float:
        """The term's inverse document frequency, 0 for a term that no passage holds."""
        ...

    def passages_with(self, term: str) -> int:
        """The number of passages that hold the term."""
        ...


class Finder(Protocol):
    """Finds passages that one of the groups may see and all filters allow."""

    def dense(
        self, vector: Vector, limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> Ranked:
        """The nearest by cosine."""
        ...

    def lexical(
        self, terms: Sequence[str], limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> Ranked:
        """The best by BM25; every one matches a term."""
        ...

    def both(
        self,
        vector: Vector,
        terms: Sequence[str],
        limit: int,
        groups: Sequence[str],
        filters: Sequence[Filter] = (),
    ) -> tuple[Ranked, Ranked]:
        """`dense` and `lexical`."""
        ...

    def vectors(self, ordinals: Sequence[int]) -> NDArray[np.float32]:
        """float32[n, dimension] in the order asked for."""
        ...

    def codes(self, ordinals: Sequence[int]) -> list[bytes]:
        """Each one's codes (`ingest.models.late.joined`) in the order asked for; b"" for none."""
        ...


class IndexReader:
    """The passages of one version with what finds them. Ordinals number passages from 0.

    What it holds open is released by `close`, or with the last reference to it. Several threads may read.
    """

    def __init__(
        self,
        manifest: Manifest,
        catalogue: Texts,
        bm25: Weights,
        finder: Finder,
        release: Callable[[], None],
    ) -> None:
        self.manifest = manifest
        self.catalogue = catalogue
        self.bm25 = bm25
        self.search_dense = finder.dense
        self.search_lexical = finder.lexical
        self.search_both = finder.both
        self.vectors = finder.vectors
        self.codes = finder.codes
        self.passages = catalogue.passages
        self.chunk = catalogue.chunk
        self.documents = catalogue.documents
        # The cache does not refer to the reader, which goes as soon as its last user lets go of it.
        self.document = lru_cache(maxsize=64)(partial(_document, catalogue))
        self.close = weakref.finalize(self, release)
        """Releases files, engine and version."""
        self.close.atexit = False

    def embedded(self, ordinals: Sequence[int]) -> list[Embedded]:
        """Vectors and codes in the order asked for."""
        return list(map(Embedded, self.vectors(ordinals), self.codes(ordinals)))

    @property
    def version(self) -> str:
        """The version's name."""
        return self.manifest.name


def _document(catalogue: Texts, identity: DocumentId) -> Document:
    found = catalogue.document(identity)
    if found is None:
        raise PathProblem(f"no document {identity!r} is indexed: rag documents lists them")
    return found


class LocalFinder:
    """qdrant-edge for vectors, our own BM25 for words, and one filter for both."""

    def __init__(self, store: EdgeStore, bm25: Bm25, catalogue: Catalogue) -> None:
        self.dense = store.search
        self.vectors = store.vectors
        self.codes = store.codes
        self._bm25 = bm25
        self._allowed = lru_cache(maxsize=64)(partial(_mask, catalogue, store))

    def lexical(
        self, terms: Sequence[str], limit: int, groups: Sequence[str], filters: Sequence[Filter] = ()
    ) -> Ranked:
        """See `Finder.lexical`."""
        return self._bm25.top(terms, limit, self._allowed(tuple(groups), tuple(filters)))

    def both(
        self,
        vector: Vector,
        terms: Sequence[str],
        limit: int,
        groups: Sequence[str],
        filters: Sequence[Filter] = (),
    ) -> tuple[Ranked, Ranked]:
        """See `Finder.both`."""
        return self.dense(vector, limit, groups, filters), self.lexical(terms, limit, groups, filters)


def _mask(
    catalogue: Catalogue, store: EdgeStore, groups: tuple[str, ...], filters: tuple[Filter, ...]
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


def open_index(data_dir: Path, embedder: str, late: bool = False) -> IndexReader:
    """Opens the serving version in a data directory; `late`: its vectors once they are asked for.

    Raises IndexMissing where there is none, IndexMismatch where it was built with another
    embedding model than `embedder`, by another schema, or is damaged.
    """
    name = serving_version(data_dir)
    while True:
        try:
            return _open(data_dir, name, embedder, late)
        except IndexMismatch:
            before, name = name, serving_version(data_dir)
            if name == before:
                raise  # else it was swept away between the two steps, and another one serves


def _open(data_dir: Path, name: str, embedder: str, late: bool) -> IndexReader:
    folder = version_folder(data_dir, name)
    with ExitStack() as opened:
        opened.enter_context(held(folder))
        manifest = read_manifest(folder)
        refuse_another_model(manifest, embedder, f"the index in {data_dir}", "--data-dir")
        catalogue = opened.enter_context(closing(Catalogue(folder / "catalogue.sqlite")))
        store = opened.enter_context(closing(EdgeStore(folder / "vectors", late)))
        bm25 = Bm25.load(folder / "bm25")
        finder = LocalFinder(store, bm25, catalogue)
        return IndexReader(manifest, catalogue, bm25, finder, opened.pop_all().close)


def refuse_another_model(manifest: Manifest, embedder: str, where: str, elsewhere: str) -> None:
    """Raises IndexMismatch unless this embedding model built the index."""
    if manifest.embedder != embedder:
        updated = manifest.embedder.partition("@")[0] == embedder.partition("@")[0]
        raise IndexMismatch(
            f"{where} was built with the embedding model {manifest.embedder}, now {embedder} is set: "
            f"{'' if updated else 'set RAG_EMBEDDER back, or '}ingest the documents into a new {elsewhere}"
        )
