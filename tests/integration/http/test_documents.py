"""`/v1/documents` over real HTTP: what is indexed, its text, its pages, uploads and deletion."""

import io
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from ingest.index.versions import writing
from serve.live import LiveEngine

ZEBRAS = "# Zebras\n\nThe zebra warden of Ukamba counts 412 zebras every spring.\n"
ASKED = {"question": "How many zebras does the warden of Ukamba count?"}


def upload(api: httpx.Client, name: str, data: bytes | str) -> httpx.Response:
    """Uploads a file of that name."""
    return api.post("/v1/documents", files={"file": (name, data)})


def pdf_of(api: httpx.Client) -> str:
    """The id of the corpus's PDF."""
    listed = api.get("/v1/documents").json()["documents"]
    return next(d["id"] for d in listed if d["format"] == "pdf")


def yellow(png: bytes) -> int:
    """How many pixels are marked."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return int(((pixels[:, :, 0] > 200) & (pixels[:, :, 2] < 120)).sum())


def test_the_list_names_every_document(api: httpx.Client, engines: LiveEngine):
    """Ids, titles, formats and lengths are those of the index."""
    listed = api.get("/v1/documents").json()["documents"]
    indexed = {d.id: d for d in engines.engine().retriever.index.documents()}
    assert {d["id"] for d in listed} == indexed.keys()
    for shown in listed:
        document = indexed[shown["id"]]
        assert (shown["title"], shown["characters"]) == (document.title, len(document.text))
        assert (shown["pages"] is not None) == (shown["format"] == "pdf")


def test_a_citation_is_a_range_of_the_text(api: httpx.Client):
    """`text[start:end]` is the quote, and every block lies within the text."""
    answer = api.post("/v1/answers", json={"question": "How do you reduce the token bill?"}).json()
    for citation in answer["citations"]:
        shown = api.get(f"/v1/documents/{citation['document']}/text").json()
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert all(0 <= b["start"] <= b["end"] <= len(shown["text"]) for b in shown["blocks"])
        assert {b["kind"] for b in shown["blocks"]} >= {"heading", "paragraph"}


def test_a_page_is_drawn_with_the_cited_words_marked(api: httpx.Client):
    """Words of the range are marked on their page, on no other, and none without a range."""
    identity = pdf_of(api)
    shown = api.get(f"/v1/documents/{identity}/text").json()
    block = next(b for b in shown["blocks"] if b["kind"] == "paragraph" and b["page"] == 1)
    address = f"/v1/documents/{identity}/pages"
    plain = api.get(f"{address}/1.png")
    marked = api.get(f"{address}/1.png", params={"start": block["start"], "end": block["end"]})
    other = api.get(f"{address}/2.png", params={"start": block["start"], "end": block["end"]})
    assert plain.headers["content-type"] == "image/png"
    assert yellow(marked.content) > 1000
    assert yellow(plain.content) == 0
    assert yellow(other.content) == 0


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("none-such.md/text", "no document"),
        ("none-such.md/pages/1.png", "no document"),
        ("retrieval-and-grounding.md/pages/1.png", "no PDF"),
        ("{pdf}/pages/999.png", "no page 999"),
    ],
)
def test_what_is_not_there_is_not_found(api: httpx.Client, path: str, word: str):
    """404, and the problem says what is missing."""
    response = api.get(f"/v1/documents/{path.format(pdf=pdf_of(api))}")
    assert response.status_code == 404
    assert word in response.json()["detail"]


def test_a_file_that_changed_since_is_not_drawn(api: httpx.Client, corpus: Path, data_dir: Path):
    """A page is drawn from the bytes that were ingested or not at all."""
    (source,) = corpus.rglob("*.pdf")
    assert upload(api, "guide.pdf", source.read_bytes()).status_code == 201
    assert api.get("/v1/documents/guide.pdf/pages/1.png").status_code == 200
    (data_dir / "uploads" / "guide.pdf").write_bytes(source.read_bytes() + b"\n")
    response = api.get("/v1/documents/guide.pdf/pages/1.png")
    assert response.status_code == 404
    assert "ingest it again" in response.json()["detail"]
    assert api.delete("/v1/documents/guide.pdf").status_code == 204


def test_an_upload_is_answered_from_until_it_is_deleted(api: httpx.Client, data_dir: Path):
    """Once 201 came it is listed and cited; once 204 came it is neither, and its file is gone."""
    before = api.post("/v1/answers", json=ASKED).json()
    assert before["status"] == "refused"
    response = upload(api, "zebras.md", ZEBRAS)
    assert response.status_code == 201
    report = response.json()
    assert (report["added"], report["read"], report["skipped"]) == (["zebras.md"], 1, [])
    answer = api.post("/v1/answers", json=ASKED).json()
    assert [c["document"] for c in answer["citations"]] == ["zebras.md"]
    assert "412" in answer["text"]
    assert (data_dir / "uploads" / "zebras.md").read_text() == ZEBRAS

    assert api.delete("/v1/documents/zebras.md").status_code == 204
    assert api.post("/v1/answers", json=ASKED).json()["status"] == "refused"
    assert api.get("/v1/documents/zebras.md/text").status_code == 404
    assert api.delete("/v1/documents/zebras.md").status_code == 404
    assert not (data_dir / "uploads" / "zebras.md").exists()


def test_an_upload_of_the_same_name_replaces_and_a_broken_one_does_not(api: httpx.Client, data_dir: Path):
    """The reason why a file cannot be read is told, and what was there before stays, file and all."""
    for count in ("412", "413"):
        report = upload(api, "herd.md", ZEBRAS.replace("412", count)).json()
        assert report["added"] == ["herd.md"]
    for name, data, word in (
        ("herd.md", "", "empty"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "damaged"),
        ("tool.exe", b"MZ\x00\x01\x02", "unsupported"),
    ):
        response = upload(api, name, data)
        assert response.status_code == 422
        assert word in response.json()["detail"]
        assert str(data_dir) not in response.text
    assert "413" in api.get("/v1/documents/herd.md/text").json()["text"]
    assert sorted(p.name for p in (data_dir / "uploads").iterdir()) == ["herd.md"]
    assert api.delete("/v1/documents/herd.md").status_code == 204


def test_a_name_stays_in_its_folder(api: httpx.Client, data_dir: Path):
    """Folders in a file's name are left out, so that nothing else is overwritten."""
    report = upload(api, "../../CURRENT.md", ZEBRAS).json()
    assert report["added"] == ["CURRENT.md"]
    assert (data_dir / "uploads" / "CURRENT.md").exists()
    assert api.delete("/v1/documents/CURRENT.md").status_code == 204


