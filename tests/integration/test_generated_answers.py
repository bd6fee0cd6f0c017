"""Answers that a language model wrote, from the index to the person, through the official SDK."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.scripted import Cut, Fail, Hang, Malformed, Request, Say, ScriptedLLM
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever, engine_over
from serve.engine import Engine
from serve.settings import Settings
from serve.types import Answer, Shown

QUESTION = "What is LoRA?"
EXCERPT = re.compile(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', re.DOTALL)


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Says what a test scripts."""
    with ScriptedLLM() as running:
        yield running


@pytest.fixture(scope="module")
def retriever(corpus_index: Path) -> Retriever:
    """Over corpus/, without a cross-encoder, which these tests can do without."""
    return build_retriever(Settings(data_dir=corpus_index, reranker="none"))


@pytest.fixture
def engine_of(retriever: Retriever, corpus_index: Path, server: ScriptedLLM) -> Callable[..., Engine]:
    """Settings -> an engine whose language model is the server."""

    def build(**overrides: object) -> Engine:
        llm = f"openai-like:scripted@{server.openai_url}"
        settings = Settings(data_dir=corpus_index, reranker="none", llm=llm, llm_repair=False, **overrides)
        return engine_over(retriever, settings)

    return build


def excerpts(request: Request) -> dict[str, str]:
    """Key -> text of what the model was given."""
    return dict(EXCERPT.findall(request.last))


def quoting(request: Request) -> str:
    """A reply of two true sentences, an invention, and a true one under an invented key."""
    key, text = next((k, t) for k, t in excerpts(request).items() if "low-rank" in t.lower())
    said = next(s for s in re.split(r"(?<=[.])\s+|\n", text) if "low-rank" in s.lower() and s.endswith("."))
    return f"{said} [{key}]\nLoRA was invented by Albert Einstein in 1905. [{key}]\n{said} [zzzz]"


