"""What a language model does for a search: each task on its own, and the rules where it fails."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.scripted import Fail, Request, ScriptedLLM
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever, engine_over
from serve.engine import Engine
from serve.generate.prompts import TASKS
from serve.settings import Settings

FOLLOW_UP, HISTORY = "And how much faster is it?", ("What is speculative decoding?",)


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Says what a test scripts."""
    with ScriptedLLM() as running:
        yield running


@pytest.fixture(scope="module")
def retriever(corpus_index: Path) -> Retriever:
    """Over corpus/, without a cross-encoder."""
    return build_retriever(Settings(data_dir=corpus_index, reranker="none"))


@pytest.fixture
def engine_of(corpus_index: Path, server: ScriptedLLM, retriever: Retriever) -> Callable[..., Engine]:
    """Settings -> an engine; a retriever keeps the settings that it was built with."""

    def build(**overrides: object) -> Engine:
        llm = f"openai-like:scripted@{server.openai_url}"
        settings = Settings(data_dir=corpus_index, reranker="none", llm=llm, **overrides)
        return engine_over(retriever.over(settings.retrieval), settings)

    return build


def helping(**replies: str) -> Callable[[Request], str]:
    """Task, with underscores -> its reply; an answer itself is declined."""
    wanted = {
        TASKS[task.replace("_", " ").replace("follow up", "follow-up")]: r for task, r in replies.items()
    }  # type: ignore[index] # a task's name
    return lambda request: wanted.get(request.system, "NOT_IN_MATERIAL")


def test_a_follow_up_is_rewritten(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """The model's wording is searched and answered, and stands in the trace."""
    server.otherwise(helping(follow_up="How much faster is speculative decoding?"))
    engine = engine_of(llm_followups=True)
    found = engine.retriever.retrieve(FOLLOW_UP, HISTORY)
    assert found.question.whole.text == "How much faster is speculative decoding?"
    assert HISTORY[0] in server.requests[0].last
    answer = engine.ask(FOLLOW_UP, HISTORY)
    assert [(s.task, s.lines) for s in answer.steps] == [
        ("follow-up", ("How much faster is speculative decoding?",))
    ]
    assert server.requests[-1].last.endswith("Question: How much faster is speculative decoding?")


def test_a_question_is_taken_apart(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Each part is searched by itself, as the parts that rules find are."""
    server.otherwise(helping(parts="1. What is LoRA?\n2. What is quantization?"))
    found = engine_of(llm_decompose=True).retriever.retrieve("How do LoRA adapters get on in four bits?")
    assert [p.query.text for p in found.parts] == ["What is LoRA?", "What is quantization?"]


def test_an_imagined_answer_is_searched_by_its_vector(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """It finds passages that the question's words do not, and no BM25 search is made of it."""
    server.otherwise(helping(hypothetical_answer="Adapters of low rank are trained\nand the rest is frozen."))
    found = engine_of(hyde=True).retriever.retrieve("What is LoRA?")
    assert found.whole.query.hypothetical == "Adapters of low rank are trained and the rest is frozen."
    stages = {name for h in found.whole.hits for name in h.stages}
    assert "dense 2" in stages
    assert "bm25 2" not in stages


def test_other_wordings_are_searched_beside_the_question(
    engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """As many as the setting allows, each by both searches."""
    server.otherwise(helping(other_wordings="- low-rank adaptation\n- adapter training\n- a third"))
    found = engine_of(multi_query=2).retriever.retrieve("What is LoRA?")
    assert found.whole.query.variants == ("low-rank adaptation", "adapter training")
    assert {"dense 3", "bm25 3"} <= {name for h in found.whole.hits for name in h.stages}


def test_a_second_look_is_bounded_and_judged_by_the_question(
    engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """Other words cannot make an answer of what does not answer: the question is refused all the same."""
    words = iter(("gradient descent", "loss function", "never asked"))
    server.otherwise(lambda r: next(words) if r.system == TASKS["second look"] else "NOT_IN_MATERIAL")
    answer = engine_of(second_look=2).ask("How do I bake sourdough bread?")
    assert answer.status == "refused"
    assert [s.task for s in answer.steps] == ["second look"] * 2
    assert answer.steps[1].lines == ("loss function",)


def test_no_second_look_where_the_evidence_suffices(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Then the model is asked for the answer alone."""
    server.otherwise("NOT_IN_MATERIAL")
    engine_of(second_look=2).ask("What is LoRA?")
    assert len(server.requests) == 1


def test_a_model_that_fails_leaves_it_to_the_rules(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """The search is what it is without a model, and the trace says that nothing came."""
    server.otherwise(Fail(401))
    everything = {"llm_followups": True, "llm_decompose": True, "hyde": True, "multi_query": 3}
    helped = engine_of(**everything).retriever.retrieve(FOLLOW_UP, HISTORY)
    alone = engine_of().retriever.retrieve(FOLLOW_UP, HISTORY)
    assert helped.question.queries == alone.question.queries
    assert [h.passage.id for h in helped.whole.hits] == [h.passage.id for h in alone.whole.hits]
    assert [s.task for s in helped.question.steps] == [
        "follow-up",
        "parts",
        "hypothetical answer",
        "other wordings",
    ]
    assert not any(s.lines for s in helped.question.steps)
