"""Keys, limits, headers, logs and figures over real HTTP."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from serve.http.watch import HEADERS
from serve.live import LiveEngine
from serve.operations.logs import JsonLines
from serve.records.database import open_database
from serve.records.keys import Keys
from serve.settings import Settings
from tests.servers.app import application, serving

QUESTION = {"question": "What is RAG?"}
Start = Callable[..., tuple[httpx.Client, Keys]]


@pytest.fixture
def start(engines: LiveEngine, tmp_path: Path) -> Iterator[Start]:
    """Serves the corpus with records and settings of the test's own; gives a client and the keys."""
    with ExitStack() as stack:

        def begin(**chosen: object) -> tuple[httpx.Client, Keys]:
            settings = Settings(data_dir=tmp_path, **chosen)
            url = stack.enter_context(serving(stack.enter_context(application(settings, engines))))
            return stack.enter_context(httpx.Client(base_url=url, timeout=60)), Keys(
                open_database(tmp_path, "")
            )

        yield begin


def bearer(sent: str) -> dict[str, str]:
    """The header that a key is sent in."""
    return {"Authorization": f"Bearer {sent}"}


def test_without_keys_this_machine_may_do_everything(start: Start):
    """An answer comes without a key, on loopback, as long as none was ever made."""
    client, _ = start()
    assert client.post("/v1/answers", json=QUESTION).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}]
)
def test_without_keys_no_other_site_s_page_gets_in(start: Start, headers: dict[str, str]):
    """A page of another origin, or one that gave loopback a name of its own, is refused."""
    client, _ = start()
    refused = client.post("/v1/answers", json=QUESTION, headers=headers)
    assert refused.status_code == 403
    assert "only this machine's own pages" in refused.json()["detail"]


def test_with_a_key_made_nobody_gets_in_without(start: Start):
    """From the next request on, with no restart; the page itself stays open, since it holds nothing."""
    client, keys = start()
    _, sent = keys.make("Ann", "read")
    refused = client.post("/v1/answers", json=QUESTION)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.headers["content-type"] == "application/problem+json"
    assert client.post("/v1/answers", json=QUESTION, headers=bearer(sent[:-1])).status_code == 401
    assert client.post("/v1/answers", json=QUESTION, headers=bearer(sent)).status_code == 200
    assert client.get("/metrics").status_code == 401
    assert [client.get(p).status_code for p in ("/", "/healthz", "/readyz")] == [200] * 3


def test_revoking_ends_a_key_at_once_and_opens_nothing(start: Start):
    """The next request with it is refused, and so is one without any."""
    client, keys = start()
    key, sent = keys.make("Ann", "read")
    assert client.get("/v1/documents", headers=bearer(sent)).status_code == 200
    keys.revoke(key.id)
    assert client.get("/v1/documents", headers=bearer(sent)).status_code == 401
    assert client.get("/v1/documents").status_code == 401


