"""`/v1/answers` and `/v1/search` over real HTTP."""

import json
from typing import Any

import httpx
import pytest

from serve.live import LiveEngine
from serve.wire import answer_fields, search_fields

QUESTION = "How do LoRA and QLoRA work?"
OFF_TOPIC = "How do I bake sourdough bread?"
UNTIMED = {"id", "timings_ms", "suggestions", "guard"}


def events_of(response: httpx.Response) -> list[tuple[str, dict[str, Any]]]:
    """The (name, data) of each event."""
    found = []
    for block in response.text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def stream(api: httpx.Client, question: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of an answer."""
    response = api.post("/v1/answers", json={"question": question}, headers={"Accept": "text/event-stream"})
    assert response.headers["content-type"].startswith("text/event-stream")
    return events_of(response)


def test_an_answer_is_the_engine_s_with_an_id(api: httpx.Client, engines: LiveEngine):
    """The JSON has the fields of `rag ask --json`, and an id."""
    response = api.post("/v1/answers", json={"question": QUESTION})
    assert response.status_code == 200
    told, asked = response.json(), json.loads(json.dumps(answer_fields(engines.engine().ask(QUESTION))))
    assert told.keys() - {"id", "suggestions"} == asked.keys()
    assert {k: v for k, v in told.items() if k not in UNTIMED} == {
        k: v for k, v in asked.items() if k not in UNTIMED
    }
    assert told["id"]
    assert told["suggestions"] == []


def test_a_stream_tells_stages_then_citations_before_their_sentences_then_all(api: httpx.Client):
    """Together the events are the answer; `done` holds it whole."""
    events = stream(api, QUESTION)
    names = [name for name, _ in events]
    assert names[:4] == ["stage"] * 4
    assert [data["name"] for name, data in events if name == "stage"][-1] == "answer"
    assert names[-1] == "done"
    seen: set[int] = set()
    for name, data in events:
        if name == "citation":
            seen.add(data["number"])
        if name == "sentence":
            assert set(data["citations"]) <= seen
    whole = events[-1][1]
    assert [data for name, data in events if name == "sentence"] == whole["sentences"]
    assert [data for name, data in events if name == "citation"] == whole["citations"]


def test_a_refusal_suggests_what_the_material_does_answer(api: httpx.Client):
    """Each suggestion, asked, is answered."""
    refused = api.post("/v1/answers", json={"question": OFF_TOPIC}).json()
    assert refused["status"] == "refused"
    assert 1 <= len(refused["suggestions"]) <= 3
    for question in refused["suggestions"]:
        assert api.post("/v1/answers", json={"question": question}).json()["status"] == "answered", question


def test_a_follow_up_leans_on_the_history(api: httpx.Client):
    """`history` holds the earlier questions."""
    body = {"question": "And why is it unstable?", "history": ["What is RLHF?"]}
    answer = api.post("/v1/answers", json=body).json()
    assert answer["status"] == "answered"


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"question": " "}, 422, "empty"),
        ({"question": "x" * 4001}, 422, "4,000"),
        ({"question": "a\u0007"}, 422, "control"),
        ({"question": 7}, 422, "string"),
        ({}, 422, "question"),
        ({"question": QUESTION, "conversation": "none such"}, 404, "conversation"),
        ({"question": "x" * 1_100_000}, 413, "large"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_what_cannot_be_asked_is_a_problem_document(
    api: httpx.Client, body: dict[str, Any], status: int, word: str, accept: str
):
    """RFC 9457, with what is wrong in its detail; a stream does not begin."""
    response = api.post("/v1/answers", json=body, headers={"Accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= problem.keys()
    assert problem["status"] == status
    assert problem["instance"] == "/v1/answers"
    assert word in problem["detail"]


def test_unknown_addresses_and_methods_are_problem_documents(api: httpx.Client):
    """What no route knows fails in the same form."""
    missing, wrong = api.get("/v1/nothing"), api.delete("/v1/answers")
    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert wrong.headers["allow"] == "POST"
    assert {r.headers["content-type"] for r in (missing, wrong)} == {"application/problem+json"}


def test_a_search_is_the_engine_s(api: httpx.Client, engines: LiveEngine):
    """By POST and by GET: the hits of `rag search --json`."""
    posted = api.post("/v1/search", json={"query": "acceptance rate", "top_k": 3}).json()
    got = api.get("/v1/search", params={"q": "acceptance rate", "top_k": 3}).json()
    expected = search_fields("acceptance rate", *engines.engine().search("acceptance rate", 3))
    assert len(posted["hits"]) == 3
    assert posted["hits"] == got["hits"] == expected["hits"]
    assert posted.keys() == expected.keys()
