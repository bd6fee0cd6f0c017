"""The models that read text, and the runtime that runs them."""

from ingest.models.embedder import Embedder, MiniLmEmbedder, load_embedder
from ingest.models.package import word_list
from ingest.models.pairs import OpenVinoPairScorer, PairScorer, PassageTokens, load_pair_scorer

__all__ = [
    "Embedder",
    "MiniLmEmbedder",
    "OpenVinoPairScorer",
    "PairScorer",
    "PassageTokens",
    "load_embedder",
    "load_pair_scorer",
    "word_list",
]
