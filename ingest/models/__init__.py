"""The models that read text, and the runtime that runs them."""

from ingest.models.embedder import Embedder, load_embedder
from ingest.models.package import word_list

__all__ = ["Embedder", "load_embedder", "word_list"]
