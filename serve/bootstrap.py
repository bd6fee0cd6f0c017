"""The composition root of every serving entry point: settings in, ready engine out."""

import os
from typing import TYPE_CHECKING

from ingest.errors import SettingsProblem
from ingest.index import open_index
from ingest.models import load_embedder
from retrieval.calibration import load_calibration
from retrieval.pipeline import Retriever
from retrieval.query.process import vocabulary_of
from retrieval.rerank import Reranker, load_scorer, reranker_of
from serve.engine import Engine
from serve.extract.answerer import ExtractiveAnswerer
from serve.extract.evidence import EvidenceReader
from serve.llm import LanguageModel, load_language_model
from serve.llm.ledger import Budget, Ledger
from serve.llm.prices import load_prices
from serve.llm.resilience import Policy
from serve.settings import Settings

if TYPE_CHECKING:
    from serve.generate.answerer import GenerativeAnswerer
    from serve.generate.assistant import ModelAssistant

ASSISTANT_SECONDS = 10.0
"""A search must not wait longer for words that it can do without."""


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
    extractive, model = ExtractiveAnswerer(reader, least), build_language_model(settings)
    if model is None:
        return Engine(retriever, extractive, least, settings)
    budget = build_budget(settings)
    if settings.retrieval.asks_model:
        retriever = retriever.over(settings.retrieval, build_assistant(model, budget, settings))
    generative = build_generative(model, budget, retriever, settings)
    return Engine(retriever, extractive, least, settings, generative)


def build_budget(settings: Settings) -> Budget:
    """The ledger and the cap; raises SettingsProblem for a cap on what has no price, StorageProblem."""
    choices = settings.language_model
    prices = load_prices(choices.llm_prices)
    if choices.llm_budget is not None and settings.llm and settings.llm.model not in prices:
        raise SettingsProblem(
            f"RAG_LLM_BUDGET needs to know what {settings.llm.model} costs: name it in RAG_LLM_PRICES"
        )
    return Budget(Ledger(settings.llm_store), choices.llm_budget)


def build_generative(
    model: LanguageModel, budget: Budget, retriever: Retriever, settings: Settings
) -> "GenerativeAnswerer":
    """What writes with the language model, and the verifier that every sentence has to pass."""
    from ingest.models.package import load_tokenizer
    from serve.generate.answerer import GenerativeAnswerer
    from serve.generate.cache import AnswerCache
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
    )
    return GenerativeAnswerer(
        writer,
        retriever.index,
        lambda text: len(tokenizer.encode(text).ids),
        choices.llm_context_tokens,
        budget,
        AnswerCache(settings.llm_store) if choices.llm_cache else None,
    )


def build_assistant(model: LanguageModel, budget: Budget, settings: Settings) -> "ModelAssistant":
    """What is asked about questions before they are searched."""
    from serve.generate.assistant import ModelAssistant

    return ModelAssistant(model, min(ASSISTANT_SECONDS, settings.language_model.llm_seconds), budget)


def build_reranker(settings: Settings) -> Reranker:
    """The cross-encoder that the settings name, with its fitted coefficients where there are some."""
    return reranker_of(load_scorer(settings.retrieval.reranker))


def build_language_model(settings: Settings, policy: Policy | None = None) -> LanguageModel | None:
    """The model that `RAG_LLM` names, None without one; raises SettingsProblem, ModelProblem."""
    if settings.llm is None:
        return None
    prices = load_prices(settings.language_model.llm_prices)
    return load_language_model(settings.llm, os.environ, prices, policy)
