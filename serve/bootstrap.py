"""The composition root of every serving entry point: settings in, ready engine out."""

import os
from typing import TYPE_CHECKING

from ingest.guard.personal import Finder, personal_data
from ingest.index import open_index
from ingest.models import Embedder, load_embedder
from retrieval.calibration import load_calibration
from retrieval.pipeline import Retriever
from retrieval.query.process import vocabulary_of
from retrieval.rerank import Reranker, load_scorer, reranker_of
from serve.engine import Engine
from serve.extract.answerer import ExtractiveAnswerer
from serve.extract.evidence import EvidenceReader
from serve.guard.guard import Guard
from serve.guard.masking import Masker
from serve.guard.moderation import Moderator
from serve.guard.topics import load_topics
from serve.llm import LanguageModel, load_language_model
from serve.llm.choice import choice_of
from serve.llm.prices import load_prices
from serve.llm.resilience import Policy
from serve.settings import Settings

if TYPE_CHECKING:
    from serve.generate.answerer import GenerativeAnswerer


def build_engine(settings: Settings) -> Engine:
    """Opens the index and loads the models; raises IndexMissing, IndexMismatch, ModelProblem."""
    return engine_over(build_retriever(settings), settings)


def build_retriever(settings: Settings) -> Retriever:
    """Opens the index and loads the models that search it; raises what `build_engine` does."""
    embedder = load_embedder(settings.ingest.embedder)
    index = open_index(
        settings.ingest.data_dir, embedder.name, settings.ingest.qdrant_url, settings.ingest.qdrant_api_key
    )
    reranker = build_reranker(settings)
    calibration = load_calibration(reranker.name)
    return Retriever(index, embedder, reranker, vocabulary_of(index), calibration, settings.retrieval)


def engine_over(retriever: Retriever, settings: Settings) -> Engine:
    """What answers from this retriever's evidence."""
    reader = EvidenceReader(retriever.index.document, retriever.embedder, retriever.index.bm25.idf)
    asked = settings.answer.refuse_below
    least = load_calibration(retriever.reranker.name).refuse_below if asked is None else asked
    model, guard = build_language_model(settings), build_guard(settings, retriever.embedder)
    generative = build_generative(model, retriever, settings, guard) if model else None
    return Engine(retriever, ExtractiveAnswerer(reader, least), least, settings, generative, guard)


def build_guard(settings: Settings, embedder: Embedder | None) -> Guard:
    """The guards that the settings switch on; without an embedder no topics. Raises SettingsProblem."""
    chosen, topics = settings.guard, None
    if chosen.guard_topics and embedder:
        topics = load_topics(chosen.guard_topics, embedder.embed_queries)
    model = load_language_model(named, os.environ, {}) if (named := choice_of(chosen.guard_model)) else None
    moderator = Moderator(model, settings.language_model.llm_seconds) if model else None
    masker = Masker(build_finder(settings), chosen.masked, chosen.parts)
    return Guard(chosen.parts, masker, topics, moderator)


def build_finder(settings: Settings) -> Finder:
    """What finds personal data: the project's own rules, or Presidio's recognisers beside them."""
    if settings.guard.guard_finder == "own":
        return personal_data
    from ingest.guard.presidio import load_presidio

    return load_presidio()


def build_generative(
    model: LanguageModel, retriever: Retriever, settings: Settings, guard: Guard
) -> "GenerativeAnswerer":
    """What writes with the language model, and the verifier that every sentence has to pass."""
    from ingest.models.package import load_tokenizer
    from serve.generate.answerer import GenerativeAnswerer
    from serve.generate.write import Writer
    from serve.support.verifier import load_verifier

    choices, tokenizer = settings.language_model, load_tokenizer()
    writer = Writer(
        model=model,
        verifier=load_verifier(settings.answer.verifier),
        seconds=choices.llm_seconds,
        tokens=choices.llm_answer_tokens,
        structured=model.name.startswith("openai:"),
        repair=choices.llm_repair,
        objection=guard.objection,
    )
    return GenerativeAnswerer(
        writer,
        retriever.index,
        lambda text: len(tokenizer.encode(text).ids),
        choices.llm_context_tokens,
        guard.out_of_bounds,
    )


def build_reranker(settings: Settings) -> Reranker:
    """The cross-encoder that the settings name, with its fitted coefficients where there are some."""
    return reranker_of(load_scorer(settings.retrieval.reranker))


def build_language_model(settings: Settings, policy: Policy | None = None) -> LanguageModel | None:
    """The model that `RAG_LLM` names, None without one; raises SettingsProblem, ModelProblem."""
    if settings.llm is None:
        return None
    prices = load_prices(settings.language_model.llm_prices)
    return load_language_model(settings.llm, os.environ, prices, policy)
