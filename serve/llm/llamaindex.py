"""Models behind LlamaIndex's `LLM` interface: the only module that imports it or a provider's SDK.

The SDKs' own retries are off (`serve/llm/resilience.py` does it once), and every call streams, since a stream
alone shows that a slow reply is alive.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import finalize

from ingest.errors import ModelProblem, SettingsProblem
from serve.llm.choice import Access, Choice
from serve.llm.errors import ModelRejected
from serve.llm.faults import translated
from serve.llm.types import End, Finish, Prompt, Usage

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

_NO_KEY = "none"
"""Sent to servers that need no key, since the SDK sends nothing without one."""

_OPENAI_FINISH: Mapping[str, Finish] = {"length": "length", "content_filter": "withheld"}
_ANTHROPIC_FINISH: Mapping[str, Finish] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "withheld",
}


@dataclass(frozen=True, slots=True)
class _Wire:
    """How one wire format is asked and read."""

    options: Callable[[Prompt], dict[str, Any]]
    usage: Callable[["ChatResponse"], Usage | None]
    finish: Callable[["ChatResponse"], Finish | None]
    model: Callable[["ChatResponse"], str]
    marks: bool = False
    """Only what is marked is cached."""


@dataclass(frozen=True, slots=True)
class _Client:
    """LlamaIndex's model, what its SDK takes for an option not to be sent, and the end of its connections."""

    llm: "LLM"
    unset: object
    close: Callable[[], None]


class LlamaIndexProvider:
    """One model; one attempt a call. Neither a representation nor an error holds the key."""

    def __init__(self, choice: Choice, access: Access, client: _Client, wire: _Wire) -> None:
        self.name = choice.name
        self._choice, self._access, self._client, self._wire = choice, access, client, wire
        self._temperature = True
        # The SDK's client lies in reference cycles: the collector would take its sockets unclosed.
        finalize(self, client.close)

    def stream(self, prompt: Prompt, silence: float) -> Iterator[str | End]:
        """Pieces of text, then the End; raises ModelUnavailable.

        Some models take no temperature, and only their owners know which do: one that objects is asked
        without, from then on.
        """
        tried_with = self._temperature
        try:
            yield from self._translated(prompt, silence)
        except ModelRejected as error:
            if not tried_with or "temperature" not in str(error):
                raise
            self._temperature = False
            yield from self._translated(prompt, silence)

    def _translated(self, prompt: Prompt, silence: float) -> Iterator[str | End]:
        try:
            yield from self._pieces(prompt, silence)
            return
        except Exception as error:
            failure = translated(error, self._choice, self._access)
        # Out here, so that it has no context: the SDK's error holds the request, and the request the key.
        raise failure

    def _pieces(self, prompt: Prompt, silence: float) -> Iterator[str | End]:
        usage, finish, model = None, None, ""
        options = {**self._wire.options(prompt), "timeout": silence, "temperature": prompt.temperature}
        if not self._temperature:
            options["temperature"] = self._client.unset
        for response in self._client.llm.stream_chat(_messages(prompt, self._wire.marks), **options):
            usage = self._wire.usage(response) or usage
            finish = self._wire.finish(response) or finish
            model = self._wire.model(response) or model
            yield response.delta or ""
        yield End(model or self._choice.model, usage, finish)


def load_provider(choice: Choice, access: Access) -> LlamaIndexProvider:
    """Imports what the choice needs; raises ModelProblem without the packages, SettingsProblem."""
    try:
        if choice.provider == "anthropic":
            return LlamaIndexProvider(choice, access, _anthropic(choice, access), _ANTHROPIC)
        wire = _OPENAI if choice.provider == "openai" else _OPENAI_LIKE
        return LlamaIndexProvider(choice, access, _openai(choice, access), wire)
    except ImportError as error:
        raise ModelProblem(
            f"RAG_LLM={choice.name} needs packages that are missing ({error.name}): "
            "pip install 'interview-rag[llm]'"
        ) from error
    except ValueError as error:  # models that the chat completions do not serve
        raise SettingsProblem(f"RAG_LLM: {' '.join(str(error).split())}") from error


