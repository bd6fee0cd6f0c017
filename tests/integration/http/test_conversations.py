"""Conversations and feedback over real HTTP, kept in a real database."""

import httpx
import pytest


def begin(api: httpx.Client) -> str:
    """The id of a new conversation."""
    response = api.post("/v1/conversations", json={})
    assert response.status_code == 201
    return response.json()["id"]


def test_a_follow_up_leans_on_the_kept_turns(api: httpx.Client):
    """With the conversation's id alone the second question is understood, and both turns can be read."""
    conversation = begin(api)
    told = [
        api.post("/v1/answers", json={"question": question, "conversation": conversation}).json()
        for question in ("What is RLHF?", "And why is it unstable?")
    ]
    assert [t["status"] for t in told] == ["answered", "answered"]
    kept = api.get(f"/v1/conversations/{conversation}").json()
    assert [t["id"] for t in kept["turns"]] == [t["id"] for t in told]
    assert [t["answer"]["text"] for t in kept["turns"]] == [t["text"] for t in told]
    assert kept["turns"][1]["question"] == "And why is it unstable?"


def test_a_conversation_that_does_not_exist_is_not_found(api: httpx.Client):
    """Neither read nor asked in: 404, before a stream begins as well."""
    assert api.get("/v1/conversations/nothing").status_code == 404
    body = {"question": "What is RAG?", "conversation": "nothing"}
    for accept in ("application/json", "text/event-stream"):
        assert api.post("/v1/answers", json=body, headers={"Accept": accept}).status_code == 404


@pytest.mark.parametrize("verdict", ["helpful", "not helpful", "ask again"])
def test_feedback_is_kept_for_an_answer_that_was_given(api: httpx.Client, verdict: str):
    """201, with or without a reason and a comment."""
    answer = api.post("/v1/answers", json={"question": "What is RAG?"}).json()["id"]
    response = api.post("/v1/feedback", json={"answer": answer, "verdict": verdict, "comment": "So it is."})
    assert response.status_code == 201
    assert response.json() == {"answer": answer, "verdict": verdict}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"answer": "nothing", "verdict": "helpful"}, 404),
        ({"answer": "nothing", "verdict": "so so"}, 422),
        ({"verdict": "helpful"}, 422),
    ],
)
def test_feedback_that_cannot_be_kept_is_a_problem(api: httpx.Client, body: dict[str, str], status: int):
    """For an unknown answer, an unknown verdict, or no answer."""
    response = api.post("/v1/feedback", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
