"""Over HTTP no route shows a document outside the asker's groups, nor a title or a word of one."""

import json
from collections.abc import Iterator

import httpx
import pytest

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.http.who import who_asks
from serve.settings import Settings
from tests.servers.app import application, serving
from tests.servers.askers import named_in_headers

GROUPS = {"staff": ["staff"], "board": ["board"], "all": None, 7: ["board"]}
STAFF, EVERYONE = {"X-Groups": "everyone,staff"}, {"X-Groups": "everyone"}
QUESTION = {"question": "When do salaries rise?"}
HIDDEN = ("board", "number 7")


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[httpx.Client]:
    """Records for staff, for the board and for everyone, that all say the same."""
    folder = tmp_path_factory.mktemp("grouped")
    records = [
        {"id": name, "title": f"Salaries of {name}", "text": _text(name)} | ({"groups": g} if g else {})
        for name, g in GROUPS.items()
    ]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, records)))
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    with application(Settings(data_dir=folder / "data")) as app:
        app.dependency_overrides[who_asks] = named_in_headers
        with serving(app) as url, httpx.Client(base_url=url, timeout=60) as client:
            yield client


def _text(name: object) -> str:
    said = "number 7" if name == 7 else name
    return f"# What does the record of {said} say of pay?\n\nSalaries rise in spring, says {said}.\n"


def test_lists_and_searches_hold_the_asker_s_documents_alone(grouped: httpx.Client):
    """Ids, titles and words of the others appear nowhere in the replies."""
    listed = grouped.get("/v1/documents", headers=STAFF)
    found = grouped.post("/v1/search", json={"query": "salaries", "top_k": 50}, headers=STAFF)
    got = grouped.get("/v1/search", params={"q": "salaries", "top_k": 50}, headers=STAFF)
    assert {d["id"] for d in listed.json()["documents"]} == {"staff", "all"}
    assert {h["document"] for h in found.json()["hits"]} == {"staff", "all"}
    for response in (listed, found, got):
        assert not any(word in response.text for word in HIDDEN)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize(
    ("question", "word"),
    [("When do salaries rise?", "spring"), ("Who feeds the zebras?", "of staff say of pay")],
)
def test_answers_citations_and_suggestions_are_made_of_them_alone(
    grouped: httpx.Client, question: str, word: str, accept: str
):
    """An answer and a refusal alike, whole or streamed."""
    asked = {"question": question}
    response = grouped.post("/v1/answers", json=asked, headers={**STAFF, "Accept": accept})
    assert response.status_code == 200
    assert word in response.text
    assert not any(hidden in response.text for hidden in HIDDEN)


@pytest.mark.parametrize("identity", ["board", "7", "none-such"])
def test_another_group_s_document_is_as_good_as_none(grouped: httpx.Client, identity: str):
    """Its text, its pages and its deletion fail as those of an id that does not exist."""
    address = f"/v1/documents/{identity}"
    replies = [
        grouped.get(f"{address}/text", headers=STAFF),
        grouped.get(f"{address}/pages/1.png", headers=STAFF),
        grouped.delete(address, headers=STAFF),
    ]
    said = {r.json()["detail"].replace(identity, "ID") for r in replies}
    assert [r.status_code for r in replies] == [404] * 3
    assert said == {"there is no document 'ID': the list of documents names what there is"}
    board = {"X-Groups": "board"}
    assert identity == "none-such" or grouped.get(f"{address}/text", headers=board).status_code == 200


def test_a_scope_that_is_missing_forbids(grouped: httpx.Client):
    """Reading does not allow writing."""
    reader = {**STAFF, "X-Scopes": "read"}
    assert grouped.get("/v1/documents", headers=reader).status_code == 200
    replies = [
        grouped.delete("/v1/documents/staff", headers=reader),
        grouped.post("/v1/documents", files={"file": ("a.md", "A word.")}, headers=reader),
        grouped.get("/v1/documents", headers={**STAFF, "X-Scopes": "write"}),
    ]
    assert [r.status_code for r in replies] == [403] * 3


def test_conversations_and_answers_belong_to_who_asked(grouped: httpx.Client):
    """Another asker, or one who lost a group, neither reads a conversation nor judges an answer."""
    conversation = grouped.post("/v1/conversations", headers=STAFF).json()["id"]
    body = {**QUESTION, "conversation": conversation}
    answer = grouped.post("/v1/answers", json=body, headers=STAFF).json()["id"]
    verdict = {"answer": answer, "verdict": "helpful"}
    for other in ({**STAFF, "X-Name": "another"}, EVERYONE):
        assert grouped.get(f"/v1/conversations/{conversation}", headers=other).status_code == 404
        assert grouped.post("/v1/answers", json=body, headers=other).status_code == 404
        assert grouped.post("/v1/feedback", json=verdict, headers=other).status_code == 404
    assert grouped.post("/v1/feedback", json=verdict, headers=STAFF).status_code == 201
