"""The golden questions put to the product with the scripted model behind it."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from eval.golden import GoldenQuestion, Material
from eval.scripted import ScriptedLLM
from eval.training.support.prose import prose
from eval.written.draft import Drafter
from eval.written.model import Script
from eval.written.outcome import Outcome, outcomes
from retrieval.pipeline import Retriever
from serve.bootstrap import engine_over
from serve.settings import Settings
from serve.types import Answer


@dataclass(frozen=True, slots=True)
class Written:
    """One question that the model wrote an answer to."""

    material: Material
    question: GoldenQuestion
    answer: Answer
    outcomes: tuple[Outcome, ...]
    excerpts: Mapping[str, str]


def settings_for(server: ScriptedLLM, settings: Settings, **overrides: object) -> Settings:
    """The settings of the material with the scripted server as language model."""
    llm = f"openai-like:scripted@{server.openai_url}"
    return Settings(**{"data_dir": settings.ingest.data_dir, "llm": llm, **overrides})


def ask_all(
    retriever: Retriever,
    settings: Settings,
    material: Material,
    questions: Sequence[GoldenQuestion],
    most: int,
    **overrides: object,
) -> list[Written]:
    """At most `most` of the questions, those aside that are refused on the evidence alone.

    `overrides` are settings.
    """
    script = Script(Drafter(elsewhere_in(retriever)))
    with ScriptedLLM() as server:
        server.otherwise(script.reply)
        engine = engine_over(retriever, settings_for(server, settings, **overrides))
        found: list[Written] = []
        for question in _watched(questions):
            if len(found) == most:
                break
            script.ask(question)
            answer = engine.ask(question.question, question.history)
            if script.planned:
                fates = tuple(outcomes(question, answer, script))
                found.append(Written(material, question, answer, fates, script.excerpts))
    return found


def elsewhere_in(retriever: Retriever) -> list[str]:
    """Every sentence of the material."""
    return [s for d in retriever.index.documents() for s in prose(d.text)]


def _watched(questions: Sequence[GoldenQuestion]) -> Iterator[GoldenQuestion]:
    yield from tqdm(questions, desc="asking", unit=" questions", file=sys.stderr, disable=None)
