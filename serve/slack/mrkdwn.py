"""Text as Slack's mrkdwn: nothing in it is markup unless we wrote it.

https://docs.slack.dev/messaging/formatting-message-text: `&`, `<` and `>` are escaped; there is no escape for
`*`, `_`, `~` and backticks, so one that could open formatting is followed by a zero-width space.
"""

import re
from collections.abc import Callable, Iterator

MAX_SECTION = 3000
_BREAK = "\u200b"
_OPENS = re.compile(r"(?<![^\W_])([*_~`])(?=[^\s])")
_QUOTES = re.compile(r"^(\s*)(&gt;)", re.MULTILINE)
_FENCED = re.compile(r"^```\n(.*?)\n```$\n?((?:\[\d+\])*)", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"\[(\d+)\]")


def escaped(text: str) -> str:
    """The text, to be read as it stands."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _QUOTES.sub(rf"\1{_BREAK}\2", _OPENS.sub(rf"\1{_BREAK}", plain))


def escaped_code(text: str) -> str:
    """The text inside a fence, which nothing in it ends."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("```", f"``{_BREAK}`")


def linked(url: str, label: str) -> str:
    """A link where there is an address, else the label; a bar would end the address."""
    words = escaped(label).replace("|", "¦")
    return f"<{escaped_code(url)}|{words}>" if url else words


def laid_out(text: str, mark: Callable[[int], str]) -> Iterator[str]:
    """An answer's paragraphs and code blocks, each marked up; `mark` writes a citation's number."""
    end = 0
    for fence in _FENCED.finditer(text):
        yield from _paragraphs(text[end : fence.start()], mark)
        code, marks = f"```\n{escaped_code(fence[1])}\n```", _marked(fence[2], mark)
        yield from (f"{code}\n{marks}",) if len(code) + len(marks) < MAX_SECTION else (code, marks)
        end = fence.end()
    yield from _paragraphs(text[end:], mark)


def _paragraphs(text: str, mark: Callable[[int], str]) -> Iterator[str]:
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        if paragraph.strip():
            listed = re.sub(r"^- ", "• ", paragraph, flags=re.MULTILINE)
            yield _marked(listed, mark)


def _marked(text: str, mark: Callable[[int], str]) -> str:
    parts = _MARK.split(text)
    return "".join(mark(int(p)) if i % 2 else escaped(p) for i, p in enumerate(parts))


def packed(pieces: Iterator[str], limit: int = MAX_SECTION) -> Iterator[str]:
    """The pieces joined into texts of at most `limit` characters; longer ones are cut."""
    held = ""
    for piece in (part for whole in pieces for part in cut(whole, limit)):
        if held and len(held) + 2 + len(piece) > limit:
            yield held
            held = ""
        held = f"{held}\n\n{piece}" if held else piece
    if held:
        yield held


def cut(text: str, limit: int) -> Iterator[str]:
    """Parts of at most `limit` characters, cut at a line, else a word; a fence is closed and opened anew."""
    fence = "```" if text.startswith("```\n") else ""
    room = limit - 2 * len("```\n")
    while len(text) > limit:
        at = max(text.rfind("\n", 1, room), text.rfind(" ", room // 2, room))
        at = at if at > len(fence) + 1 else _safe(text, room)
        yield f"{text[:at]}\n{fence}" if fence else text[:at]
        rest = text[at:].lstrip("\n" if fence else " \n")
        text = f"{fence}\n{rest}" if fence else rest
    yield text


def _safe(text: str, at: int) -> int:
    """A place not inside an entity or a link."""
    for opening, closing in (("<", ">"), ("&", ";")):
        begun = text.rfind(opening, 0, at)
        if begun > 0 and closing not in text[begun:at] and closing in text[at:]:
            at = begun
    return at


def shortened(text: str, limit: int) -> str:
    """On one line of at most `limit` characters, cut at a word."""
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"
