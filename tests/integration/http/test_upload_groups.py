"""An upload is for the groups that its uploader may give, and for the others it does not exist."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.http.who import who_asks
from serve.live import LiveEngine
from serve.settings import Settings
from tests.servers.app import application, serving
from tests.servers.askers import named_in_headers

STAFF = {"X-Groups": "everyone,staff"}
BOARD = {"X-Groups": "board,everyone"}
BOTH = {"X-Groups": "board,everyone,staff"}
ANYONE = {"X-Groups": "everyone"}
ADMIN = {"X-Groups": "everyone", "X-Scopes": "read,write,admin"}
USERS = ((1, STAFF), (2, BOARD), (3, ANYONE))
OKAPIS = "# What do the okapis of the {where} cost?\n\nThe {where} okapis cost 31 crowns a day, says {who}.\n"
ASKED = "What does an okapi of the ministry cost?"


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[LiveEngine]:
    """Over an index with a document for everyone, and one for the board whose id is plan.md."""
    folder = tmp_path_factory.mktemp("given")
    records = [
        {"id": "zoo", "title": "Zoo", "text": "# When do zebras graze?\n\nZebras graze in the morning."},
        {"id": "plan.md", "title": "Plan", "text": "The board closes the zoo.", "groups": ["board"]},
    ]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, records)))
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    with closing(LiveEngine(Settings(data_dir=folder / "data"), every=0.05)) as live:
        yield live


@pytest.fixture(scope="module")
def api(engines: LiveEngine) -> Iterator[httpx.Client]:
    """The product, told by headers who asks."""
    data_dir: Path = engines._settings.ingest.data_dir
    with application(Settings(data_dir=data_dir), engines) as app:
        app.dependency_overrides[who_asks] = named_in_headers
        with serving(app) as url, httpx.Client(base_url=url, timeout=60) as client:
            yield client


def upload(
    api: httpx.Client, asker: dict[str, str], name: str, text: str, groups: tuple[str, ...] = ()
) -> httpx.Response:
    """Uploads words of that name, for those groups."""
    return api.post("/v1/documents", files={"file": (name, text)}, data={"groups": groups}, headers=asker)


def listed(api: httpx.Client, asker: dict[str, str]) -> set[Any]:
    """The ids that the asker sees."""
    return {d["id"] for d in api.get("/v1/documents", headers=asker).json()["documents"]}


def forget(api: httpx.Client, asker: dict[str, str], *ids: Any) -> None:
    """Deletes those documents."""
    for identity in ids:
        assert api.delete(f"/v1/documents/{identity}", headers=asker).status_code == 204


def test_nobody_of_another_group_learns_of_an_upload(api: httpx.Client, corpus: Path):
    """Neither the list, a search, an answer, its citations, suggestions, text nor pages show it."""
    (source,) = corpus.rglob("*.pdf")
    (guide,) = api.post(
        "/v1/documents", files={"file": ("guide.pdf", source.read_bytes())}, headers=STAFF
    ).json()["added"]
    (okapis,) = upload(api, STAFF, "okapis.md", OKAPIS.format(where="ministry", who="staff")).json()["added"]
    assert {okapis, guide} <= listed(api, STAFF)
    answer = api.post("/v1/answers", json={"question": ASKED}, headers=STAFF).json()
    assert [c["document"] for c in answer["citations"]] == [okapis]
    assert api.get(f"/v1/documents/{guide}/pages/1.png", headers=STAFF).status_code == 200

    for other in (BOARD, ANYONE):
        assert not {okapis, guide} & listed(api, other)
        streamed = {**other, "Accept": "text/event-stream"}
        replies = [
            api.post("/v1/search", json={"query": ASKED, "top_k": 50}, headers=other),
            api.post("/v1/answers", json={"question": ASKED}, headers=other),
            api.post(
                "/v1/answers",
                json={"question": ASKED},
                headers=streamed,
            ),
            api.post("/v1/answers", json={"question": "Who repairs the okapis' bicycles?"}, headers=other),
        ]
        for reply in replies:
            assert reply.status_code == 200
            said = reply.text.replace(ASKED, "")  # the question itself comes back
            assert not any(word in said for word in ("crowns", "ministry", okapis))
        for path in (f"{okapis}/text", f"{guide}/text", f"{guide}/pages/1.png"):
            assert api.get(f"/v1/documents/{path}", headers=other).status_code == 404
    forget(api, STAFF, okapis, guide)


@pytest.mark.parametrize(
    ("asker", "named", "seen_by"),
    [
        (STAFF, (), [STAFF, BOTH]),
        (BOTH, (), [STAFF, BOARD, BOTH]),
        (BOTH, ("board",), [BOARD, BOTH]),
        (STAFF, ("everyone",), [STAFF, BOARD, BOTH, ANYONE]),
        (ANYONE, (), [STAFF, BOARD, BOTH, ANYONE]),
        (ADMIN, (), [STAFF, BOARD, BOTH, ANYONE]),
        (ADMIN, ("board",), [BOARD, BOTH]),
    ],
)
def test_it_is_for_the_groups_named_else_for_the_uploader_s(
    api: httpx.Client, asker: dict[str, str], named: tuple[str, ...], seen_by: list[dict[str, str]]
):
    """Of a key with groups for those, of one without for everyone; an administrator may name any."""
    (given,) = upload(api, asker, "tapirs.md", "# Tapirs\n\nTapirs swim.\n", named).json()["added"]
    assert [a for a in (STAFF, BOARD, BOTH, ANYONE) if given in listed(api, a)] == seen_by
    forget(api, seen_by[0], given)


@pytest.mark.parametrize(("asker", "named"), [(STAFF, ("staff", "board")), (ANYONE, ("staff",))])
def test_nobody_gives_what_is_not_theirs(api: httpx.Client, asker: dict[str, str], named: tuple[str, ...]):
    """403 that names the group, and nothing is indexed."""
    before = listed(api, BOTH)
    refused = upload(api, asker, "tapirs.md", "# Tapirs\n\nTapirs swim.\n", named)
    assert refused.status_code == 403
    assert f"{named[-1] if asker is ANYONE else 'board'} is none of them" in refused.json()["detail"]
    assert listed(api, BOTH) == before


def test_the_same_file_for_others_changes_sides(api: httpx.Client):
    """Uploaded again with other groups, the document is the same one and is for those alone."""
    text = "# Lemurs\n\nLemurs leap.\n"
    for named, seen, hidden in ((("board",), BOARD, STAFF), (("staff",), STAFF, BOARD), ((), BOARD, ANYONE)):
        (given,) = upload(api, BOTH, "lemurs.md", text, named).json()["added"]
        assert given in listed(api, seen)
        assert given not in listed(api, hidden)
    forget(api, BOTH, given)


def test_another_group_s_file_of_the_same_name_stays(api: httpx.Client):
    """Each group's uploads have names and ids of their own: none is replaced, and none is betrayed."""
    ids = [upload(api, who, "emus.md", f"# Emus\n\nEmu {n}.\n").json()["added"][0] for n, who in USERS]
    assert len(set(ids)) == 3
    for (n, who), given in zip(USERS, ids, strict=True):
        assert f"Emu {n}" in api.get(f"/v1/documents/{given}/text", headers=who).json()["text"]
    # Whoever has groups gets an id of the same kind, whether or not the name is taken.
    (free,) = upload(api, STAFF, "rheas.md", "# Rheas\n\nRheas run.\n").json()["added"]
    assert free.removesuffix("rheas.md") == ids[0].removesuffix("emus.md")
    for (_, who), given in zip(USERS, ids, strict=True):
        forget(api, who, given)
    forget(api, STAFF, free)