def test_records_with_numbers_are_addressed_by_them(api: httpx.Client):
    """An upload may be a dump of records, whose ids keep their type."""
    lines = '{"id": 70, "text": "Seventy okapis sleep."}\n{"id": "a/b c.md", "text": "Eight okapis wake."}\n'
    report = upload(api, "dump.jsonl", lines + "no json\n").json()
    assert report["added"] == [70, "a/b c.md"]
    assert [s["path"] for s in report["skipped"]] == ["dump.jsonl:3"]
    assert api.get("/v1/documents/70/text").json()["id"] == 70
    assert "Eight" in api.get("/v1/documents/a%2Fb%20c.md/text").json()["text"]
    assert api.delete("/v1/documents/70").status_code == 204
    assert api.get("/v1/documents/70/text").status_code == 404
    assert api.delete("/v1/documents/a/b c.md").status_code == 204


def test_a_second_writer_is_told_who_writes(api: httpx.Client, data_dir: Path):
    """409 for an upload and for a deletion, with the process that holds the index; nothing is left behind."""
    with writing(data_dir):
        answers = [upload(api, "late.md", ZEBRAS), api.delete("/v1/documents/cost-and-compression.txt")]
    for response in answers:
        assert response.status_code == 409
        assert "process" in response.json()["detail"]
    assert not (data_dir / "uploads" / "late.md").exists()
    assert api.get("/v1/documents/cost-and-compression.txt/text").status_code == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_an_upload_that_is_too_large_is_refused(api: httpx.Client, chunked: bool):
    """413 with the limit, whether the length was announced or only shows."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n'
    pieces = [head, *[b"x" * 1000] * 1100]
    body = iter(pieces) if chunked else b"".join(pieces)
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    response = api.post("/v1/documents", content=body, headers=form)
    assert response.status_code == 413
    assert "1,000,000" in response.json()["detail"]
