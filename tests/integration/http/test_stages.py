"""Stages are told as they end, while the answer is still in the making."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from eval.scripted import Request, Say, ScriptedLLM
from serve.settings import Settings
from tests.servers.app import application, serving

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def held(scripted_llm: ScriptedLLM) -> Iterator[Event]:
    """What the language model waits for before each reply."""
    go = Event()

    def reply(_: Request) -> Say:
        assert go.wait(30)
        return Say("1. proving dough overnight")

    scripted_llm.otherwise(reply)
    yield go
    go.set()


@pytest.fixture
def served(corpus_index: Path, scripted_llm: ScriptedLLM, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts the product with that model and other settings; gives its address."""
    for name in ("CURRENT", "versions"):
        (tmp_path / name).symlink_to(corpus_index / name)
    llm = f"openai-like:scripted@{scripted_llm.openai_url}"
    with ExitStack() as opened:

        def start(**chosen: Any) -> str:
            settings = Settings(data_dir=tmp_path, verifier="none", llm=llm, **chosen)
            return opened.enter_context(serving(opened.enter_context(application(settings))))

        yield start


def events_of(response: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """The (name, data) of each event as it comes."""
    name = ""
    for line in response.iter_lines():
        kind, _, said = line.partition(": ")
        if kind == "event":
            name = said
        elif kind == "data":
            yield name, json.loads(said)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("What is LoRA?", {}),  # the model is held where it writes
        ("How do I bake sourdough bread?", {"second_look": 1}),  # and here within the retrieval
    ],
)
def test_stages_arrive_before_the_answer_can(
    served: Callable[..., str], scripted_llm: ScriptedLLM, held: Event, question: str, chosen: dict[str, int]
):
    """Each stage of the search is here while the language model, asked after it, has not said a word."""
    with (
        httpx.Client(base_url=served(**chosen), timeout=60) as client,
        client.stream("POST", "/v1/answers", json={"question": question}, headers=STREAM) as response,
    ):
        events = events_of(response)
        before = [next(events) for _ in range(4)]
        assert not held.is_set()
        assert [(name, data["name"]) for name, data in before] == [
            ("stage", stage) for stage in ("process", "embed", "search", "rerank")
        ]
        held.set()
        after = list(events)
    assert after[-1][0] == "done"
    told = [data["name"] for name, data in after if name == "stage"]
    assert told[-1] == "answer"
    assert scripted_llm.requests


def test_the_parts_of_a_question_are_told_one_by_one(api: httpx.Client):
    """A stage comes again for each part; together they took what the answer's timings say."""
    with api.stream("POST", "/v1/answers", json={"question": "LoRA vs RLHF"}, headers=STREAM) as response:
        events = list(events_of(response))
    stages = [data for name, data in events if name == "stage"]
    assert [s["name"] for s in stages] == ["process", "embed", *["search", "rerank"] * 3, "answer"]
    for name, ms in events[-1][1]["timings_ms"].items():
        if name != "total":
            assert sum(s["ms"] for s in stages if s["name"] == name) == pytest.approx(ms, abs=0.05)


def quoted(request: Request) -> Say:
    """The first sentences that the model was given, each with its key."""
    found = re.findall(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', request.last, re.DOTALL)
    said = [(key, re.findall(r"[A-Z][^.\n|]{40,}\.(?=\s)", text)) for key, text in found]
    return Say("\n".join(f"{sentences[0]} [{key}]" for key, sentences in said if sentences))


def test_an_answer_that_was_kept_comes_without_stages(served: Callable[..., str], scripted_llm: ScriptedLLM):
    """The second time nothing is searched and nothing asked: sentences and the whole, as the first time."""
    scripted_llm.otherwise(quoted)
    told = []
    with httpx.Client(base_url=served(llm_cache=True), timeout=60) as client:
        for _ in range(2):
            with client.stream(
                "POST", "/v1/answers", json={"question": "What is LoRA?"}, headers=STREAM
            ) as response:
                told.append(list(events_of(response)))
    first, again = ([name for name, _ in events] for events in told)
    assert "stage" in first
    assert again == [name for name in first if name != "stage"]
    assert len(scripted_llm.requests) == 1
    assert told[0][-1][1]["text"] == told[1][-1][1]["text"]
