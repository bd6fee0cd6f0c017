"""`RAG_LLM`, the keys and the base URLs: what they may be, and one clear line for what they may not."""

import pytest

from ingest.errors import SettingsProblem
from serve.llm.choice import Access, Choice, access_of, choice_of

URL = "http://127.0.0.1:11434/v1"


@pytest.mark.parametrize(
    ("setting", "choice"),
    [
        ("none", None),
        ("", None),
        ("openai:gpt-4.1-mini", Choice("openai", "gpt-4.1-mini")),
        ("openai:ft:gpt-4.1:us@x", Choice("openai", "ft:gpt-4.1:us@x")),
        ("anthropic:claude-sonnet-4-5", Choice("anthropic", "claude-sonnet-4-5")),
        (f"openai-like:llama3.2:3b@{URL}/", Choice("openai-like", "llama3.2:3b", URL)),
        (f"openai-like:org/model@v2@{URL}", Choice("openai-like", "org/model@v2", URL)),
    ],
)
def test_a_setting_names_a_model(setting: str, choice: Choice | None):
    """Models may hold colons, slashes and at signs; the URL stands behind the last one."""
    assert choice_of(setting) == choice


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("gpt-4.1", "it has to be openai:MODEL"),
        ("openay:gpt-4.1", r"unknown provider 'openay' \(did you mean openai\?\)"),
        ("gemini:pro", "unknown provider 'gemini'; it has to be"),
        ("openai:", "the model is missing"),
        ("openai: ", "the model is missing"),
        ("openai-like:llama", "needs a model and a URL"),
        (f"openai-like:@{URL}", "needs a model and a URL"),
        ("openai-like:llama@127.0.0.1:11434", "a URL such as http"),
        ("openai-like:llama@http://", "a URL such as http"),
        ("openai-like:llama@http://host:port/v1", "the URL cannot be read"),
        ("openai-like:llama@http://me:hush@host/v1", "no keys in the URL"),
        ("openai-like:llama@http://host/v1?key=hush", "no keys in the URL"),
    ],
)
def test_a_wrong_setting_is_one_line(setting: str, said: str):
    """It starts with the variable, says what it may be, and repeats nothing that might be secret."""
    with pytest.raises(SettingsProblem, match=rf"^RAG_LLM: .*{said}") as caught:
        choice_of(setting)
    assert "\n" not in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_key_in_the_wrong_variable_is_not_repeated():
    """A person who pastes the key into RAG_LLM does not find it in a log."""
    for setting in ("sk-proj-hush", "sk-proj-hush-0123456789:x"):
        with pytest.raises(SettingsProblem) as caught:
            choice_of(setting)
        assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("choice", "environment", "access"),
    [
        (Choice("openai", "m"), {"OPENAI_API_KEY": "k"}, Access("https://api.openai.com/v1", "k")),
        (Choice("openai", "m"), {"OPENAI_API_KEY": " k\n", "OPENAI_API_BASE": URL}, Access(URL, "k")),
        (
            Choice("openai", "m"),
            {"OPENAI_API_KEY": "k", "OPENAI_API_BASE": "http://other", "OPENAI_BASE_URL": URL},
            Access(URL, "k"),
        ),
        (Choice("anthropic", "m"), {"ANTHROPIC_API_KEY": "k"}, Access("https://api.anthropic.com", "k")),
        (Choice("anthropic", "m"), {"ANTHROPIC_API_KEY": "k", "ANTHROPIC_BASE_URL": URL}, Access(URL, "k")),
        (Choice("openai-like", "m", URL), {}, Access(URL, "")),
        (Choice("openai-like", "m", URL), {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "x"}, Access(URL, "k")),
    ],
)
def test_keys_and_addresses_come_from_the_usual_variables(
    choice: Choice, environment: dict[str, str], access: Access
):
    """Those of the SDKs; an `openai-like` server needs no key and has its address in the setting."""
    assert access_of(choice, environment) == access


@pytest.mark.parametrize(
    ("provider", "key"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")]
)
def test_a_missing_key_names_its_variable(provider: str, key: str):
    """Empty is missing."""
    with pytest.raises(SettingsProblem, match=rf"{provider}:m, and {key} is not set"):
        access_of(Choice(provider, "m"), {key: " "})  # type: ignore[arg-type]


def test_a_wrong_base_url_names_its_variable():
    """The variable of the SDK is what has to be mended."""
    with pytest.raises(SettingsProblem, match="OPENAI_BASE_URL: a URL such as"):
        access_of(Choice("openai", "m"), {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "localhost:8000"})
