"""`rag doctor` with a language model: one tiny call, and what came of it."""

import json
import re
from collections.abc import Callable, Iterator

import pytest

from eval.scripted import Fail, Say, ScriptedLLM
from ingest.errors import SettingsProblem
from serve.llm.errors import ModelUnavailable

KEY = "sk-doctor-0123456789"


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Behaves unless it is told not to."""
    with ScriptedLLM(key=KEY) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_it_says_what_came_back(ask: Callable, server: ScriptedLLM, provider: str):
    """Model, words, milliseconds and tokens; one request was made, and the key is not shown."""
    server.then(Say("ready"))
    variables = {
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": server.openai_url,
        "ANTHROPIC_API_KEY": KEY,
        "ANTHROPIC_BASE_URL": server.anthropic_url,
    }
    done = ask("doctor", RAG_LLM=f"{provider}:small", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    line = rf"^llm +{provider}:small replied “ready” in \d+ ms, \d+ tokens in, 2 out, price unknown$"
    assert re.search(line, done.stdout, re.MULTILINE), done.stdout
    written = rf"^answers +written by {provider}:small, each sentence verified$"
    assert re.search(written, done.stdout, re.MULTILINE)
    assert len(server.requests) == 1
    assert KEY not in done.stdout


@pytest.mark.slow
def test_a_cheap_model_is_tried_as_well(ask: Callable, server: ScriptedLLM):
    """One call each, both named as those that write; one that fails does not hide the other."""
    server.otherwise(lambda r: Say("ready") if r.model == "dear" else Fail(404, "no such model"))
    models = {
        "RAG_LLM": f"openai-like:dear@{server.openai_url}",
        "RAG_LLM_CHEAP": f"openai-like:small@{server.openai_url}",
        "OPENAI_API_KEY": KEY,
    }
    done = ask("doctor", "--json", **models)
    found = json.loads(done.stdout)
    assert found["answers"] == "written by openai-like:dear or openai-like:small, each sentence verified"
    assert found["llm"].startswith("openai-like:dear replied “ready”")
    assert "cheap_llm" not in found
    assert [p for p in found["problems"] if "openai-like:small" in p and "no such model" in p]
    assert [r.model for r in server.requests] == ["dear", "small"]


@pytest.mark.slow
def test_it_says_what_failed(ask: Callable, server: ScriptedLLM):
    """The rest is reported all the same, and the exit code is that of the failure; it is tried once."""
    server.otherwise(Fail(503, "out of order"))
    done = ask("doctor", "--json", RAG_LLM=f"openai-like:m@{server.openai_url}", OPENAI_API_KEY=KEY)
    assert (done.returncode, done.stderr) == (ModelUnavailable.exit_code, "")
    found = json.loads(done.stdout)
    assert found["problems"] == ["the language model openai-like:m failed (503): out of order"]
    assert "llm" not in found and "index" in found
    assert len(server.requests) == 1


def test_a_missing_key_is_a_problem(ask: Callable):
    """Nothing is asked without one."""
    done = ask("doctor", RAG_LLM="anthropic:m", ANTHROPIC_API_KEY="")
    assert done.returncode == SettingsProblem.exit_code
    assert "RAG_LLM names anthropic:m, and ANTHROPIC_API_KEY is not set" in done.stdout
