"""What verification costs in time: the first verified sentence beside the bare model's first token."""

import http.client
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from eval.golden import GoldenQuestion
from eval.scripted import Request, Say, ScriptedLLM
from eval.training.support.prose import prose
from eval.written.asking import settings_for
from eval.written.draft import excerpts_of
from ingest.index.payload import Filter
from ingest.types import EVERYONE
from retrieval.pipeline import Retriever
from retrieval.types import Observer, Retrieval, Searcher, unobserved
from serve.bootstrap import engine_over
from serve.settings import Settings
from serve.types import Shown

PACE = 0.02
"""Seconds between the server's tokens: 50 a second."""
DELAY = 0.3
"""Seconds before its first."""
SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one question, from the sending of the prompt (the bare model) or the end of the search.

    `token` and `sentence`: until the bare model's first token and its first sentence with its key.
    `verified`: until the first verified sentence. `whole`: the same from the question on. `tokens`: of the
    first sentence with its key, as the server sends them.
    """

    token: float
    sentence: float
    verified: float
    whole: float
    tokens: int


class Stopwatch:
    """A searcher that notes when it was done."""

    def __init__(self, inner: Searcher) -> None:
        self.index = inner.index
        self._inner = inner
        self.done = 0.0

    def retrieve(
        self,
        question: str,
        history: Sequence[str] = (),
        groups: Sequence[str] = (EVERYONE,),
        limit: int | None = None,
        filters: Sequence[Filter] = (),
        observe: Observer = unobserved,
    ) -> Retrieval:
        """See `Retriever.retrieve`."""
        found = self._inner.retrieve(question, history, groups, limit, filters, observe)
        self.done = time.perf_counter()
        return found


def measure(
    retriever: Retriever, settings: Settings, questions: Sequence[GoldenQuestion], most: int
) -> list[Times]:
    """Each question asked of the product and then, with the same prompt, of the bare model."""
    with ScriptedLLM() as server:
        server.otherwise(lambda r: Say(_reply(r), delay=DELAY, pace=PACE))
        chosen = settings_for(server, settings)
        watch = Stopwatch(retriever)
        engine = engine_over(retriever, chosen)
        engine.retriever = watch
        found: list[Times] = []
        for question in questions:
            if len(found) > most:
                break
            started = time.perf_counter()
            told = engine.stream(question.question, question.history)
            first = next(told)
            shown = time.perf_counter()
            for _ in told:  # to its end, so that the bare model is asked alone
                pass
            if isinstance(first, Shown):
                token, sentence, tokens = _bare(server, server.requests[-1].body)
                found.append(Times(token, sentence, _ms(watch.done, shown), _ms(started, shown), tokens))
        return found[1:]  # the first one loads what is lazy


def medians(times: Sequence[Times]) -> Mapping[str, float]:
    """The middle of each, and of what verification adds to the bare sentence and to the bare token."""
    return {
        "token": median(t.token for t in times),
        "sentence": median(t.sentence for t in times),
        "verified": median(t.verified for t in times),
        "whole": median(t.whole for t in times),
        "over sentence": median(t.verified - t.sentence for t in times),
        "over token": median(t.verified - t.token for t in times),
        "waiting": median(t.sentence - t.token for t in times),
        "tokens": median(t.tokens for t in times),
    }


def _reply(request: Request) -> str:
    """Sentences of the excerpts, not word for word, so that each is verified by the model of the check."""
    said = [
        (f"In short, {s[:1].lower()}{s[1:]}", key)
        for key, text in excerpts_of(request.last).items()
        for s in prose(text)
    ]
    return "\n".join(f"{s} [{key}]" for s, key in said[:SENTENCES])


def _bare(server: ScriptedLLM, body: Mapping[str, Any]) -> tuple[float, float, int]:
    """Milliseconds until the first token and until the first sentence with its key is whole; its tokens."""
    started = time.perf_counter()
    text, token, sentence, tokens = "", 0.0, 0.0, 0
    for piece in _streamed(server, body):
        token = token or time.perf_counter()
        text += piece
        tokens += not sentence
        if not sentence and text.rstrip().endswith("]"):
            sentence = time.perf_counter()
    return _ms(started, token), _ms(started, sentence), tokens


def _streamed(server: ScriptedLLM, body: Mapping[str, Any]) -> Iterator[str]:
    address = urlsplit(server.openai_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", f"{address.path}/chat/completions", json.dumps(body), headers)
        for line in connection.getresponse():  # to its end, which closes it
            event = line.decode().strip().removeprefix("data: ")
            choices = json.loads(event)["choices"] if event.startswith("{") else ()
            yield from filter(None, (choice["delta"].get("content") for choice in choices))
    finally:
        connection.close()


def _ms(since: float, until: float) -> float:
    return (until - since) * 1000
