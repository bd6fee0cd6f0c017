"""Which language model `RAG_LLM` names, where it is and with which key."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

from ingest.errors import SettingsProblem

ProviderName = Literal["openai", "anthropic", "openai-like"]
NONE = "none"

_FORMS = "openai:MODEL, anthropic:MODEL, openai-like:MODEL@URL or none"
_LONGEST_PROVIDER = 20
_BASE_URLS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "openai": (("OPENAI_BASE_URL", "OPENAI_API_BASE"), "https://api.openai.com/v1"),
    "anthropic": (("ANTHROPIC_BASE_URL",), "https://api.anthropic.com"),
}
KEYS: Mapping[str, str] = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "openai-like": "OPENAI_API_KEY",
}
"""The variables that the providers' own SDKs read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A model of a provider; `url` is empty where the provider has one of its own."""

    provider: ProviderName
    model: str
    url: str = ""

    @property
    def name(self) -> str:
        """What people and logs read."""
        return f"{self.provider}:{self.model}"


@dataclass(frozen=True, slots=True)
class Access:
    """Where a model is asked, and the key, which no representation shows; empty where none is needed."""

    url: str
    key: str = field(repr=False)


def choice_of(setting: str, variable: str = "RAG_LLM") -> Choice | None:
    """What `variable` says, None for none; raises SettingsProblem, which never repeats the value.

    A value of the wrong form may be a key that was put into the wrong variable.
    """
    if setting in ("", NONE):
        return None
    provider, colon, rest = setting.partition(":")
    if not colon:
        raise SettingsProblem(f"{variable}: it has to be {_FORMS}")
    known = get_args(ProviderName)
    if provider not in known:
        raise SettingsProblem(f"{variable}: unknown provider{_named(provider, known)}; it has to be {_FORMS}")
    model, url = _model_and_url(rest) if provider == "openai-like" else (rest, None)
    if not model.strip() or any(c.isspace() for c in model):
        missing = (
            "openai-like needs a model and a URL" if provider == "openai-like" else "the model is missing"
        )
        raise SettingsProblem(f"{variable}: {missing}; it has to be {_FORMS}")
    checked = "" if url is None else _checked_url(url, variable)
    return Choice(provider, model, checked)  # type: ignore[arg-type] # in known


def access_of(choice: Choice, environment: Mapping[str, str]) -> Access:
    """Raises SettingsProblem for a missing key or a base URL that is none."""
    key = environment.get(KEYS[choice.provider], "").strip()
    if choice.url:
        return Access(choice.url, key)
    if not key:
        raise SettingsProblem(f"RAG_LLM names {choice.name}, and {KEYS[choice.provider]} is not set")
    variables, official = _BASE_URLS[choice.provider]
    for variable in variables:
        if url := environment.get(variable, "").strip():
            return Access(_checked_url(url, variable), key)
    return Access(official, key)


def _model_and_url(rest: str) -> tuple[str, str | None]:
    """Cut at the at sign before `http`, since both sides may hold others."""
    model, at, url = rest.partition("@http")
    if at:
        return model, f"http{url}"
    model, at, url = rest.rpartition("@")
    return model, url if at else None


def _named(provider: str, known: tuple[str, ...]) -> str:
    """The provider's name, and the one that was meant, if it is short enough to be no secret."""
    if len(provider) > _LONGEST_PROVIDER:
        return ""
    near = difflib.get_close_matches(provider.lower(), known, n=1)
    return f" {provider!r}" + (f" (did you mean {near[0]}?)" if near else "")


def _checked_url(url: str, variable: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SettingsProblem(f"{variable}: the URL cannot be read: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsProblem(f"{variable}: a URL such as http://127.0.0.1:11434/v1 is expected")
    if parts.username or parts.password or parts.query:
        raise SettingsProblem(f"{variable}: no keys in the URL; put the key into its own variable")
    return url.rstrip("/")
