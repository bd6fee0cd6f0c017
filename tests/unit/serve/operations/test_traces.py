"""Traces as a collector receives them: OTLP over HTTP, read with the protocol's own messages."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from serve.operations.traces import Traces
from serve.records.types import Given

trace_service = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")


@pytest.fixture
def collector() -> Iterator[tuple[str, list[Any]]]:
    """Its address, and the spans that it has received."""
    spans: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Takes a request of the protocol."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                import gzip

                body = gzip.decompress(body)
            request = trace_service.ExportTraceServiceRequest.FromString(body)
            spans.extend(s for r in request.resource_spans for scope in r.scope_spans for s in scope.spans)
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/traces", spans
    server.shutdown()
    server.server_close()


def attributes(span: Any) -> dict[str, Any]:
    """A span's attributes as plain values."""
    return {a.key: getattr(a.value, a.value.WhichOneof("value")) for a in span.attributes}


def traced(collector: tuple[str, list[Any]], given: Given, with_text: bool) -> None:
    """Sends the trace of one answer."""
    traces = Traces(collector[0], with_text)
    traces.hear(given)
    traces.close()


def test_an_answer_is_a_chain_with_its_stages(collector: tuple[str, list[Any]], given: Callable[..., Given]):
    """One trace; each stage is inside the answer, one after the other, of OpenInference's kinds."""
    traced(collector, given(), with_text=True)
    root = next(s for s in collector[1] if not s.parent_span_id)
    stages = [s for s in collector[1] if s.parent_span_id]
    assert {s.trace_id for s in collector[1]} == {root.trace_id}
    assert {s.parent_span_id for s in stages} == {root.span_id}
    kinds = [attributes(s)["openinference.span.kind"] for s in stages]
    assert kinds == ["EMBEDDING", "RETRIEVER", "RERANKER", "LLM"]
    assert root.start_time_unix_nano == stages[0].start_time_unix_nano
    assert [a.end_time_unix_nano for a in stages[:-1]] == [b.start_time_unix_nano for b in stages[1:]]
    assert attributes(root)["input.value"] == "What do cats do?"
    assert attributes(root)["session.id"] == "c-1"
    assert attributes(stages[1])["retrieval.documents.0.document.id"] == "cats.md"
    model = attributes(stages[3])
    assert (model["llm.model_name"], model["llm.token_count.total"], model["llm.cost.total"]) == (
        "openai:m",
        120,
        0.25,
    )


def test_no_words_leave_the_machine_unless_they_may(
    collector: tuple[str, list[Any]], given: Callable[..., Given]
):
    """Without RAG_LOG_TEXT a trace has neither question nor answer nor quote."""
    traced(collector, given(), with_text=False)
    assert "purr" not in str(collector[1])
    assert "What do cats do?" not in str(collector[1])


def test_an_extractive_answer_has_no_language_model(
    collector: tuple[str, list[Any]], given: Callable[..., Given]
):
    """Its last stage is a link of the chain."""
    traced(collector, given(model="", tokens={}, cost=0.0), with_text=False)
    kinds = [attributes(s)["openinference.span.kind"] for s in collector[1]]
    assert "LLM" not in kinds
    assert kinds.count("CHAIN") == 2
