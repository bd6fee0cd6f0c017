"""The providers through the official SDKs, over HTTP: what is sent, and what is read."""

import gc
import json
import logging
import traceback
import warnings
from collections.abc import Callable
from dataclasses import replace

import pytest

from eval.scripted import Behaviour, Fail, Request, Say, ScriptedLLM
from ingest.errors import SettingsProblem
from serve.llm.choice import Access, Choice
from serve.llm.errors import ModelDenied, ModelRejected, ModelUnavailable
from serve.llm.llamaindex import LlamaIndexProvider, load_provider
from serve.llm.resilience import ResilientModel
from serve.llm.types import Message, Prompt, Reply, Usage

from .conftest import KEY, PROMPT


def test_the_prompt_arrives_whole(server: ScriptedLLM, model: ResilientModel):
    """System prompt, turns, limit, temperature 0, schema and key reach the provider in its own format."""
    turns = (Message("user", "one"), Message("assistant", "two"), Message("user", "three"))
    model.complete(replace(PROMPT, messages=turns, schema={"type": "object"}), 10)
    (request,) = server.requests
    assert request.system == "Be brief."
    assert request.messages == (("user", "one"), ("assistant", "two"), ("user", "three"))
    assert (request.max_tokens, request.temperature, request.schema) == (50, 0, {"type": "object"})
    assert (request.model, request.key) == ("scripted", KEY)


def test_a_reply_is_read_whole(server: ScriptedLLM, model: ResilientModel):
    """Text with its white space, the tokens, the model and how it ended."""
    server.then(Say("  Retrieval  augmented\n\ngeneration. ", cached=2))
    reply = model.complete(PROMPT, 10)
    assert reply.text == "  Retrieval  augmented\n\ngeneration. "
    assert reply.spent.usage == Usage(prompt=7, completion=9, cached=2)
    assert (reply.model, reply.finish, reply.spent.cost, reply.attempts) == ("scripted", "complete", None, 1)
    assert 0 < reply.first_piece <= reply.seconds < 10


def test_pieces_come_as_they_are_said(server: ScriptedLLM, model: ResilientModel):
    """The first piece is there before the last is said, the pieces are the text, and the Reply is last."""
    server.then(Say("one two three", pace=0.05))
    *pieces, reply = model.stream(PROMPT, 10)
    assert pieces == ["one", " two", " three"]
    assert isinstance(reply, Reply)
    assert reply.text == "one two three"
    assert reply.seconds - reply.first_piece > 0.08


@pytest.mark.parametrize("finish", ["length", "withheld"])
def test_a_reply_that_was_stopped_says_so(server: ScriptedLLM, model: ResilientModel, finish: str):
    """The limit of tokens and the provider's filter are told apart from an end."""
    server.then(Say("half a", finish=finish))
    assert model.complete(PROMPT, 10).finish == finish


def test_tokens_that_nobody_counted_are_not_none(
    server: ScriptedLLM, provider_name: str, model: ResilientModel
):
    """Without counts there is no usage, rather than one of zeros."""
    if provider_name == "anthropic":
        pytest.skip("Anthropic's format always has counts")
    server.then(Say("yes", counted=False))
    reply = model.complete(PROMPT, 10)
    assert (reply.text, reply.spent.usage) == ("yes", None)


def asking(question: str, recurs: bool) -> Prompt:
    """Long rules, an example that ends what recurs, and a question."""
    example = (Message("user", "What is one?"), Message("assistant", "A number.", recurs))
    messages = (*example, Message("user", question))
    return Prompt("The same rules for everyone. " * 200, messages, max_tokens=50)


def test_the_prefix_that_was_cached_is_counted(
    server: ScriptedLLM, provider_name: str, model: ResilientModel
):
    """A second prompt with the same long beginning reports its cached tokens as a part of the whole.

    Anthropic also counts what it puts into its cache.
    """
    first = model.complete(asking("What is RAG?", recurs=True), 10).spent.usage
    second = model.complete(asking("What is BM25?", recurs=True), 10).spent.usage
    assert first is not None and second is not None
    kept = 1460 if provider_name == "anthropic" else 1408  # OpenAI's are counted in steps
    assert (first.cached, second.cached) == (0, kept)
    assert (first.written, second.written) == (kept if provider_name == "anthropic" else 0, 0)
    assert second.prompt == pytest.approx(first.prompt, abs=2)


def test_only_anthropic_sees_marks_on_what_recurs(
    server: ScriptedLLM, provider_name: str, model: ResilientModel
):
    """At the end of that turn and nowhere else; without the mark, nothing is cached there."""
    model.complete(asking("What is RAG?", recurs=True), 10)
    (request,) = server.requests
    marks = [json.dumps(turn).count("cache_control") for turn in request.body["messages"]]
    wanted = [0, 1, 0] if provider_name == "anthropic" else [0] * 4  # OpenAI's begin with the system prompt
    assert marks == wanted
    if provider_name == "anthropic":
        assert request.body["messages"][1]["content"][-1]["cache_control"]["type"] == "ephemeral"
        usages = [model.complete(asking(q, recurs=False), 10).spent.usage for q in ("What is B?", "Why?")]
        assert [u.written for u in usages if u] == [0, 0]


