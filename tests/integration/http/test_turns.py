"""Many at once, those who leave, and those for whom there is no room."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, MCPError

from eval.scripted import Request, Say, ScriptedLLM
from serve.live import LiveEngine
from serve.mcp.server import BUSY
from serve.settings import Settings
from serve.wire import answer_fields
from tests.servers.app import application, serving
from tests.servers.mcp_client import talk

QUESTIONS = [
    "How do LoRA and QLoRA work?",
    "What are the stages of the RLHF pipeline?",
    "Why do language models hallucinate?",
    "How do you reduce the token bill?",
    "How do I bake sourdough bread?",
    "Compare DPO with RLHF.",
]
SLOW = {"question": "What is LoRA?"}
STREAM = {"Accept": "text/event-stream"}
EXCERPT = re.compile(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', re.DOTALL)
Started = Callable[..., httpx.Client]

UNTIMED = ("timings_ms", "guard")


def all_that_is_said(request: Request) -> Say:
    """Every sentence that the model was given, slowly."""
    said = [
        f"{sentence} [{key}]"
        for key, text in EXCERPT.findall(request.last)
        for sentence in re.findall(r"[A-Z][^.\n|]{40,}\.(?=\s)", text)
    ]
    return Say("\n".join(said), pace=0.02)


@pytest.fixture
def slow(corpus_index: Path, scripted_llm: ScriptedLLM, tmp_path: Path) -> Iterator[Started]:
    """Starts an application whose language model takes its time over a long answer."""
    scripted_llm.otherwise(all_that_is_said)
    (tmp_path / "CURRENT").symlink_to(corpus_index / "CURRENT")
    (tmp_path / "versions").symlink_to(corpus_index / "versions")
    llm = f"openai-like:scripted@{scripted_llm.openai_url}"
    settings = Settings(data_dir=tmp_path, reranker="none", verifier="none", llm=llm)
    with ExitStack() as opened:

        def start(**limits: int) -> httpx.Client:
            app = opened.enter_context(application(settings, **limits))
            url = opened.enter_context(serving(app))
            return opened.enter_context(httpx.Client(base_url=url, timeout=60))

        yield start


def after_a_sentence(response: httpx.Response) -> Iterator[str]:
    """The lines that follow the first sentence's."""
    lines = response.iter_lines()
    assert "event: sentence" in lines  # reads as far as there
    return lines


def until_free(client: httpx.Client) -> None:
    """Returns once a search is answered: a turn ends a moment after its response's last byte."""
    while (code := client.post("/v1/search", json={"query": "LoRA"}).status_code) == 503:
        time.sleep(0.02)
    assert code == 200


@pytest.mark.slow
def test_answers_at_once_are_those_given_one_by_one(api: httpx.Client, url: str, engines: LiveEngine):
    """Models, database and engine are shared by threads, and no answer is another's or half another's."""
    alone = {q: json.loads(json.dumps(answer_fields(engines.engine().ask(q)))) for q in QUESTIONS}

    def ask(question: str) -> tuple[str, dict[str, Any]]:
        with httpx.Client(base_url=url, timeout=120) as client:
            return question, client.post("/v1/answers", json={"question": question}).json()

    with ThreadPoolExecutor(6) as clients:
        for question, told in clients.map(ask, QUESTIONS * 3):
            expected = alone[question]
            # Shared batches are padded otherwise, and bf16 rounds: the third decimal may differ.
            scores = [[c["score"] for c in answer["citations"]] for answer in (told, expected)]
            assert scores[0] == pytest.approx(scores[1], abs=0.01)
            same = {k: v for k, v in unscored(told).items() if k in expected and k not in UNTIMED}
            assert same == {k: v for k, v in unscored(expected).items() if k not in UNTIMED}


def unscored(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer's fields without the scores of its citations."""
    citations = [{k: v for k, v in c.items() if k != "score"} for c in answer["citations"]]
    return {**answer, "citations": citations}


@pytest.mark.slow
def test_there_is_no_room_for_more_than_may_wait(slow: Started):
    """503 with Retry-After while somebody is answered, and an answer afterwards."""
    client = slow(at_once=1, waiting=0)
    with client.stream("POST", "/v1/answers", json=SLOW, headers=STREAM) as response:
        rest = after_a_sentence(response)
        for refused in (
            client.post("/v1/answers", json=SLOW),
            client.post("/v1/answers", json=SLOW, headers=STREAM),
            client.post("/v1/search", json={"query": "LoRA"}),
        ):
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) >= 1
            assert refused.json()["type"] == "urn:interview-rag:overloaded"
        assert "event: done" in rest
    until_free(client)


@pytest.mark.slow
def test_tools_of_the_model_context_protocol_wait_for_the_same_turns(slow: Started):
    """Without room to wait the protocol's error says when to come again; reading takes no turn."""
    client = slow(at_once=1, waiting=0)
    address = str(client.base_url).rstrip("/")

    async def called(tools: Client) -> Any:
        read = await tools.call_tool("read_document", {"document": "adapting-models.md"})
        assert not read.is_error
        for tool, arguments in (("ask", SLOW), ("search", {"query": "LoRA"})):
            with pytest.raises(MCPError, match="ask again later") as refused:
                await tools.call_tool(tool, arguments)
            assert refused.value.code == BUSY
            assert refused.value.data["retry_after"] >= 1

    async def searched(tools: Client) -> Any:
        return await tools.call_tool("search", {"query": "LoRA"})

    with client.stream("POST", "/v1/answers", json=SLOW, headers=STREAM) as response:
        rest = after_a_sentence(response)
        talk(address, None, called)
        assert "event: done" in rest
    until_free(client)
    assert not talk(address, None, searched).is_error


def test_who_waits_gets_an_answer_too(slow: Started):
    """With room to wait nobody is sent away."""
    client = slow(at_once=1, waiting=3)
    with ThreadPoolExecutor(4) as askers:
        calls = [askers.submit(client.post, "/v1/search", json={"query": q}) for q in QUESTIONS[:4]]
    assert [c.result().status_code for c in calls] == [200] * 4


@pytest.mark.parametrize("headers", [STREAM, {}], ids=["stream", "whole"])
def test_work_for_one_who_left_is_stopped(slow: Started, scripted_llm: ScriptedLLM, headers: dict[str, str]):
    """The turn is free before the language model could have ended what it had to say."""
    client = slow(at_once=1, waiting=0)
    leaver = HTTPConnection(client.base_url.host, client.base_url.port or 80)
    body = json.dumps(SLOW)
    leaver.request("POST", "/v1/answers", body, {"Content-Type": "application/json", **headers})
    while not scripted_llm.requests:
        time.sleep(0.02)
    (request,) = scripted_llm.requests
    leaver.close()
    whole = all_that_is_said(request)
    until_free(client)
    assert time.monotonic() - request.at < len(whole.pieces) * whole.pace
