"""What a client asked, the same for both wire formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Api = Literal["openai", "anthropic"]
PATHS: Mapping[str, Api] = {"/v1/chat/completions": "openai", "/v1/messages": "anthropic"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `messages` are (role, text) without the system prompt, header names are lower case.

    `marked` counts the messages up to the last one that is marked for Anthropic's cache, 0 for none. `at` is
    `time.monotonic()` when it came.
    """

    api: Api
    model: str
    system: str
    messages: tuple[tuple[str, str], ...]
    stream: bool
    max_tokens: int | None
    temperature: float | None
    schema: Mapping[str, Any] | None
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    marked: int
    at: float

    @property
    def last(self) -> str:
        """The text of the last message."""
        return self.messages[-1][1]

    @property
    def key(self) -> str:
        """The key that was sent, in whichever header the format has for it."""
        return self.headers.get("x-api-key") or self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def wants_usage(self) -> bool:
        """Whether the counts belong into the answer: OpenAI's streams have them on request only."""
        asked = (self.body.get("stream_options") or {}).get("include_usage", False)
        return self.api == "anthropic" or not self.stream or asked


class BadRequest(Exception):
    """The real service would answer 400."""


def request_of(api: Api, body: Any, headers: Mapping[str, str], at: float) -> Request:
    """Reads a body; raises BadRequest for what the real service would not take."""
    if not isinstance(body, dict) or not isinstance(body.get("model"), str):
        raise BadRequest("model: field required")
    turns = body.get("messages")
    if not isinstance(turns, list) or not turns:
        raise BadRequest("messages: at least one message is required")
    system, messages = [_text(body.get("system", ""))], []
    for turn in turns:
        if api == "openai" and turn["role"] in ("system", "developer"):
            system.append(_text(turn["content"]))
        elif turn["role"] in ("user", "assistant"):
            messages.append((turn["role"], _text(turn["content"])))
        else:
            raise BadRequest(f"messages: unexpected role {turn['role']!r}")
    limit = body.get("max_tokens", body.get("max_completion_tokens"))
    if api == "anthropic" and (limit is None or "anthropic-version" not in headers):
        raise BadRequest("max_tokens and anthropic-version: required")
    return Request(
        api=api,
        model=body["model"],
        system="\n".join(filter(None, system)),
        messages=tuple(messages),
        stream=bool(body.get("stream", False)),
        max_tokens=limit,
        temperature=body.get("temperature"),
        schema=_schema(api, body),
        headers=headers,
        body=body,
        marked=max((n for n, t in enumerate(turns, start=1) if _is_marked(t["content"])), default=0),
        at=at,
    )


def _text(content: Any) -> str:
    """Content is a string or a list of blocks."""
    if isinstance(content, str):
        return content
    return "\n".join(block["text"] for block in content if block.get("type") == "text")


def _is_marked(content: Any) -> bool:
    return isinstance(content, list) and any("cache_control" in block for block in content)


def _schema(api: Api, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if api == "anthropic":
        form = (body.get("output_config") or {}).get("format")
    else:
        form = body.get("response_format")
    if form is None or form.get("type") != "json_schema":
        return None
    schema = form.get("schema") if api == "anthropic" else (form.get("json_schema") or {}).get("schema")
    if not isinstance(schema, dict):
        raise BadRequest("response_format: a json_schema needs its schema")
    return schema
