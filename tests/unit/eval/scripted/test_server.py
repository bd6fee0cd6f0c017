"""The scripted server is what the official SDKs take for the real one, streaming or not."""

from collections.abc import Iterator

import anthropic
import openai
import pytest

from eval.scripted import Cut, Fail, Malformed, Say, ScriptedLLM

KEY = "sk-scripted-0123456789"


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Answers only those who know the key."""
    with ScriptedLLM(key=KEY) as running:
        yield running


@pytest.fixture
def client(server: ScriptedLLM) -> Iterator[openai.OpenAI]:
    """OpenAI's own client."""
    with openai.OpenAI(api_key=KEY, base_url=server.openai_url, max_retries=0) as found:
        yield found


@pytest.fixture
def other(server: ScriptedLLM) -> Iterator[anthropic.Anthropic]:
    """Anthropic's own client."""
    with anthropic.Anthropic(api_key=KEY, base_url=server.anthropic_url, max_retries=0) as found:
        yield found


TURNS = [{"role": "user", "content": "hello"}]


def test_whole_answers_of_both_formats(client: openai.OpenAI, other: anthropic.Anthropic):
    """Without streaming, text, counts and the reason of the end are where the SDKs look for them."""
    done = client.chat.completions.create(model="m", messages=TURNS)
    assert (done.choices[0].message.content, done.choices[0].finish_reason) == ("You said: hello", "stop")
    assert done.usage is not None and (done.usage.prompt_tokens, done.usage.completion_tokens) == (3, 4)
    message = other.messages.create(model="m", messages=TURNS, max_tokens=9)
    assert (message.content[0].text, message.stop_reason) == ("You said: hello", "end_turn")
    assert (message.usage.input_tokens, message.usage.output_tokens) == (3, 4)


def test_streams_of_both_formats(client: openai.OpenAI, other: anthropic.Anthropic):
    """Anthropic's helper puts the message together from the events; OpenAI's counts come on request."""
    with other.messages.stream(model="m", messages=TURNS, max_tokens=9) as stream:
        assert "".join(stream.text_stream) == "You said: hello"
        assert stream.get_final_message().usage.output_tokens == 4
    chunks = list(client.chat.completions.create(model="m", messages=TURNS, stream=True))
    assert "".join(c.choices[0].delta.content or "" for c in chunks) == "You said: hello"
    assert all(c.usage is None for c in chunks)


def test_models_are_listed(client: openai.OpenAI, other: anthropic.Anthropic):
    """`/v1/models`, for both."""
    assert [m.id for m in client.models.list()] == ["scripted"]
    assert [m.id for m in other.models.list()] == ["scripted"]


def test_the_script_comes_first_and_then_the_function(server: ScriptedLLM, client: openai.OpenAI):
    """What was queued is used up in order; after that the reply is a function of the request."""
    server.then("first", Say("second"))
    server.otherwise(lambda request: request.last.upper())
    said = [
        client.chat.completions.create(model="m", messages=TURNS).choices[0].message.content for _ in "123"
    ]
    assert said == ["first", "second", "HELLO"]
    assert [r.messages for r in server.requests] == [(("user", "hello"),)] * 3


def test_faults_without_streaming(server: ScriptedLLM, client: openai.OpenAI):
    """They exist for clients that do not stream as well."""
    server.then(Cut("a b", 1), Malformed(), Fail(429, retry_after=3))
    with pytest.raises(openai.APIConnectionError):
        client.chat.completions.create(model="m", messages=TURNS)
    with pytest.raises(ValueError, match="Expecting"):
        client.chat.completions.create(model="m", messages=TURNS)
    with pytest.raises(openai.RateLimitError) as caught:
        client.chat.completions.create(model="m", messages=TURNS)
    assert caught.value.response.headers["retry-after"] == "3"


def test_requests_that_the_real_ones_reject(client: openai.OpenAI, other: anthropic.Anthropic):
    """No message, a schema that is none, a wrong key."""
    with pytest.raises(openai.BadRequestError, match="at least one message"):
        client.chat.completions.create(model="m", messages=[])
    with pytest.raises(openai.BadRequestError, match="needs its schema"):
        form = {"type": "json_schema", "json_schema": {"name": "x"}}
        client.chat.completions.create(model="m", messages=TURNS, response_format=form)
    with pytest.raises(anthropic.AuthenticationError):
        other.with_options(api_key="wrong").messages.create(model="m", messages=TURNS, max_tokens=9)
