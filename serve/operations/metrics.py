"""Figures for Prometheus. Its client library is known in this file alone."""

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from serve.records.types import Given, Judged

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """One server's figures. No label holds words of a question, a document or a person."""

    def __init__(self) -> None:
        self._registry = r = CollectorRegistry()
        ProcessCollector(registry=r)
        PlatformCollector(registry=r)
        self._requests = Histogram(
            "rag_request_seconds",
            "Requests, to the end of the response",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=r,
        )
        self.in_progress = Gauge("rag_requests_in_progress", "Requests being answered", registry=r)
        self._stages = Histogram(
            "rag_stage_seconds", "Stages of answers", ["stage"], buckets=_SECONDS, registry=r
        )
        self._answers = Counter("rag_answers", "Answers and refusals", ["channel", "status"], registry=r)
        self._sentences = Counter("rag_sentences", "Sentences drafted", ["fate"], registry=r)
        self._tokens = Counter("rag_tokens", "Tokens of language models", ["kind"], registry=r)
        self._cost = Counter("rag_cost_dollars", "Known cost of language models, US dollars", registry=r)
        self._unpriced = Counter("rag_unpriced_answers", "Answers of which no price is known", registry=r)
        self._guards = Counter(
            "rag_guard_decisions",
            "Decisions of guards that let not everything pass",
            ["part", "verdict"],
            registry=r,
        )
        self._verdicts = Counter("rag_feedback", "Verdicts of people", ["verdict"], registry=r)
        self._index = Gauge("rag_index_info", "The serving index version", ["version"], registry=r)
        self._ready = Gauge("rag_ready", "Whether questions can be answered", registry=r)

    def watch_quality(self, figures: Callable[[], tuple[float, float]]) -> None:
        """Shows what `figures` gives: the faithfulness of sampled live answers, and its drift."""
        faithful = Gauge(
            "rag_live_faithfulness",
            "Share of sampled live answers' sentences that the judge finds supported",
            registry=self._registry,
        )
        drift = Gauge(
            "rag_live_faithfulness_drift", "The same less the baseline's figure", registry=self._registry
        )
        faithful.set_function(lambda: figures()[0])
        drift.set_function(lambda: figures()[1])

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request that ended."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def hear(self, event: Given | Judged) -> None:
        """Counts an answer or a verdict."""
        if isinstance(event, Judged):
            self._verdicts.labels(event.verdict).inc()
            return
        answer = event.answer
        self._answers.labels(event.kept.channel, answer.status).inc()
        self._sentences.labels("shown").inc(len(answer.sentences))
        self._sentences.labels("dropped").inc(len(answer.dropped))
        for stage, ms in answer.timings_ms.items():
            self._stages.labels(stage).observe(ms / 1000)
        for decision in answer.guard.get("decisions", ()):
            if decision["verdict"] != "allow":
                self._guards.labels(decision["part"], decision["verdict"]).inc()
        for kind, count in answer.tokens.items():
            self._tokens.labels(kind).inc(count)
        if answer.cost is None:
            self._unpriced.inc()
        else:
            self._cost.inc(answer.cost)

    def page(self, index_version: str) -> bytes:
        """What Prometheus reads; no version means that nothing can be answered."""
        self._index.clear()
        if index_version:
            self._index.labels(index_version).set(1)
        self._ready.set(bool(index_version))
        return generate_latest(self._registry)