def test_a_model_that_takes_no_temperature_is_asked_without(server: ScriptedLLM, model: ResilientModel):
    """The objection costs one request, once."""

    def answer(request: Request) -> Behaviour:
        wrong = request.temperature is not None
        return Fail(400, "temperature is not supported", "invalid_request_error") if wrong else Say("fine")

    server.otherwise(answer)
    assert [model.complete(PROMPT, 10).text for _ in range(2)] == ["fine", "fine"]
    assert [r.temperature for r in server.requests] == [0, None, None]


def test_other_objections_are_the_caller_s(server: ScriptedLLM, model: ResilientModel):
    """A request that is rejected is not sent again, and the error says what the provider said."""
    server.otherwise(Fail(400, "prompt is too long", "invalid_request_error"))
    with pytest.raises(ModelRejected, match=r"scripted rejects the request \(400\): prompt is too long"):
        model.complete(PROMPT, 10)
    assert len(server.requests) == 1


def test_the_key_is_nowhere_to_be_seen(
    server: ScriptedLLM, choice: Choice, access: Access, caplog: pytest.LogCaptureFixture
):
    """Neither logs at their most talkative, nor errors that echo it, their traces and what they hang on."""
    caplog.set_level(logging.DEBUG)
    model = ResilientModel(load_provider(choice, access))
    model.complete(PROMPT, 10)
    server.then(Fail(401, f"Incorrect API key provided: {KEY}"))
    with pytest.raises(ModelDenied) as caught:
        model.complete(PROMPT, 10)
    seen = "".join(traceback.format_exception(caught.value)) + caplog.text + repr((choice, access, model))
    assert "Incorrect API key provided: [key]" in seen
    assert KEY not in seen
    assert caught.value.__context__ is None


def test_a_wrong_key_names_its_variable(
    server: ScriptedLLM, choice: Choice, access: Access, provider_name: str
):
    """Denied at once, with where to look; nothing is tried again."""
    model = ResilientModel(load_provider(choice, replace(access, key="wrong")))
    variable = "ANTHROPIC_API_KEY" if provider_name == "anthropic" else "OPENAI_API_KEY"
    with pytest.raises(ModelDenied, match=rf"denies access \(401\): .*: check {variable}$") as caught:
        model.complete(PROMPT, 10)
    assert not caught.value.retryable
    assert len(server.requests) == 1


def test_a_server_without_keys_is_asked_without_one(scripted_llm: ScriptedLLM):
    """An `openai-like` server may need none, and a key of somebody else's is not made up."""
    choice = Choice("openai-like", "scripted", scripted_llm.openai_url)
    model = ResilientModel(load_provider(choice, Access(scripted_llm.openai_url, "")))
    assert model.complete(PROMPT, 10).text == "You said: What is RAG?"
    assert scripted_llm.requests[0].key == "none"


def test_a_model_that_has_no_chat_is_a_wrong_setting():
    """Models that only the Responses API serves are named before anything is asked."""
    with pytest.raises(SettingsProblem, match=r"RAG_LLM: .*gpt-5.2-pro"):
        load_provider(Choice("openai", "gpt-5.2-pro"), Access("http://127.0.0.1:9/v1", KEY))


def test_a_provider_makes_one_attempt(server: ScriptedLLM, provider: LlamaIndexProvider):
    """The SDKs' own retries are off."""
    server.otherwise(Fail(503))
    with pytest.raises(ModelUnavailable):
        list(provider.stream(PROMPT, 5))
    assert len(server.requests) == 1


def test_several_threads_share_a_model(server: ScriptedLLM, once: Callable[[], ResilientModel]):
    """Each gets the reply to its own prompt."""
    from concurrent.futures import ThreadPoolExecutor

    model = once()
    prompts = [replace(PROMPT, messages=(Message("user", f"question {n}"),)) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda p: model.complete(p, 10).text, prompts))
    assert texts == [f"You said: question {n}" for n in range(8)]
    assert len(server.requests) == 8


def test_a_model_that_is_let_go_ends_its_connections(server: ScriptedLLM, choice: Choice, access: Access):
    """No socket is left for the collector to find open, not even that of a stream that was given up."""
    provider = load_provider(choice, access)
    list(provider.stream(PROMPT, 10))
    server.then(Say("one two three", pace=0.05))
    given_up = provider.stream(PROMPT, 10)
    next(given_up)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", ResourceWarning)
        del given_up, provider
        gc.collect()
    assert [str(w.message) for w in found if issubclass(w.category, ResourceWarning)] == []