def _openai(choice: Choice, access: Access) -> _Client:
    """`OpenAILike` for OpenAI itself as well: `OpenAI` refuses models that are newer than its list."""
    from llama_index.llms.openai_like import OpenAILike
    from openai import DefaultHttpxClient, omit

    import_module("openai.resources.chat")  # else the first call does, and is a second late
    http = DefaultHttpxClient()
    llm = OpenAILike(
        model=choice.model,
        api_base=access.url,
        api_key=access.key or _NO_KEY,
        is_chat_model=True,
        temperature=0.0,
        max_retries=0,
        http_client=http,
    )
    return _Client(llm, omit, http.close)


def _anthropic(choice: Choice, access: Access) -> _Client:
    from anthropic import omit
    from llama_index.core.llms import LLMMetadata
    from llama_index.llms.anthropic import Anthropic

    class AnyAnthropic(Anthropic):
        """Also models that are newer than LlamaIndex's list, for which `metadata` would raise."""

        __init__ = Anthropic.__init__

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(is_chat_model=True, model_name=self.model)

    llm = AnyAnthropic(
        model=choice.model, base_url=access.url, api_key=access.key, temperature=0.0, max_retries=0
    )
    return _Client(llm, omit, llm._client.close)


def _messages(prompt: Prompt, marks: bool) -> list["ChatMessage"]:
    from llama_index.core.base.llms.types import CacheControl, CachePoint
    from llama_index.core.llms import ChatMessage

    system = [ChatMessage(role="system", content=prompt.system)] if prompt.system else []
    turns = [ChatMessage(role=m.role, content=m.text) for m in prompt.messages]
    for message, turn in zip(prompt.messages, turns, strict=True):
        if marks and message.recurs:
            turn.blocks.append(CachePoint(cache_control=CacheControl(type="ephemeral")))
    return [*system, *turns]


def _openai_options(prompt: Prompt, limit: str) -> dict[str, Any]:
    """`limit` names the most tokens: OpenAI has renamed it, and other servers know the old name."""
    options: dict[str, Any] = {limit: prompt.max_tokens, "stream_options": {"include_usage": True}}
    if prompt.schema is not None:
        schema = {"name": "reply", "strict": True, "schema": dict(prompt.schema)}
        options["response_format"] = {"type": "json_schema", "json_schema": schema}
    return options


def _openai_usage(response: "ChatResponse") -> Usage | None:
    counted = getattr(response.raw, "usage", None)
    if counted is None:
        return None
    details = getattr(counted, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None) or 0
    return Usage(counted.prompt_tokens, counted.completion_tokens, cached)


def _openai_finish(response: "ChatResponse") -> Finish | None:
    choices = getattr(response.raw, "choices", None) or ()
    reason = choices[0].finish_reason if choices else None
    return _OPENAI_FINISH.get(reason, "complete") if reason else None


def _openai_model(response: "ChatResponse") -> str:
    return getattr(response.raw, "model", None) or ""


def _anthropic_options(prompt: Prompt) -> dict[str, Any]:
    options: dict[str, Any] = {"max_tokens": prompt.max_tokens}
    if prompt.schema is not None:
        options["output_config"] = {"format": {"type": "json_schema", "schema": dict(prompt.schema)}}
    return options


def _anthropic_usage(response: "ChatResponse") -> Usage | None:
    """The counts of `message_delta`: cumulative, with those of the cache beside `input_tokens`."""
    counted = (response.raw or {}).get("usage")
    if counted is None:
        return None
    cached = counted.cache_read_input_tokens or 0
    written = counted.cache_creation_input_tokens or 0
    return Usage((counted.input_tokens or 0) + cached + written, counted.output_tokens, cached, written)


def _anthropic_finish(response: "ChatResponse") -> Finish | None:
    reason = response.message.additional_kwargs.get("stop_reason")
    return _ANTHROPIC_FINISH.get(reason, "complete") if reason else None


_OPENAI = _Wire(
    lambda p: _openai_options(p, "max_completion_tokens"), _openai_usage, _openai_finish, _openai_model
)
_OPENAI_LIKE = _Wire(lambda p: _openai_options(p, "max_tokens"), _openai_usage, _openai_finish, _openai_model)
_ANTHROPIC = _Wire(_anthropic_options, _anthropic_usage, _anthropic_finish, lambda _: "", marks=True)
