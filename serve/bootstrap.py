"""The composition root of every serving entry point: settings in, ready engine out."""

from ingest.index import IndexReader, open_index
from ingest.models import load_embedder, word_list
from retrieval.calibration import load_calibration
from retrieval.pipeline import Retriever
from retrieval.query.process import Vocabulary
from retrieval.rerank import CalibratedMix, PairReranker, Reranker
from serve.engine import Engine
from serve.extract.answerer import ExtractiveAnswerer
from serve.extract.evidence import EvidenceReader
from serve.settings import Settings


def build_engine(settings: Settings) -> Engine:
    """Opens the index and loads the models; raises IndexMissing, IndexMismatch, ModelProblem."""
    embedder = load_embedder(settings.ingest.embedder)
    index = open_index(
        settings.ingest.data_dir, embedder.name, settings.ingest.qdrant_url, settings.ingest.qdrant_api_key
    )
    retriever = Retriever(
        index,
        embedder,
        build_reranker(settings),
        vocabulary_of(index),
        load_calibration(settings.retrieval.reranker),
        settings.retrieval,
    )
    reader = EvidenceReader(index.document, embedder, index.bm25.idf)
    answerer = ExtractiveAnswerer(reader, settings.answer.refuse_below)
    return Engine(retriever, answerer, settings)


def build_reranker(settings: Settings) -> Reranker:
    """The cross-encoder that the settings name, else the calibrated mix."""
    name = settings.retrieval.reranker
    return PairReranker(name) if name else CalibratedMix(load_calibration().mix)


def vocabulary_of(index: IndexReader) -> Vocabulary:
    """What the index's writer noted of the corpus's words."""
    return Vocabulary(index.manifest.frequency, word_list(), index.manifest.abbreviations)
