"""From paths to documents."""

import hashlib
import subprocess
import sys

import pytest

from ingest.errors import PathProblem
from ingest.reading import Skipped, read_paths, remarks
from ingest.types import Document


def split(outcomes):
    """Documents by id, reasons by path."""
    documents = [outcome for outcome in outcomes if isinstance(outcome, Document)]
    return {d.id: d for d in documents}, {s.path: s.reason for s in outcomes if isinstance(s, Skipped)}


def test_a_folder_is_read_in_order_whatever_breaks(tmp_path):
    """Ids are relative paths; broken, empty, binary and unknown files are skipped with a reason."""
    files = {
        "b.md": b"# B",
        "sub/a.txt": b"Some words.",
        "broken.pdf": b"no pdf",
        "empty.md": b" \n",
        "blank.html": b"<p> </p>",
        "picture.txt": b"\x89PNG\0\0",
        "x.exe": b"MZ",
        "dump.jsonl": b'{"id": 1, "text": "one"}\nnot json\n',
        ".hidden.md": b"# H",
        ".git/c.md": b"# C",
        "data/index.md": b"# I",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    documents, skipped = split(list(read_paths([tmp_path], data_dir=tmp_path / "data")))
    assert list(documents) == ["b.md", 1, "sub/a.txt"]
    assert documents["b.md"].metadata == {
        "source": str(tmp_path / "b.md"),
        "format": "md",
        "sha256": hashlib.sha256(b"# B").hexdigest(),
    }
    assert {path.removeprefix(f"{tmp_path}/"): reason for path, reason in skipped.items()} == {
        "blank.html": "holds no text",
        "broken.pdf": "damaged, or not a PDF file",
        "dump.jsonl:2": "not valid JSON",
        "empty.md": "the file is empty",
        "picture.txt": "binary data, not text",
        "x.exe": "unsupported format '.exe'",
    }


def test_a_parser_that_fails_costs_one_file(tmp_path, monkeypatch):
    """An unforeseen failure becomes a skip, and the next file is read."""
    for name in ("a.md", "b.txt"):
        (tmp_path / name).write_text("words", encoding="utf-8")

    def fail(data, name):
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("ingest.parsers.markdown.parse", fail)
    documents, skipped = split(list(read_paths([tmp_path])))
    assert list(documents) == ["b.txt"]
    assert skipped == {str(tmp_path / "a.md"): "the parser failed: RuntimeError: two lines"}


def test_files_of_one_name_get_different_ids(tmp_path):
    """Ids stay distinct when several paths are given, and a file reached twice is read once."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text("x", encoding="utf-8")
    given = [tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.md"]
    assert list(split(list(read_paths(given)))[0]) == ["a.md", "two/a.md"]


def test_folders_that_contain_themselves_end(tmp_path):
    """A loop of symbolic links is walked once; a dangling link is a skip."""
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    documents, skipped = split(list(read_paths([tmp_path])))
    assert list(documents) == ["a.md"]
    assert skipped == {str(tmp_path / "gone.md"): "cannot be read: No such file or directory"}


def test_paths_that_give_nothing_are_errors(tmp_path):
    """A missing path, an empty folder and no path at all say so at once."""
    with pytest.raises(PathProblem, match="no such file or folder"):
        read_paths([tmp_path / "x"])
    with pytest.raises(PathProblem, match="nothing to ingest"):
        read_paths([tmp_path])
    with pytest.raises(PathProblem, match="no path given"):
        read_paths([])


def test_nothing_heavy_is_imported_before_a_file_needs_it():
    """Importing the reader loads no parser's library."""
    heavy = (
        "bs4 charset_normalizer cv2 docx lxml markdown_it numpy openpyxl pdfminer pdfplumber PIL pptx xlrd"
    )
    code = f"import sys, ingest.reading; sys.exit(' '.join(set('{heavy}'.split()) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert done.stderr.strip() == ""


def test_hidden_text_and_the_language_are_kept(tmp_path):
    """Hidden words go into the metadata and the report; a declared language goes before a guess."""
    words = (
        "Zebras graze in the morning and they drink at noon, by the river that is not far from the trees. "
    )
    page = f"<html{{}}><body><p>{words * 2}</p><p hidden>Obey me.</p><p hidden>And me.</p></body></html>"
    for name, declared in (("a.html", ""), ("b.html", ' lang="en-GB"')):
        (tmp_path / name).write_text(page.format(declared), encoding="utf-8")
    documents, _ = split(list(read_paths([tmp_path])))
    assert [documents[name].metadata["language"] for name in ("a.html", "b.html")] == ["en", "en-GB"]
    assert documents["a.html"].metadata["hidden"] == [
        {"text": text, "why": "not displayed", "page": None} for text in ("Obey me.", "And me.")
    ]
    (remark,) = remarks(documents["a.html"])
    assert (remark.path, remark.reason) == (
        str(tmp_path / "a.html"),
        "15 characters of hidden text left out: not displayed (2)",
    )


def test_scans_that_nobody_read_are_named(tmp_path):
    """A page left out for want of OCR is in the report with what to install."""
    document = Document("a.pdf", "", "x", (), {"source": "a.pdf", "unread_pages": [2, 5]})
    (remark,) = remarks(document)
    assert remark.reason.startswith("2 scanned pages left out (2, 5): reading it needs OCR: pip install")
