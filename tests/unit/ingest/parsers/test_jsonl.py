"""JSON Lines dumps."""

import gzip
import json

from ingest.parsers.jsonl import BadLine, is_dump, read_jsonl


def test_documents_come_with_their_own_ids(tmp_path):
    """Ids keep their type, titles may be empty or absent, the title is not made a heading."""
    path = tmp_path / "d.jsonl"
    records = [
        {"id": 7, "title": "", "text": "Plain words."},
        {"id": "7", "title": "T", "text": "# H\n\n- one\n- two", "metadata": {"k": 1}},
        {"id": " x ", "text": "More", "groups": ["staff"]},
    ]
    path.write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")
    first, second, third = read_jsonl(path)
    assert (first.id, first.title, first.text) == (7, "", "Plain words.")
    assert (second.id, second.title, second.metadata) == ("7", "T", {"k": 1})
    assert [block.kind for block in second.blocks] == ["heading", "item", "item"]
    assert (third.id, third.groups) == (" x ", ("staff",))


def test_each_bad_line_has_its_reason(tmp_path):
    """A line that gives no document is named; the others go in."""
    path = tmp_path / "d.jsonl"
    lines = [b'{"id": 1, "text": "ok"}', b"{broken", b"[1]", b'{"text": "x"}', b'{"id": true, "text": "x"}']
    lines += [
        b'{"id": 2}',
        b'{"id": 3, "text": " "}',
        b'{"id": 1, "text": "again"}',
        b"\xff",
        b'{"id": 4, "text": "ok"}',
    ]
    path.write_bytes(b"\n".join(lines))
    read = list(read_jsonl(path))
    assert [record.id for record in read if not isinstance(record, BadLine)] == [1, 4]
    assert [(bad.line, bad.reason.split(" (")[0]) for bad in read if isinstance(bad, BadLine)] == [
        (2, "not valid JSON"),
        (3, "not a JSON object"),
        (4, 'no "id"'),
        (5, 'no "id"'),
        (6, 'no "text"'),
        (7, 'no "text"'),
        (8, "id 1 was already read from an earlier line"),
        (9, "not UTF-8"),
    ]


def test_compressed_dumps_are_read(tmp_path):
    """A gzipped dump needs no unpacking."""
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1, "text": "ok"}'))
    assert is_dump(path)
    assert [document.id for document in read_jsonl(path)] == [1]
