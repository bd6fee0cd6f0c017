"""Two language models: the cheap one writes what is easy, the other one the rest and what went wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.scripted import Behaviour, Fail, Request, ScriptedLLM
from eval.written.draft import excerpts_of
from ingest.errors import SettingsProblem
from ingest.models import load_embedder
from ingest.pipeline import ingest
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever, engine_over
from serve.engine import Engine
from serve.generate.route import lead_of
from serve.llm.ledger import Ledger
from serve.settings import Settings

EASY, TWO = "What does compaction do?", "What does compaction do and how long is data kept?"
GUIDE = """# Storage

## What does compaction do?

Compaction merges the segments of a partition in the background. It never blocks writers.

## How long is data kept?

Segments older than 7 days are deleted.
"""
FIRST, SECOND = (
    "Compaction merges the segments of a partition in the background.",
    "It never blocks writers.",
)
FALSE = "Compaction was invented on Mars in 1905."


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Says what a test scripts, by the model that is asked."""
    with ScriptedLLM() as running:
        yield running


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Over a short guide."""
    folder = tmp_path_factory.mktemp("storage")
    (folder / "storage.md").write_text(GUIDE)
    ingest([folder / "storage.md"], folder / "data", load_embedder)
    return build_retriever(Settings(data_dir=folder / "data"))


@pytest.fixture
def engine_of(retriever: Retriever, server: ScriptedLLM, tmp_path: Path) -> Callable[..., Engine]:
    """Settings -> an engine with two models at the server, prices, and a ledger of its own."""
    prices = tmp_path / "prices.toml"
    prices.write_text(
        "[models.dear]\ninput = 1000.0\noutput = 1000.0\n[models.small]\ninput = 10.0\noutput = 10.0\n"
    )

    def build(**overrides: object) -> Engine:
        wanted = {
            "llm": f"openai-like:dear@{server.openai_url}",
            "llm_cheap": f"openai-like:small@{server.openai_url}",
            "llm_prices": prices,
            "llm_store": tmp_path / "llm.sqlite",
            "llm_repair": False,
        }
        return engine_over(retriever, Settings(**{**wanted, **overrides}))

    return build


def saying(**replies: tuple[str, ...] | Behaviour) -> Callable[[Request], Behaviour | str]:
    """Model -> its sentences, each under the key of the excerpt."""

    def reply(request: Request) -> Behaviour | str:
        said = replies[request.model]
        if not isinstance(said, tuple):
            return said
        key = next(iter(excerpts_of(request.last)))
        return " ".join(f"{sentence} [{key}]" for sentence in said)

    return reply


def asked(server: ScriptedLLM) -> list[str]:
    """The models, in order."""
    return [r.model for r in server.requests]


def test_an_easy_question_is_the_cheap_ones(
    engine_of: Callable[..., Engine], server: ScriptedLLM, tmp_path: Path
):
    """The answer, its calls and the ledger name it, at its own price."""
    server.otherwise(saying(small=(FIRST,)))
    answer = engine_of().ask(EASY)
    assert asked(server) == ["small"]
    assert answer.model == "openai-like:small"
    assert [(c.model, c.purpose) for c in answer.calls] == [("openai-like:small", "draft")]
    (line,) = Ledger(tmp_path / "llm.sqlite").lines()
    assert (line.model, line.cost) == ("openai-like:small", answer.cost)
    assert answer.cost == pytest.approx((line.prompt + line.completion) * 10 / 1e6)


def test_several_parts_are_never_easy(
    engine_of: Callable[..., Engine], server: ScriptedLLM, retriever: Retriever
):
    """However low the setting: the other model writes."""
    server.otherwise(saying(dear=(FIRST,)))
    assert lead_of(retriever.retrieve(TWO)) < 0
    assert engine_of(llm_cheap_lead=0.0).ask(TWO).model == "openai-like:dear"
    assert asked(server) == ["dear"]


def test_the_lead_decides(engine_of: Callable[..., Engine], server: ScriptedLLM, retriever: Retriever):
    """Just below it the question is easy, just above it is not."""
    server.otherwise(saying(small=(FIRST,), dear=(FIRST,)))
    lead = lead_of(retriever.retrieve(EASY))
    assert 0.02 < lead < 0.98
    assert engine_of(llm_cheap_lead=lead - 0.01).ask(EASY).model == "openai-like:small"
    assert engine_of(llm_cheap_lead=lead + 0.01).ask(EASY).model == "openai-like:dear"


@pytest.mark.parametrize(
    "poor", [(FALSE,), Fail(401), ("NOT_IN_MATERIAL",)], ids=["false", "fails", "declines"]
)
def test_where_nothing_is_left_the_other_model_is_asked(
    poor: tuple[str, ...] | Behaviour, engine_of: Callable[..., Engine], server: ScriptedLLM, tmp_path: Path
):
    """Its answer is shown; the ledger has both where both were paid."""
    server.otherwise(saying(small=poor, dear=(FIRST,)))
    answer = engine_of().ask(EASY)
    assert asked(server) == ["small", "dear"]
    assert answer.model == "openai-like:dear"
    assert [s.text for s in answer.sentences] == [FIRST]
    paid = {line.model: line.cost for line in Ledger(tmp_path / "llm.sqlite").lines()}
    assert sum(paid.values()) == pytest.approx(answer.cost)
    assert ("openai-like:small" in paid) == (not isinstance(poor, Fail))


def test_what_was_shown_is_not_said_again(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Of the second draft, what rests on words that are cited already is left out."""
    server.otherwise(
        saying(
            small=(FIRST, FALSE, "It costs 40 dollars.", "Writers love Mars."),
            dear=(f"In short, {FIRST[0].lower()}{FIRST[1:]}", SECOND),
        )
    )
    answer = engine_of().ask(EASY)
    assert [s.text for s in answer.sentences] == [FIRST, SECOND]
    assert answer.model == "openai-like:small and openai-like:dear"


def test_where_both_fail_the_documents_speak(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """With a note, as with one model."""
    server.otherwise(Fail(401))
    answer = engine_of().ask(EASY)
    assert (answer.status, answer.model) == ("answered", "")
    assert any("openai-like:dear denies access" in note for note in answer.notes)


def test_a_cap_needs_both_prices(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """What is not known cannot be capped."""
    with pytest.raises(SettingsProblem, match="what unknown costs"):
        engine_of(llm_budget=1.0, llm_cheap=f"openai-like:unknown@{server.openai_url}")


def test_a_cheap_model_alone_is_a_wrong_setting():
    """And one of the wrong form is told under its own name."""
    with pytest.raises(SettingsProblem, match="RAG_LLM_CHEAP needs RAG_LLM"):
        Settings(llm_cheap="openai:small")
    with pytest.raises(SettingsProblem, match="RAG_LLM_CHEAP: it has to be"):
        Settings(llm="openai:m", llm_cheap="small")
