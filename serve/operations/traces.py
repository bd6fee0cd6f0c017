"""Traces by OpenTelemetry with OpenInference's names. Both are known in this file alone, and optional.

https://arize-ai.github.io/openinference/spec/semantic_conventions.html
"""

import json
import time
from typing import Any

from ingest.errors import SettingsProblem
from serve.records.types import Given, Judged
from serve.types import Answer

_KINDS = {"embed": "EMBEDDING", "search": "RETRIEVER", "rerank": "RERANKER"}
"""Stages of an answer that OpenInference has a kind for; the others are links of the chain."""


class Traces:
    """Sends a trace of every answer, made from its timings once it is kept."""

    def __init__(self, endpoint: str, with_text: bool) -> None:
        """`endpoint` takes OTLP over HTTP, for example http://127.0.0.1:6006/v1/traces."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise SettingsProblem(
                "RAG_TRACES needs the extra `otel`: pip install 'interview-rag[otel]'"
            ) from error
        self._with_text = with_text
        self._provider = TracerProvider(resource=Resource.create({"service.name": "interview-rag"}))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
        self._tracer = self._provider.get_tracer("interview-rag")

    def hear(self, event: Given | Judged) -> None:
        """Records the answer's spans; they are sent in the background."""
        if isinstance(event, Judged):
            return
        from opentelemetry.trace import Status, StatusCode, set_span_in_context

        answer, end = event.answer, time.time_ns()
        at = end - _ns(answer.timings_ms.get("total", 0.0))
        root = self._tracer.start_span("answer", start_time=at, attributes=self._chain(event))
        inside = set_span_in_context(root)
        for stage, ms in answer.timings_ms.items():
            if stage != "total":
                attributes = self._stage(stage, answer)
                span = self._tracer.start_span(stage, inside, start_time=at, attributes=attributes)
                at += _ns(ms)
                span.end(at)
        root.set_status(Status(StatusCode.OK))
        root.end(end)

    def close(self) -> None:
        """Sends what waits."""
        self._provider.shutdown()

    def _chain(self, event: Given) -> dict[str, Any]:
        from openinference.semconv.trace import SpanAttributes as Name

        answer, kept = event.answer, event.kept
        about = {"answer": kept.id, "channel": kept.channel, "status": kept.status}
        about |= {"index_version": answer.index_version, "settings_hash": answer.settings_hash}
        attributes = {
            Name.OPENINFERENCE_SPAN_KIND: "CHAIN",
            Name.METADATA: json.dumps(about),
            Name.USER_ID: kept.asker,
            Name.SESSION_ID: kept.conversation or kept.id,
        }
        if self._with_text:
            attributes |= {Name.INPUT_VALUE: answer.question, Name.OUTPUT_VALUE: answer.text}
        return attributes

    def _stage(self, stage: str, answer: Answer) -> dict[str, Any]:
        from openinference.semconv.trace import SpanAttributes as Name

        writes = stage == "answer" and answer.model
        kind = "LLM" if writes else _KINDS.get(stage, "CHAIN")
        attributes: dict[str, Any] = {Name.OPENINFERENCE_SPAN_KIND: kind}
        if kind == "RETRIEVER":
            attributes |= self._documents(answer)
        if writes:
            prompt, completion = answer.tokens.get("prompt", 0), answer.tokens.get("completion", 0)
            attributes |= {
                Name.LLM_MODEL_NAME: answer.model,
                Name.LLM_TOKEN_COUNT_PROMPT: prompt,
                Name.LLM_TOKEN_COUNT_COMPLETION: completion,
                Name.LLM_TOKEN_COUNT_TOTAL: prompt + completion,
            }
            if answer.cost is not None:
                attributes[Name.LLM_COST_TOTAL] = answer.cost
        return attributes

    def _documents(self, answer: Answer) -> dict[str, Any]:
        """The passages that the answer cites."""
        from openinference.semconv.trace import DocumentAttributes as Name
        from openinference.semconv.trace import SpanAttributes

        attributes: dict[str, Any] = {}
        for place, citation in enumerate(answer.citations):
            prefix = f"{SpanAttributes.RETRIEVAL_DOCUMENTS}.{place}."
            attributes[prefix + Name.DOCUMENT_ID] = str(citation.document)
            attributes[prefix + Name.DOCUMENT_SCORE] = citation.score
            if self._with_text:
                attributes[prefix + Name.DOCUMENT_CONTENT] = citation.quote
        return attributes


def _ns(ms: float) -> int:
    return int(ms * 1_000_000)
