"""The composition root of every serving entry point: settings in, ready engine out."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.errors import SettingsProblem
from ingest.guard.personal import Finder, personal_data
from ingest.index import IndexReader
from ingest.index.home import home_of
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
from serve.llm.choice import Choice, choice_of
from serve.llm.ledger import Budget, Ledger
from serve.llm.prices import load_prices
from serve.llm.resilience import Policy
from serve.settings import Settings

if TYPE_CHECKING:
    from serve.generate.answerer import GenerativeAnswerer
    from serve.generate.assistant import ModelAssistant
    from serve.generate.route import Writers
    from serve.records.store import Records
    from serve.slack.bot import Bot
    from serve.slack.settings import Tokens

ASSISTANT_SECONDS = 10.0
"""A search must not wait longer for words that it can do without."""


@dataclass(frozen=True, slots=True)
class Models:
    """What outlives an index version; `writers` is None where no language model is set."""

    embedder: Embedder
    reranker: Reranker
    guard: Guard
    writers: "Writers | None"


def load_models(settings: Settings) -> Models:
    """Loads what the settings name; raises ModelProblem, SettingsProblem."""
    with ThreadPoolExecutor(1) as aside:  # both models are compiled: side by side in less time
        reranker = aside.submit(build_reranker, settings)
        embedder = load_embedder(settings.ingest.embedder)
        guard = build_guard(settings, embedder)
        return Models(embedder, reranker.result(), guard, build_writers(settings, guard))


def open_engine(settings: Settings, models: Models) -> Engine:
    """Opens the serving version with these models; raises IndexMissing, IndexMismatch."""
    index = _open_index(settings, models.embedder)
    retriever = _retriever(index, models.embedder, models.reranker, settings)
    return _engine(retriever, models.writers, models.guard, settings)


def build_engine(settings: Settings) -> Engine:
    """Opens the index and loads the models; raises IndexMissing, IndexMismatch, ModelProblem."""
    return engine_over(build_retriever(settings), settings)


def build_retriever(settings: Settings) -> Retriever:
    """Opens the index and loads the models that search it; raises what `build_engine` does."""
    home_of(settings.ingest.data_dir, settings.ingest.server).serving()  # a missing index is told at once
    with ThreadPoolExecutor(1) as aside:
        reranker = aside.submit(build_reranker, settings)
        embedder = load_embedder(settings.ingest.embedder)
        index = _open_index(settings, embedder)
        return _retriever(index, embedder, reranker.result(), settings)


def engine_over(retriever: Retriever, settings: Settings) -> Engine:
    """What answers from this retriever's evidence."""
    guard = build_guard(settings, retriever.embedder)
    return _engine(retriever, build_writers(settings, guard), guard, settings)


def _open_index(settings: Settings, embedder: Embedder) -> IndexReader:
    return home_of(settings.ingest.data_dir, settings.ingest.server).open(embedder.name)


def _retriever(index: IndexReader, embedder: Embedder, reranker: Reranker, settings: Settings) -> Retriever:
    calibration = load_calibration(reranker.name)
    return Retriever(index, embedder, reranker, vocabulary_of(index), calibration, settings.retrieval)


def _engine(retriever: Retriever, writers: "Writers | None", guard: Guard, settings: Settings) -> Engine:
    reader = EvidenceReader(retriever.index.document, retriever.embedder, retriever.index.bm25.idf)
    asked = settings.answer.refuse_below
    least = load_calibration(retriever.reranker.name).refuse_below if asked is None else asked
    extractive = ExtractiveAnswerer(reader, least)
    if writers is None:
        return Engine(retriever, extractive, least, settings, guard=guard)
    budget = build_budget(settings)
    if settings.retrieval.asks_model:
        retriever = retriever.over(settings.retrieval, build_assistant(writers.main.model, budget, settings))
    generative = _generative(writers, budget, retriever, settings, guard)
    return Engine(retriever, extractive, least, settings, generative, guard)


def build_budget(settings: Settings) -> Budget:
    """The ledger and the cap; raises SettingsProblem for a cap on what has no price, StorageProblem."""
    choices = settings.language_model
    prices = load_prices(choices.llm_prices)
    for choice in (settings.llm, settings.cheap_llm):
        if choices.llm_budget is not None and choice and choice.model not in prices:
            raise SettingsProblem(
                f"RAG_LLM_BUDGET needs to know what {choice.model} costs: name it in RAG_LLM_PRICES"
            )
    return Budget(Ledger(settings.llm_store), choices.llm_budget)


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


