"""EPUB: the chapters in the order in which they are read, each as a page of HTML."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from ingest.errors import UnreadableDocument
from ingest.parsers import normalise
from ingest.parsers.builder import Parsed, TextBuilder
from ingest.parsers.content import TORN, open_archive
from ingest.parsers.web import write_page

_PROPERTIES = {
    "creator": "author",
    "language": "language",
    "publisher": "publisher",
    "date": "created",
    "description": "description",
    "subject": "keywords",
}
_DAMAGED = "damaged, or not an EPUB file"


def parse(data: bytes, name: str) -> Parsed:
    """Read an EPUB 2 or 3 without rights management."""
    with open_archive(data, "an EPUB file") as archive:
        if "META-INF/encryption.xml" in archive.namelist() and "META-INF/rights.xml" in archive.namelist():
            raise UnreadableDocument("protected by rights management; it cannot be read")
        folder, package = _package(archive)
        labels = _labels(archive, folder, package)
        out = TextBuilder()
        for path in _spine(folder, package):
            _chapter(out, archive, path, labels.get(path, ""))
    metadata = _metadata(package)
    title = metadata.pop("title", "")
    parsed = out.parsed(name, title, metadata)
    return replace(parsed, title=title or parsed.title)  # a chapter's heading is not the book's title


def _chapter(out: TextBuilder, archive: zipfile.ZipFile, path: str, label: str) -> None:
    """A chapter without a heading of its own gets the one that the table of contents gives it."""
    try:
        page = archive.read(path)
    except TORN:
        return  # a chapter that the archive lacks costs itself alone
    headed = re.search(rb"<h[1-6][\s>]", page) is not None
    if label and not headed:
        out.heading(label, 2)
    write_page(out, page)


def _package(archive: zipfile.ZipFile) -> tuple[str, BeautifulSoup]:
    """The package file's folder and its content: metadata, manifest and spine."""
    try:
        container = _xml(archive.read("META-INF/container.xml"))
        root = container.find("rootfile")
        path = str(root["full-path"]) if isinstance(root, Tag) else ""
        return posixpath.dirname(path), _xml(archive.read(path))
    except TORN as error:
        raise UnreadableDocument(_DAMAGED) from error


def _spine(folder: str, package: BeautifulSoup) -> Iterator[str]:
    items = {str(item.get("id")): item for item in package.find_all("item")}
    for reference in package.find_all("itemref"):
        item = items.get(str(reference.get("idref")))
        # The table of contents is a list of links, not a chapter.
        if item is not None and "nav" not in str(item.get("properties") or "").split():
            yield _resolved(folder, str(item.get("href") or ""))


def _labels(archive: zipfile.ZipFile, folder: str, package: BeautifulSoup) -> Mapping[str, str]:
    """What the table of contents calls each file."""
    found: dict[str, str] = {}
    for item in package.find_all("item"):
        is_nav = "nav" in str(item.get("properties") or "").split()
        if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        path = _resolved(folder, str(item.get("href") or ""))
        try:
            contents = _xml(archive.read(path))
        except TORN:
            continue
        for target, words in _entries(contents):
            found.setdefault(_resolved(posixpath.dirname(path), target), words)
    return found


def _entries(contents: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for link in contents.find_all("a", href=True):
        yield str(link["href"]), normalise.words(link.get_text())
    for point in contents.find_all("navPoint"):
        label, content = point.find("text"), point.find("content")
        if isinstance(label, Tag) and isinstance(content, Tag):
            yield str(content.get("src") or ""), normalise.words(label.get_text())


def _metadata(package: BeautifulSoup) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key in {**_PROPERTIES, "title": "title"}.items():
        texts = [normalise.words(tag.get_text()) for tag in package.find_all(name)]
        if any(texts):
            found[key] = ", ".join(dict.fromkeys(filter(None, texts))) if key != "title" else texts[0]
    modified = package.find("meta", property="dcterms:modified")
    if isinstance(modified, Tag):
        found["modified"] = normalise.words(modified.get_text())
    return found


def _resolved(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _xml(source: bytes) -> BeautifulSoup:
    return BeautifulSoup(source, "xml")
