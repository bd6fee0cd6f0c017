"""The index: immutable versions of vectors, BM25 and catalogue, built aside and swapped in."""

from ingest.index.reader import IndexReader, open_index
from ingest.index.versions import serving_version

__all__ = ["IndexReader", "open_index", "serving_version"]
