"""OpenAI's interface, asked with OpenAI's own client."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import openai
import pytest

QUESTION = "How do LoRA and QLoRA work?"
OFF_TOPIC = "How do I bake sourdough bread?"


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[openai.OpenAI]:
    """The official client, with nothing but the address changed."""
    with openai.OpenAI(base_url=f"{url}/v1", api_key="none needed", max_retries=0) as made:
        yield made


def ask(client: openai.OpenAI, *turns: str, **more: object):
    """Asks in a chat: turns of the user and of the assistant."""
    roles = ("user", "assistant")
    messages = [{"role": roles[i % 2], "content": turn} for i, turn in enumerate(turns)]
    return client.chat.completions.create(model="interview-rag", messages=messages, **more)  # type: ignore[call-overload]


def test_the_model_is_listed(client: openai.OpenAI):
    """There is one, and it can be looked up."""
    assert [m.id for m in client.models.list()] == ["interview-rag"]
    assert client.models.retrieve("interview-rag").object == "model"


def test_an_answer_has_marks_sources_and_annotations(client: openai.OpenAI, api: httpx.Client):
    """Each annotation covers a mark and links to the words that are cited there."""
    reply = ask(client, QUESTION)
    message = reply.choices[0].message
    whole = api.post("/v1/answers", json={"question": QUESTION}).json()
    assert message.content.startswith(whole["text"])
    assert message.content.count("**Sources**") == 1
    cited = {f"[{c['number']}]": c for c in whole["citations"]}
    assert {
        message.content[a.url_citation.start_index : a.url_citation.end_index] for a in message.annotations
    } == set(cited)
    for annotation in message.annotations:
        found = annotation.url_citation
        citation = cited[message.content[found.start_index : found.end_index]]
        place = parse_qs(urlsplit(found.url).query)
        assert place == {name: [str(citation[name])] for name in ("document", "start", "end")}
        assert found.url in message.content
    assert reply.choices[0].finish_reason == "stop"
    assert reply.usage.total_tokens == 0


def test_a_stream_is_the_same_answer(client: openai.OpenAI):
    """Its pieces joined are the content; annotations come with the sources, tokens where asked for."""
    whole = ask(client, QUESTION).choices[0].message
    chunks = list(ask(client, QUESTION, stream=True, stream_options={"include_usage": True}))
    deltas = [c.choices[0].delta for c in chunks if c.choices]
    assert deltas[0].role == "assistant"
    assert "".join(d.content or "" for d in deltas) == whole.content
    assert len(deltas) > 4
    (linked,) = [d.annotations for d in deltas if getattr(d, "annotations", None)]
    assert linked == [a.model_dump() for a in whole.annotations]
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens == 0
    assert len({c.id for c in chunks}) == 1


@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_says_so_and_what_can_be_asked_instead(client: openai.OpenAI, stream: bool):
    """No source, no annotation; questions that the material does answer."""
    reply = ask(client, OFF_TOPIC, stream=stream)
    if stream:
        content = "".join(c.choices[0].delta.content or "" for c in reply)
    else:
        content = reply.choices[0].message.content
        assert reply.choices[0].message.annotations == []
    assert content.startswith("The material does not answer this question.")
    assert "Sources" not in content
    assert "- " in content.partition("The material does answer:")[2]


def test_earlier_turns_are_what_a_question_leans_on(client: openai.OpenAI):
    """The last message of the user is the question; content may come in parts."""
    reply = ask(client, "What is RLHF?", "A way to train.", "And why is it unstable?")
    assert "RLHF" in reply.choices[0].message.content
    parts = [{"type": "text", "text": QUESTION}]
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": parts}]
    told = client.chat.completions.create(model="interview-rag", messages=messages, temperature=0.3)  # type: ignore[arg-type]
    assert "LoRA" in told.choices[0].message.content


def test_failures_have_openai_s_form(client: openai.OpenAI, url: str):
    """The client raises its own errors, with what to do in their message."""
    with pytest.raises(openai.BadRequestError, match="empty") as wrong:
        ask(client, " ")
    assert wrong.value.code == "bad-question"
    assert wrong.value.type == "invalid_request_error"
    with pytest.raises(openai.NotFoundError, match="use interview-rag"):
        client.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "Hi there"}])
    with pytest.raises(openai.NotFoundError, match="use interview-rag"):
        client.models.retrieve("gpt-4")
    for body in (b"{", b"{}", b'{"model": "interview-rag", "messages": []}'):
        reply = httpx.post(
            f"{url}/v1/chat/completions", content=body, headers={"Content-Type": "application/json"}
        )
        assert reply.status_code == 400
        assert reply.json()["error"]["type"] == "invalid_request_error"
