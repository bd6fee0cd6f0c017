"""What answers cost: counted, capped, and spared where an answer was given before."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.scripted import Fail, Request, Say, ScriptedLLM
from ingest.errors import SettingsProblem
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever, engine_over
from serve.engine import Engine
from serve.llm.ledger import Ledger
from serve.settings import Settings
from serve.types import Answer, Shown

QUESTION = "What is LoRA?"


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Quotes the excerpt on low-rank adaptation."""
    with ScriptedLLM() as running:
        running.otherwise(quoting)
        yield running


def quoting(request: Request) -> str:
    """The first sentence about it, with its key."""
    found = re.findall(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', request.last, re.DOTALL)
    key, text = next((k, t) for k, t in found if "low-rank" in t.lower())
    said = next(s for s in re.split(r"(?<=[.])\s+|\n", text) if "low-rank" in s.lower() and s.endswith("."))
    return f"{said} [{key}]"


@pytest.fixture(scope="module")
def retriever(corpus_index: Path) -> Retriever:
    """Over corpus/, without a cross-encoder."""
    return build_retriever(Settings(data_dir=corpus_index, reranker="none"))


@pytest.fixture
def engine_of(
    retriever: Retriever, corpus_index: Path, server: ScriptedLLM, tmp_path: Path
) -> Callable[..., Engine]:
    """Settings -> an engine with prices and a store of its own."""
    prices = tmp_path / "prices.toml"
    prices.write_text("[models.scripted]\ninput = 1000.0\noutput = 1000.0\ncached_input = 100.0\n")

    def build(**overrides: object) -> Engine:
        settings = Settings(
            **{
                "data_dir": corpus_index,
                "reranker": "none",
                "llm": f"openai-like:scripted@{server.openai_url}",
                "llm_prices": prices,
                "llm_store": tmp_path / "llm.sqlite",
                **overrides,
            }
        )
        return engine_over(retriever, settings)

    return build


def test_an_answer_stands_in_the_ledger(engine_of: Callable[..., Engine], tmp_path: Path):
    """With its tokens and its cost, under the name of who asked."""
    answer = engine_of().ask(QUESTION, asker="slack")
    (line,) = Ledger(tmp_path / "llm.sqlite").lines()
    assert (line.asker, line.model, line.answers) == ("slack", "openai-like:scripted", 1)
    assert line.prompt == answer.tokens["prompt"] > 0
    assert line.cost == answer.cost > 0  # type: ignore[operator] # the price is known


def test_a_failed_attempt_is_counted_and_told(
    engine_of: Callable[..., Engine], server: ScriptedLLM, tmp_path: Path
):
    """A reply in another language was paid for, though the documents' own sentences are shown."""
    server.otherwise("La méthode LoRA est une forme de quantification pour les grands modèles et les petits.")
    answer = engine_of(llm_repair=False).ask(QUESTION)
    assert answer.model == ""
    assert answer.cost == Ledger(tmp_path / "llm.sqlite").today() > 0  # type: ignore[operator] # as above


def test_a_search_that_is_helped_costs_too(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """What came before the search is in the answer's sum, also in a refusal's."""
    server.otherwise("gradient descent")
    answer = engine_of(second_look=1).ask("How do I bake sourdough bread?")
    assert answer.status == "refused"
    assert answer.cost == answer.steps[0].cost > 0  # type: ignore[operator] # as above


def test_a_spent_budget_leaves_the_documents_own_sentences(
    engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """The person is told, and no call is made any more."""
    engine = engine_of(llm_budget=0.001)
    assert engine.ask(QUESTION).model
    before = len(server.requests)
    answer = engine.ask(QUESTION)
    assert answer.status == "answered"
    assert answer.model == ""
    assert any("budget of 0.001 USD" in note for note in answer.notes)
    assert len(server.requests) == before


def test_a_budget_needs_a_price(engine_of: Callable[..., Engine]):
    """What is not known cannot be capped."""
    with pytest.raises(SettingsProblem, match="RAG_LLM_PRICES"):
        engine_of(llm_budget=1.0, llm_prices=None)


def test_the_second_prompt_over_the_same_evidence_is_mostly_cached(engine_of: Callable[..., Engine]):
    """The question comes last, so the provider's prefix cache holds the rest, and the hits are counted."""
    engine = engine_of()
    first, second = engine.ask(QUESTION), engine.ask("what is LoRA")
    assert first.tokens["cached"] == 0
    assert second.tokens["cached"] > 0.8 * second.tokens["prompt"]
    assert second.cost < first.cost / 2  # type: ignore[operator] # as above


def test_the_same_question_is_answered_once(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """The second time costs nothing, says so, and streams the same pieces."""
    engine = engine_of(llm_cache=True)
    first = engine.ask(QUESTION)
    *pieces, again = engine.stream("what is lora?")
    assert len(server.requests) == 1
    assert isinstance(again, Answer)
    assert (again.text, again.citations, again.cost, again.tokens) == (first.text, first.citations, 0.0, {})
    assert "".join(p.text for p in pieces if isinstance(p, Shown)) == again.text
    assert any("answered before" in note for note in again.notes)


def test_another_group_gets_no_kept_answer(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """What one asker may see another may not."""
    engine = engine_of(llm_cache=True)
    engine.ask(QUESTION)
    assert engine.ask(QUESTION, groups=("strangers",)).status == "refused"
    engine.ask(QUESTION, groups=("everyone", "staff"))
    assert len(server.requests) == 2


@pytest.mark.parametrize("fault", [Fail(401), Say("NOT_IN_MATERIAL")], ids=["failed", "declined"])
def test_what_the_model_did_not_answer_is_not_kept(
    fault: Fail | Say, engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """It may do better the next time: only answers are kept."""
    server.otherwise(fault)
    engine = engine_of(llm_cache=True)
    engine.ask(QUESTION)
    server.otherwise(quoting)
    answer = engine.ask(QUESTION)
    assert answer.model and answer.status == "answered"


def test_the_command_sums_up(engine_of: Callable[..., Engine], rag: Callable[..., list[str]], tmp_path: Path):
    """`rag costs` for a person and for a program; without a file there is nothing to pay."""
    engine_of().ask(QUESTION)
    data = tmp_path / "data"
    data.mkdir()
    nothing = subprocess.run(rag("costs", "--data-dir", data), capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert nothing.stdout == "0 answers, 0.000000 USD\n"
    shutil.copy(tmp_path / "llm.sqlite", data)
    told = subprocess.run(rag("costs", "--data-dir", data), capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert "1 answers" in told.stdout
    line = subprocess.run(  # noqa: S603 - our own
        rag("costs", "--data-dir", data, "--json"), capture_output=True, text=True, check=True
    )
    assert json.loads(line.stdout)["answers"] == 1