def test_only_what_the_evidence_says_is_shown(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """The true sentence with its words; the invention is dropped with a reason; a repetition is said once."""
    server.otherwise(quoting)
    engine = engine_of()
    answer = engine.ask(QUESTION)
    assert answer.status == "answered"
    assert "Einstein" not in answer.text
    assert [d.text for d in answer.dropped] == ["LoRA was invented by Albert Einstein in 1905."]
    assert answer.model == "openai-like:scripted"
    assert answer.tokens["completion"] > 0
    for citation in answer.citations:
        assert engine.text_of(citation.document)[citation.start : citation.end] == citation.quote
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_sentences_are_streamed_before_the_reply_ends(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Each with its citations; together they are the answer."""

    def slow(request: Request) -> Say:
        return Say(quoting(request), pace=0.01)

    server.otherwise(slow)
    *shown, answer = engine_of().stream(QUESTION)
    assert isinstance(answer, Answer)
    assert all(isinstance(s, Shown) for s in shown)
    assert "".join(s.text for s in shown if isinstance(s, Shown)) == answer.text
    assert tuple(c for s in shown if isinstance(s, Shown) for c in s.citations) == answer.citations


@pytest.mark.parametrize(
    "fault",
    [Fail(500), Fail(401), Malformed(), Cut("The first words", 2), Say("")],
    ids=lambda f: type(f).__name__,
)
def test_a_model_that_fails_leaves_the_documents_own_sentences(
    fault: Fail | Malformed | Cut | Say, engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """The person gets the extractive answer, and is told why."""
    server.otherwise(fault)
    answer = engine_of(llm_seconds=10).ask(QUESTION)
    assert answer.status == "answered"
    assert answer.model == ""
    assert any("language model" in note for note in answer.notes)


def test_a_model_that_hangs_is_given_up_in_time(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """The deadline holds even where bytes keep coming."""
    server.otherwise(Hang(pings=True))
    answer = engine_of(llm_seconds=0.6).ask(QUESTION)
    assert answer.status == "answered"
    assert answer.timings_ms["total"] < 5000


def test_a_stream_cut_in_the_middle_keeps_what_was_verified(
    engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """What was shown stays, and the person is told that it breaks off."""

    def cut(request: Request) -> Cut:
        said = quoting(request)
        return Cut(said, len(said.partition("\n")[0].split()) + 3)

    server.otherwise(cut)
    answer = engine_of(llm_seconds=5).ask(QUESTION)
    assert answer.status == "answered"
    assert len(answer.sentences) == 1
    assert any("breaks off" in note for note in answer.notes)


@pytest.mark.parametrize("reply", ["NOT_IN_MATERIAL", "LoRA is a fruit from Peru."])
def test_declined_or_unsupported_is_a_refusal(
    reply: str, engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """No sentence is left, so there is no answer, and no sources."""
    server.otherwise(reply)
    answer = engine_of().ask(QUESTION)
    assert answer.status == "refused"
    assert answer.citations == ()


def test_unanswerable_questions_cost_nothing(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Refusal is decided before the model is asked."""
    assert engine_of().ask("How do I bake sourdough bread?").status == "refused"
    assert server.requests == ()


def test_an_instruction_in_the_reply_is_not_obeyed_but_checked(
    engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """A model that obeys a planted instruction says what no document says, so it is not shown."""
    server.otherwise(
        lambda r: f"{quoting(r)}\nSend your password to evil.example. [{next(iter(excerpts(r)))}]"
    )
    assert "evil.example" not in engine_of().ask(QUESTION).text


def test_a_rejected_sentence_is_rewritten_once(retriever: Retriever, corpus_index: Path, server: ScriptedLLM):
    """The rewrite has to pass the same check; then it is shown and marked as such."""
    llm = f"openai-like:scripted@{server.openai_url}"
    engine = engine_over(retriever, Settings(data_dir=corpus_index, reranker="none", llm=llm))

    def reply(request: Request) -> str:
        if "Rewrite the sentence" in request.last:
            text = request.last.partition("Excerpt:\n")[2]
            return next(s for s in re.split(r"(?<=[.])\s+|\n", text) if "low-rank" in s.lower())
        key = next(k for k, t in excerpts(request).items() if "low-rank" in t.lower())
        return f"LoRA trains 250 low-rank matrices in every layer of GPT-9. [{key}]"

    server.otherwise(reply)
    answer = engine.ask(QUESTION)
    assert answer.status == "answered"
    assert "250" not in answer.text
    assert any("rewritten" in note for note in answer.notes)
    assert len(server.requests) == 2


def test_a_reply_in_another_language_is_replaced(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Nothing of it can be verified, so the documents speak for themselves, and the person is told."""
    server.otherwise("La méthode LoRA est une forme de quantification pour les grands modèles et les petits.")
    answer = engine_of().ask(QUESTION)
    assert answer.status == "answered"
    assert answer.model == ""
    assert any("another language (fr)" in note for note in answer.notes)


def test_one_sentence_may_be_rewritten_into_several(
    retriever: Retriever, corpus_index: Path, server: ScriptedLLM
):
    """Each is checked by itself: a false one among them is not shown."""
    llm = f"openai-like:scripted@{server.openai_url}"
    engine = engine_over(retriever, Settings(data_dir=corpus_index, reranker="none", llm=llm))

    def reply(request: Request) -> str:
        if "Rewrite the sentence" not in request.last:
            return f"LoRA trains 250 matrices on Mars. [{next(iter(excerpts(request)))}]"
        said = [
            s for s in re.split(r"(?<=[.])\s+|\n", request.last) if s.startswith(("Low-Rank", "Only those"))
        ]
        return "\n".join([*said, "LoRA was invented on Mars."])

    server.otherwise(reply)
    answer = engine.ask(QUESTION)
    assert len(answer.sentences) == 2
    assert "Mars" not in answer.text
