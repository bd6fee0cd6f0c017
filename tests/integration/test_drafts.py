"""Sentences that have to stand in most of several drafts, and those that the model does not stand by."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.scripted import Behaviour, Fail, Request, ScriptedLLM
from eval.written.draft import excerpts_of
from ingest.models import load_embedder
from ingest.pipeline import ingest
from retrieval.pipeline import Retriever
from serve.bootstrap import build_retriever, engine_over
from serve.engine import Engine
from serve.generate.agree import TEMPERATURE
from serve.generate.prompts import OPINION
from serve.settings import Settings

QUESTION = "What does compaction do?"
MERGES = "Compaction merges the segments of a partition in the background."
BLOCKS = "It never blocks writers."
RUNS = "It runs when more than 12 segments exist."
GUIDE = f"# Storage\n\n## What does compaction do?\n\n{MERGES} {RUNS} {BLOCKS}\n"


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Says what a test scripts."""
    with ScriptedLLM() as running:
        yield running


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Over a short guide."""
    folder = tmp_path_factory.mktemp("storage")
    (folder / "storage.md").write_text(GUIDE)
    ingest([folder / "storage.md"], folder / "data", load_embedder)
    return build_retriever(Settings(data_dir=folder / "data", reranker="none"))


@pytest.fixture(params=["openai-like", "openai", "anthropic"])
def engine_of(
    request: pytest.FixtureRequest,
    retriever: Retriever,
    server: ScriptedLLM,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Engine]:
    """Settings -> an engine that asks the server in the format of each provider."""
    for name, url in (("OPENAI", server.openai_url), ("ANTHROPIC", server.anthropic_url)):
        monkeypatch.setenv(f"{name}_API_KEY", "key")
        monkeypatch.setenv(f"{name}_BASE_URL", url)
    own = f"@{server.openai_url}" if request.param == "openai-like" else ""

    def build(**overrides: object) -> Engine:
        wanted = {
            "reranker": "none",
            "llm": f"{request.param}:scripted{own}",
            "llm_store": tmp_path / "llm.sqlite",
            "llm_repair": False,
        }
        return engine_over(retriever, Settings(**{**wanted, **overrides}))

    return build


def reply(request: Request, *sentences: str) -> str:
    """The sentences under the key of the excerpt."""
    key = next(iter(excerpts_of(request.last)))
    return " ".join(f"{sentence} [{key}]" for sentence in sentences)


def drafting(
    first: tuple[str, ...], *others: tuple[str, ...] | Behaviour
) -> Callable[[Request], str | Behaviour]:
    """The draft at temperature 0, and one after the other those that are drawn."""
    left = list(others)

    def draft(request: Request) -> str | Behaviour:
        said = first if request.temperature == 0 else left.pop(0)
        return reply(request, *said) if isinstance(said, tuple) else said

    return draft


def test_what_most_drafts_say_is_kept(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """In any wording; what the first draft alone says is dropped with its votes, however true it is."""
    server.otherwise(
        drafting(
            (MERGES, RUNS, BLOCKS), (f"In short, {MERGES}", BLOCKS), (BLOCKS, "Compaction merges segments.")
        )
    )
    answer = engine_of(llm_drafts=3).ask(QUESTION)
    assert [s.text for s in answer.sentences] == [MERGES, BLOCKS]
    assert [(d.text, d.reason) for d in answer.dropped] == [(RUNS, "only 1 of 3 drafts say it")]
    assert [r.temperature for r in server.requests] == [0, TEMPERATURE, TEMPERATURE]


def test_every_draft_is_paid(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Three calls stand in the answer, and its tokens are theirs together."""
    server.otherwise(drafting((MERGES,), (MERGES,), (MERGES,)))
    answer = engine_of(llm_drafts=3).ask(QUESTION)
    assert [c.purpose for c in answer.calls] == ["draft"] * 3
    assert answer.tokens["prompt"] == sum(c.tokens["prompt"] for c in answer.calls) > 0


def test_a_draft_that_fails_has_no_vote(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Of those that came, most decide; without any other the first stands for itself."""
    server.otherwise(drafting((MERGES, RUNS), Fail(401), (MERGES,)))
    answer = engine_of(llm_drafts=3).ask(QUESTION)
    assert [s.text for s in answer.sentences] == [MERGES]
    server.otherwise(drafting((MERGES, RUNS), Fail(401), Fail(401)))
    assert [s.text for s in engine_of(llm_drafts=3).ask(QUESTION).sentences] == [MERGES, RUNS]


def test_a_first_draft_that_fails_leaves_the_documents_own_sentences(
    engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """As with one draft."""
    server.otherwise(Fail(401))
    answer = engine_of(llm_drafts=3).ask(QUESTION)
    assert (answer.status, answer.model) == ("answered", "")


def judging(second: Callable[[dict[str, str]], str | Behaviour]) -> Callable[[Request], str | Behaviour]:
    """Drafts three sentences; `second` is what it says of them by key."""

    def say(request: Request) -> str | Behaviour:
        if not request.system.startswith(OPINION):
            return reply(request, MERGES, RUNS, BLOCKS)
        listed = request.last.partition("Sentences:\n\n")[2].splitlines()
        return second({line[1:].partition("] ")[2]: line[1:].partition("] ")[0] for line in listed})

    return say


def test_what_the_model_does_not_stand_by_is_dropped(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """With the reason; the call stands in the answer beside the draft, with its tokens."""
    server.otherwise(judging(lambda keys: f'{{"unsupported": ["{keys[RUNS]}"]}}'))
    answer = engine_of(llm_second_opinion=True).ask(QUESTION)
    assert [s.text for s in answer.sentences] == [MERGES, BLOCKS]
    assert [d.text for d in answer.dropped] == [RUNS]
    assert [c.purpose for c in answer.calls] == ["draft", "second opinion"]
    assert all(c.tokens["prompt"] > 0 for c in answer.calls)
    # Only OpenAI itself is held to a schema.
    assert (server.requests[1].schema is not None) == answer.model.startswith("openai:")


@pytest.mark.parametrize("broken", ["{", "All are fine.", '{"unsupported": ["zzzz"]}', Fail(401)], ids=str)
def test_a_broken_opinion_changes_nothing(
    broken: str | Behaviour, engine_of: Callable[..., Engine], server: ScriptedLLM
):
    """Whatever is wrong with it, what was verified is shown."""
    server.otherwise(judging(lambda _: broken))
    answer = engine_of(llm_second_opinion=True).ask(QUESTION)
    assert [s.text for s in answer.sentences] == [MERGES, RUNS, BLOCKS]
    assert [c.purpose for c in answer.calls] == ["draft", "second opinion"]


def test_an_opinion_against_everything_is_a_refusal(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """Nothing is left, so that nothing is cited."""
    server.otherwise(judging(lambda keys: f'{{"unsupported": {list(keys.values())}}}'.replace("'", '"')))
    answer = engine_of(llm_second_opinion=True).ask(QUESTION)
    assert (answer.status, answer.citations) == ("refused", ())


def test_both_are_off_unless_set(engine_of: Callable[..., Engine], server: ScriptedLLM):
    """One call then."""
    server.otherwise(judging(lambda keys: "{}"))
    assert len(engine_of().ask(QUESTION).sentences) == 3
    assert len(server.requests) == 1
