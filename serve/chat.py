"""An answer as one message of a chat: marks in the text, sources below it, annotations that link to them.

The shapes are those of OpenAI's chat completions, for clients that were made for it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from serve.asking import Told
from serve.types import Citation

_MARK = re.compile(r"\[(\d+)\]")
_WIDTH = 160


def closing(told: Told, base: str) -> str:
    """What follows the sentences: the sources of an answer, or questions that can be answered instead.

    `base` is the server's address, without a slash at its end.
    """
    if told.answer.citations:
        return "\n\n**Sources**\n\n" + "\n".join(_source(c, base) for c in told.answer.citations)
    if told.suggestions:
        return "\n\nThe material does answer:\n\n" + "\n".join(f"- {s}" for s in told.suggestions)
    return ""


def annotations(told: Told, base: str) -> list[dict[str, Any]]:
    """One for each mark: `content[start_index:end_index]` is the mark, and the link opens the cited words."""
    cited = {c.number: c for c in told.answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": mark.start(),
                "end_index": mark.end(),
                "title": cited[number].section or cited[number].title,
                "url": link(cited[number], base),
            },
        }
        for mark, number in _marks(told.answer.text)
        if number in cited
    ]


def link(citation: Citation, base: str) -> str:
    """Where the page shows the document at the cited words."""
    place = {"document": citation.document, "start": citation.start, "end": citation.end}
    return f"{base}/?{urlencode(place)}"


def asked(messages: Sequence[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """The question and the ones before it, of (role, text) pairs; empty where there is none."""
    *earlier, question = [text for role, text in messages if role == "user"] or [""]
    return question, tuple(earlier)


def _marks(text: str) -> Iterator[tuple[re.Match[str], int]]:
    return ((mark, int(mark[1])) for mark in _MARK.finditer(text))


def _source(citation: Citation, base: str) -> str:
    """A line of Markdown; what the documents say is no markup of ours."""
    page = f", page {citation.page}" if citation.page else ""
    name = f"{citation.section or citation.title}{page}"
    words = " ".join(citation.quote.split())
    quote = words if len(words) <= _WIDTH else words[:_WIDTH].rsplit(" ", 1)[0] + " …"
    return f"- [{citation.number}] [{_plain(name)}]({link(citation, base)}): “{_plain(quote)}”"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|!])", r"\\\1", text)