def test_a_key_may_ask_so_often_and_then_has_to_wait(start: Start):
    """429 with Retry-After, for that key alone; a problem document says how often."""
    client, keys = start(rate_per_key="2/minute")
    (_, ann), (_, ben) = keys.make("Ann", "read"), keys.make("Ben", "read")
    codes = [client.get("/v1/documents", headers=bearer(ann)).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = client.get("/v1/documents", headers=bearer(ann))
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "2 per 1 minute" in refused.json()["detail"]
    assert client.get("/v1/documents", headers=bearer(ben)).status_code == 200


def test_guessing_keys_is_limited_by_address(start: Start):
    """Wrong keys count as well, so that an address runs out of tries."""
    client, keys = start(rate_per_address="3/minute")
    keys.make("Ann", "read")
    codes = [client.get("/v1/documents", headers=bearer(f"rag_x_{n}")).status_code for n in range(5)]
    assert codes == [401, 401, 401, 429, 429]


def test_a_rate_that_is_set_holds_without_keys_too(start: Start):
    """An open server counts its callers' address where a setting says how often; unless told it does not."""
    client, _ = start(rate_per_address="3/minute")
    codes = [client.get("/v1/documents").status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    client, _ = start()
    assert {client.get("/v1/documents").status_code for _ in range(305)} == {200}


def test_every_response_has_the_safe_headers_and_an_id(start: Start):
    """Pages, answers and refusals alike; a client's own id is kept where it is a plain one."""
    client, _ = start()
    refused = {"headers": {"Host": "evil.example"}}
    for response in (client.get("/"), client.get("/v1/documents"), client.get("/v1/documents", **refused)):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert len(response.headers["x-request-id"]) == 16
    given = {"X-Request-ID": "abc-1"}
    assert client.get("/healthz", headers=given).headers["x-request-id"] == "abc-1"
    odd = {"X-Request-ID": 'abc"\t{}'}
    assert client.get("/healthz", headers=odd).headers["x-request-id"] != odd["X-Request-ID"]


def test_other_origins_are_let_in_where_the_settings_name_them(start: Start):
    """CORS is off unless asked for, and then for those origins alone."""
    preflight = {
        "Origin": "https://wiki.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    client, _ = start()
    assert "access-control-allow-origin" not in client.options("/v1/answers", headers=preflight).headers
    client, _ = start(cors_origins="https://wiki.example")
    allowed = client.options("/v1/answers", headers=preflight)
    assert allowed.headers["access-control-allow-origin"] == "https://wiki.example"
    preflight["Origin"] = "https://evil.example"
    assert "access-control-allow-origin" not in client.options("/v1/answers", headers=preflight).headers


def test_the_audit_log_says_who_did_what_and_not_in_which_words(
    start: Start, caplog: pytest.LogCaptureFixture
):
    """A request and its answer share an id; neither the question nor the address's query is in the log."""
    client, keys = start()
    key, sent = keys.make("Ann", "read")
    with caplog.at_level(logging.INFO, "rag.audit"):
        given = {**bearer(sent), "X-Request-ID": "abc-1"}
        client.post("/v1/answers", json={"question": "What is catastrophic forgetting?"}, headers=given)
        client.get("/v1/search", params={"q": "catastrophic"}, headers=bearer(sent))
    lines = [r for r in caplog.records if r.name == "rag.audit"]
    answered = next(r.fields for r in lines if r.message == "answer")  # type: ignore[attr-defined]
    assert (answered["asker"], answered["channel"], answered["status"]) == (
        f"key:{key.id}",
        "http",
        "answered",
    )
    assert answered["documents"] == ["adapting-models.md"]
    asked = next(r.fields for r in lines if r.message == "request")  # type: ignore[attr-defined]
    assert (asked["method"], asked["path"], asked["status"]) == ("POST", "/v1/answers", 200)
    assert asked["asker"] == f"key:{key.id}"
    assert not [r for r in lines if "catastrophic" in JsonLines().format(r)]


def test_ready_says_the_version_and_metrics_count(start: Start, engines: LiveEngine):
    """What was asked is in Prometheus's figures: stages, answers, refusals, the version, requests."""
    client, _ = start()
    client.post("/v1/answers", json=QUESTION)
    client.post("/v1/answers", json={"question": "How do I bake sourdough bread?"})
    version = engines.engine().retriever.index.version
    assert client.get("/readyz").json() == {"status": "ready", "index_version": version}
    lines = client.get("/metrics").text.splitlines()
    assert 'rag_answers_total{channel="http",status="answered"} 1.0' in lines
    assert 'rag_answers_total{channel="http",status="refused"} 1.0' in lines
    assert 'rag_stage_seconds_count{stage="rerank"} 2.0' in lines
    assert f'rag_index_info{{version="{version}"}} 1.0' in lines
    assert 'rag_request_seconds_count{method="POST",route="/v1/answers",status="200"} 2.0' in lines
    assert "rag_ready 1.0" in lines


def test_an_index_that_is_missing_is_not_ready_but_alive(tmp_path: Path):
    """/readyz is 503 with the reason, /healthz is 200, and /metrics says so as well."""
    with (
        application(Settings(data_dir=tmp_path)) as app,
        serving(app) as url,
        httpx.Client(base_url=url) as client,
    ):
        refused = client.get("/readyz")
        assert refused.status_code == 503
        assert "rag ingest" in refused.json()["detail"]
        assert client.get("/healthz").status_code == 200
        assert "rag_ready 0.0" in client.get("/metrics").text.splitlines()


def test_a_request_that_does_not_arrive_is_given_up(start: Start):
    """A body that stops half-way gets 408 as a problem document, and holds nothing any longer."""
    client, _ = start(request_seconds=0.2)

    async def half() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
        head = "POST /v1/answers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        writer.write(f'{head}Content-Length: 100\r\n\r\n{{"question":'.encode())
        said = await reader.readuntil(b"}")
        writer.close()
        return said

    head, _, body = asyncio.run(half()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408")
    assert "send it again" in json.loads(body)["detail"]
