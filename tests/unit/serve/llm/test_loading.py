"""From settings to a model, and nothing heavy before it is wanted."""

import subprocess
import sys
from pathlib import Path

import pytest

from eval.scripted import ScriptedLLM
from ingest.errors import SettingsProblem
from serve.bootstrap import build_language_model
from serve.settings import Settings

from .conftest import PROMPT

HEAVY = "{'llama_index', 'openai', 'anthropic', 'httpx', 'tiktoken'}"


def test_settings_build_a_model(tmp_path: Path, scripted_llm: ScriptedLLM):
    """Model, address and price of `RAG_LLM` and `RAG_LLM_PRICES` meet in the reply."""
    prices = tmp_path / "prices.toml"
    prices.write_text("[models.small]\ninput = 1\noutput = 2\n", encoding="utf-8")
    settings = Settings(llm=f"openai-like:small@{scripted_llm.openai_url}", llm_prices=prices)
    model = build_language_model(settings)
    assert model is not None and model.name == "openai-like:small"
    reply = model.complete(PROMPT, 10)
    assert reply.spent.usage is not None
    assert reply.spent.cost == pytest.approx(
        (reply.spent.usage.prompt + 2 * reply.spent.usage.completion) / 1e6
    )


def test_no_model_without_a_setting():
    """The default answers without one."""
    assert Settings().llm is None
    assert build_language_model(Settings()) is None


def test_a_wrong_setting_fails_every_command(monkeypatch: pytest.MonkeyPatch):
    """Settings are checked where they are read, so a typing error is not found out by the first question."""
    monkeypatch.setenv("RAG_LLM", "opnai:m")
    with pytest.raises(SettingsProblem, match="did you mean openai"):
        Settings()


def test_nothing_heavy_is_imported_for_extractive_answers():
    """Engine, command line and settings, a model being named, load neither LlamaIndex nor an SDK."""
    modules = "serve.bootstrap, serve.cli.ask, serve.cli.chat, serve.cli.doctor, serve.cli.search"
    code = (
        f"import sys, {modules}; from serve.settings import Settings; Settings(llm='openai:m'); "
        f"sys.exit(', '.join({HEAVY} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert done.stderr.strip() == ""


def test_missing_packages_name_the_extra():
    """In a Python that has none of them the error says what to install."""
    root = Path(__file__).parents[4]
    code = (
        "import sys; sys.modules['llama_index'] = None\n"
        "from serve.llm.choice import Access, Choice\n"
        "from serve.llm.llamaindex import load_provider\n"
        "from ingest.errors import ModelProblem\n"
        "try: load_provider(Choice('openai', 'm'), Access('http://x', 'k'))\n"
        "except ModelProblem as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)  # noqa: S603 - our own code
    assert done.stdout.strip().endswith("pip install 'interview-rag[llm]'"), done.stderr
    assert "RAG_LLM=openai:m needs packages that are missing" in done.stdout