def build_writers(settings: Settings, guard: Guard) -> "Writers | None":
    """What writes with language models, and the verifier that every sentence has to pass; None without."""
    model = build_language_model(settings)
    if model is None:
        return None
    from serve.generate.route import Writers
    from serve.generate.write import Writer
    from serve.support.verifier import load_verifier

    choices = settings.language_model
    main = Writer(
        model=model,
        verifier=load_verifier(settings.answer.verifier),
        seconds=choices.llm_seconds,
        tokens=choices.llm_answer_tokens,
        structured=_keeps_to_schema(model),
        repair=choices.llm_repair,
        objection=guard.objection,
        drafts=choices.llm_drafts,
        second_opinion=choices.llm_second_opinion,
    )
    cheap = build_cheap_model(settings)
    if cheap is None:
        return Writers(main)
    # Half of the time is left to the other one, which is asked where this one's draft will not do.
    second = replace(main, model=cheap, structured=_keeps_to_schema(cheap), seconds=main.seconds / 2)
    return Writers(main, second, choices.llm_cheap_lead)


def _keeps_to_schema(model: LanguageModel) -> bool:
    return model.name.startswith("openai:")


def _generative(
    writers: "Writers", budget: Budget, retriever: Retriever, settings: Settings, guard: Guard
) -> "GenerativeAnswerer":
    from ingest.models.package import load_tokenizer
    from serve.generate.answerer import GenerativeAnswerer
    from serve.generate.cache import AnswerCache
    from serve.generate.reading import Reading

    choices, tokenizer = settings.language_model, load_tokenizer()
    reading = Reading(
        retriever.index,
        lambda text: len(tokenizer.encode(text).ids),
        choices.llm_context_tokens,
        choices.llm_context_margin,
        guard.out_of_bounds,
    )
    cache = AnswerCache(settings.llm_store) if choices.llm_cache else None
    return GenerativeAnswerer(writers, reading, budget, cache)


def build_assistant(model: LanguageModel, budget: Budget, settings: Settings) -> "ModelAssistant":
    """What is asked about questions before they are searched."""
    from serve.generate.assistant import ModelAssistant

    return ModelAssistant(model, min(ASSISTANT_SECONDS, settings.language_model.llm_seconds), budget)


def build_reranker(settings: Settings) -> Reranker:
    """The cross-encoder that the settings name, with its fitted coefficients where there are some."""
    return reranker_of(load_scorer(settings.retrieval.reranker))


def build_language_model(settings: Settings, policy: Policy | None = None) -> LanguageModel | None:
    """The model that `RAG_LLM` names, None without one; raises SettingsProblem, ModelProblem."""
    return _language_model(settings.llm, settings, policy)


def build_cheap_model(settings: Settings, policy: Policy | None = None) -> LanguageModel | None:
    """The one for easy questions, that `RAG_LLM_CHEAP` names; as above."""
    return _language_model(settings.cheap_llm, settings, policy)


def _language_model(choice: Choice | None, settings: Settings, policy: Policy | None) -> LanguageModel | None:
    if choice is None:
        return None
    return load_language_model(choice, os.environ, load_prices(settings.language_model.llm_prices), policy)


def build_bot(
    settings: Settings, engine: Callable[[], Engine], records: "Records", tokens: "Tokens"
) -> "Bot":
    """The Slack bot; raises SlackProblem, IndexBusy where another one runs, PathProblem, StorageProblem."""
    from threading import Event

    from serve.slack.bot import Bot
    from serve.slack.database import Database
    from serve.slack.jobs import Jobs
    from serve.slack.memory import Memory
    from serve.slack.prompts import prompts_of
    from serve.slack.web import Slack, web_client, who_am_i

    stopping = Event()
    slack = Slack(web_client(tokens.bot, settings.slack.slack_api_url), stopping)
    me = who_am_i(slack)
    database = Database(settings.ingest.data_dir, settings.slack.slack_days)
    return Bot(
        settings=settings.slack,
        engine=engine,
        records=records,
        prompts=lambda: prompts_of(engine().retriever.index.documents()),
        slack=slack,
        jobs=Jobs(database),
        memory=Memory(database),
        me=me,
        stopping=stopping,
    )
