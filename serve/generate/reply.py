"""A model's reply, read as it arrives: JSON where the provider keeps to the schema, marked prose where not.

What comes out are drafted sentences with the keys that they name; whether those keys exist and the words
support the sentence is decided elsewhere.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.sentences import sentence_spans
from serve.generate.context import KEY_LENGTH, KEY_LETTERS

DECLINED = "NOT_IN_MATERIAL"
"""What the model is asked to write where the evidence does not answer."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "answered": {"type": "boolean"},
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "keys": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "keys"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["answered", "sentences"],
    "additionalProperties": False,
}

_KEY = rf"[A-Za-z0-9]{{{KEY_LENGTH - 1},{KEY_LENGTH + 2}}}"
_MARK = re.compile(rf"\s*[\[(【]\s*({_KEY}(?:\s*[,;]\s*{_KEY})*)\s*[\])】]")
_LIKE_A_KEY = re.compile(rf"^[{KEY_LETTERS}]+$")
_OPENS = re.compile(r"\s*[\[(【]")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"^\s*(?:#{1,6}\s|```\w*\s*$)|\*\*|__")
_OBJECT = re.compile(r"\{(?=\s*\"(?:text|keys)\")")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_OPEN_THOUGHT = re.compile(r"<think(?:ing)?>(?!.*</think(?:ing)?>)", re.DOTALL | re.IGNORECASE)
_OPENINGS = ("```json", "<thinking>")
"""Until more has come than the beginning of one of these, it is open what the reply will be."""
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as the model wrote it, and the keys that it names, which need not exist.

    `listed`: it is an entry of a list.
    """

    text: str
    keys: tuple[str, ...]
    listed: bool = False


@dataclass(slots=True)
class ReplyReader:
    """Takes pieces of a reply in order, gives sentences as soon as each is whole."""

    declined: bool = False
    _text: str = ""
    _read: int = 0
    _json: bool | None = field(default=None)

    def feed(self, piece: str) -> list[Drafted]:
        """The sentences that this piece completes."""
        self._text += piece
        return self._next(whole=False)

    def finish(self) -> list[Drafted]:
        """What is left when the reply has ended, the last sentence even without its full stop."""
        return self._next(whole=True)

    def _next(self, whole: bool) -> list[Drafted]:
        if _OPEN_THOUGHT.search(self._text) and not whole:
            return []
        text = _THOUGHT.sub("", self._text)
        if self._json is None:
            begun = text.lstrip()
            if not whole and any(opening.startswith(begun.rstrip()) for opening in _OPENINGS):
                return []
            self._json = begun.removeprefix("```json").removeprefix("```").lstrip().startswith("{")
        read = _objects if self._json else _sentences
        found, self._read = read(text, self._read, whole)
        self.declined = self.declined or _declines(text, self._json)
        return found


def read(reply: str) -> list[Drafted]:
    """The sentences of a reply that is whole."""
    reader = ReplyReader()
    return [*reader.feed(reply), *reader.finish()]


def _declines(text: str, as_json: bool) -> bool:
    if DECLINED in text:
        return True
    return as_json and bool(re.search(r"\"answered\"\s*:\s*false", text))


def _objects(text: str, start: int, whole: bool) -> tuple[list[Drafted], int]:
    """The whole sentence objects from `start` on; a broken one is skipped, the rest still read."""
    found: list[Drafted] = []
    while match := _OBJECT.search(text, start):
        try:
            value, end = _DECODER.raw_decode(text, match.start())
        except json.JSONDecodeError:
            following = _OBJECT.search(text, match.end())
            if following is None:  # cut off, or still arriving
                break
            start = following.start()
            continue
        if drafted := _from_object(value):
            found.append(drafted)
        start = end
    return found, start


def _from_object(value: dict[str, Any]) -> Drafted | None:
    text, keys = value.get("text"), value.get("keys")
    if not isinstance(text, str) or not text.strip():
        return None
    named = [k for k in keys if isinstance(k, str)] if isinstance(keys, list) else []
    inline = _marked(text)
    return Drafted(inline.text, tuple(dict.fromkeys((*(k.strip("[]() ") for k in named), *inline.keys))))


def _sentences(text: str, start: int, whole: bool) -> tuple[list[Drafted], int]:
    """The sentences of prose from `start` on; what a mark may still follow is held back."""
    found: list[Drafted] = []
    for line in text[start:].splitlines(keepends=True):
        closed = whole or line.endswith("\n")
        spans = _with_marks(line)
        ready = spans if closed else spans[: -2 if _OPENS.match(line, spans[-1][0]) else -1] if spans else []
        found += [drafted for a, b in ready if (drafted := _drafted(line[a:b]))]
        start += len(line) if closed else ready[-1][1] if ready else 0
    return found, start


def _with_marks(line: str) -> list[tuple[int, int]]:
    """The line's sentences; marks behind a full stop belong to the sentence before them."""
    out: list[tuple[int, int]] = []
    for begin, end in sentence_spans(line):
        mark = _MARK.match(line, begin)
        if out and mark:
            out[-1] = (out[-1][0], mark.end())
        own = mark.end() if out and mark else begin
        if line[own:end].strip():
            out.append((own, end))
    return out


def _drafted(raw: str) -> Drafted | None:
    said = _marked(_MARKUP.sub("", _BULLET.sub("", raw)))
    if DECLINED in raw or not re.search(r"\w", said.text):
        return None
    return replace(said, listed=bool(_BULLET.match(raw)))


def _marked(text: str) -> Drafted:
    """The text without its marks, and their keys; what is no key in round brackets, as "(RRF)", stays."""
    keys: list[str] = []

    def taken(match: re.Match[str]) -> str:
        named = re.split(r"\s*[,;]\s*", match[1])
        if match[0].lstrip()[0] == "(" and not all(_LIKE_A_KEY.match(k) for k in named):
            return match[0]
        keys.extend(named)
        return ""

    return Drafted(" ".join(_MARK.sub(taken, text).split()), tuple(dict.fromkeys(keys)))
