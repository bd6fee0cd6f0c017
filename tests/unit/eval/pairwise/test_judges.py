"""Who wins: by the golden labels, or by a language model that has to mean the same in both orders."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.cli import commands
from eval.pairwise.entrants import pairings, read_entrants
from eval.pairwise.judges import agreed, by_metric, by_model, read_verdict
from eval.pairwise.types import Judged
from eval.scripted import Fail, Request, ScriptedLLM
from ingest.errors import SettingsProblem
from serve.llm import LanguageModel, load_language_model
from serve.llm.choice import Choice
from serve.llm.errors import ModelUnavailable

Two = tuple[Path, Path]


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """A judge that does what a test scripts."""
    with ScriptedLLM() as running:
        yield running


@pytest.fixture
def model(server: ScriptedLLM) -> LanguageModel:
    """The server, through the official SDK."""
    return load_language_model(Choice("openai-like", "judge", server.openai_url), {}, {})


def shown(request: Request) -> tuple[str, str]:
    """The two answers as the judge reads them."""
    data = json.loads(re.search(r"<data>\n(.*?)\n</data>", request.last, re.DOTALL)[1])  # type: ignore[index]
    return data["A"]["text"], data["B"]["text"]


def judged(two: Two, model: LanguageModel) -> Judged:
    """The model's verdicts."""
    return by_model(list(pairings(read_entrants(two))), model, 10)


def test_the_golden_labels_decide(two: Two):
    """Right beats wrong; what both got right is a tie."""
    won = [d.won for d in by_metric(pairings(read_entrants(two))).duels]
    assert won == [0] * 3 + [1] * 9


def test_a_verdict_that_holds_in_both_orders_counts(two: Two, server: ScriptedLLM, model: LanguageModel):
    """The one who says “Right” wins wherever it stands; answers that are the same are not asked about."""
    server.otherwise(lambda r: f"Because.\nVERDICT: {'A' if 'Right' in shown(r)[0] else 'B'}")
    found = judged(two, model)
    assert [d.won for d in found.duels] == [0] * 3 + [1] * 9
    assert found.figures == {"position-inconsistent": 0.0, "asked": 9, "unreadable": 0}
    assert len(server.requests) == 18
    first, second = (shown(r) for r in server.requests[:2])
    assert first == second[::-1]


def test_a_judge_that_prefers_a_place_decides_nothing(two: Two, server: ScriptedLLM, model: LanguageModel):
    """Always the first: every verdict changes with the order, so each is a tie, and that is said."""
    server.otherwise("VERDICT: A")
    found = judged(two, model)
    assert {d.won for d in found.duels} == {0}
    assert found.figures["position-inconsistent"] == 1.0
    assert any("9 of 9 (100.0%)" in note for note in found.notes)


def test_a_reply_without_a_verdict_costs_one_question(two: Two, server: ScriptedLLM, model: LanguageModel):
    """It is a tie and is counted, and is not asked again the other way round; the others' verdicts stand."""
    server.then("I cannot say.")
    server.otherwise(lambda r: f"VERDICT: {'A' if 'Right' in shown(r)[0] else 'B'}")
    found = judged(two, model)
    assert [d.won for d in found.duels] == [0] * 4 + [1] * 8
    assert found.figures["unreadable"] == 1
    assert len(server.requests) == 1 + 2 * 8


def test_a_judge_that_fails_keeps_what_was_judged(two: Two, server: ScriptedLLM, model: LanguageModel):
    """Two questions in, the key is refused: both verdicts are reported, and that the rest is missing."""
    server.then(*["VERDICT: A", "VERDICT: B"] * 2)
    server.otherwise(Fail(401))
    found = judged(two, model)
    assert [d.won for d in found.duels] == [0] * 3 + [1] * 2
    assert any("broken off at question q5" in note for note in found.notes)


def test_a_judge_that_never_answers_is_an_error(two: Two, server: ScriptedLLM, model: LanguageModel):
    """Without one verdict there is nothing to report."""
    server.otherwise(Fail(401))
    with pytest.raises(ModelUnavailable, match="broken off at question q3"):
        judged(two, model)


@pytest.mark.parametrize(("there", "back", "won"), [(1, -1, 1), (-1, 1, -1), (0, 0, 0), (1, 1, 0), (1, 0, 0)])
def test_swapped_verdicts(there: int, back: int, won: int):
    """Only two that mean the same answer decide."""
    assert agreed(there, back) == won


def test_the_last_verdict_counts():
    """On a line of its own, marked up or not."""
    assert read_verdict("VERDICT: B, or rather\n**VERDICT: A**") == "A"
    assert read_verdict("The verdict: A is better") is None


def test_the_command_prints_ratings(two: Two, tmp_path: Path, run_file: Callable[..., Path]):
    """Wins, losses and ties of each pair, and Elo with the better one first; the JSON holds the same."""
    out = tmp_path / "out.json"
    done = CliRunner().invoke(
        commands, ["pairwise", *map(str, two), "--out", str(out)], catch_exceptions=False
    )
    assert re.search(r"good +\| bad +\| +9 \| +0 \| +3", done.output)
    rated = re.findall(r"^\| (good|bad) \| +(\d+)", done.output, re.MULTILINE)
    assert rated[0][0] == "good" and int(rated[0][1]) > int(rated[1][1])
    assert json.loads(out.read_text("utf-8"))

    one = run_file("one", {"q0": ("Right.", True)})
    other = run_file("other", {"q0": ("Wrong.", False)})
    done = CliRunner().invoke(commands, ["pairwise", str(one), str(other)], catch_exceptions=False)
    assert "No ratings: of 1 questions nothing can be told" in done.output


def test_a_judging_model_has_to_be_named(two: Two):
    """One line that says what to set."""
    done = CliRunner().invoke(commands, ["pairwise", "--judge", "llm", *map(str, two)])
    assert isinstance(done.exception, SettingsProblem)
    assert "RAG_LLM" in str(done.exception)
