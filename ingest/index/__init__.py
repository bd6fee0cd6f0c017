"""The index: immutable versions of vectors, BM25 and catalogue, built aside and swapped in."""

from ingest.index.reader import IndexReader, open_index

__all__ = ["IndexReader", "open_index"]