def test_a_document_that_one_may_not_see_is_not_replaced(api: httpx.Client):
    """Neither by a file nor by a record of a dump that has its id."""
    dump = json.dumps({"id": "plan.md", "text": "The zoo stays open."})
    for name, text in (("plan.md", "The zoo stays open.\n"), ("dump.jsonl", dump)):
        refused = upload(api, ANYONE, name, text)
        assert (refused.status_code, "is taken" in refused.json()["detail"]) == (422, True)
    assert "closes" in api.get("/v1/documents/plan.md/text", headers=BOARD).json()["text"]


def test_a_dump_s_records_are_for_their_own_groups_where_those_are_the_uploader_s(api: httpx.Client):
    """A record that names another's group is left out with the reason; one that names none is as the file."""
    records = [
        {"id": 1, "text": "Ibises wade.", "groups": ["staff"]},
        {"id": 2, "text": "Ibises fly."},
        {"id": 3, "text": "Ibises nest.", "groups": ["cellar"]},
    ]
    report = upload(api, BOTH, "ibis.jsonl", "\n".join(map(json.dumps, records)), ("board",)).json()
    first, second = report["added"]
    assert [s["reason"] for s in report["skipped"]] == ["record 3 is for groups that are not its uploader's"]
    assert {first} == listed(api, STAFF) - {"zoo"}
    assert {second} == listed(api, BOARD) - {"zoo", "plan.md"}
    forget(api, BOTH, first, second)


@pytest.mark.parametrize(
    ("asker", "groups", "usual"),
    [(BOTH, ["board", "everyone", "staff"], ["board", "staff"]), (ANYONE, ["everyone"], ["everyone"])],
)
def test_an_asker_is_told_what_they_may_give(
    api: httpx.Client, asker: dict[str, str], groups: list[str], usual: list[str]
):
    """Their groups, and those that an upload has unless it names some."""
    assert api.get("/v1/groups", headers=asker).json() == {"groups": groups, "unless_named": usual}
