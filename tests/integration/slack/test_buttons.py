"""What people do under an answer, and what is kept of it."""

from pathlib import Path

import pytest

from ingest.models import load_embedder
from ingest.pipeline import ingest
from serve.bootstrap import build_engine
from serve.settings import Settings
from tests.integration.slack.conftest import Start, shown
from tests.servers.slack import Workspace

RAG = "What is retrieval-augmented generation?"


def asked(slack: Workspace, question: str = RAG) -> dict:
    """An answer in C1."""
    return slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> {question}"))


def test_helpful_is_kept_with_the_answer(slack: Workspace, start: Start):
    """Once for each person however often they press, and the person is thanked."""
    running = start()
    answer = asked(slack)
    pressed = [slack.press(user, "C1", answer, "helpful")[1] for user in ("U1", "U1", "U2")]
    slack.wait(lambda: pressed[0] and pressed[2], "thanks")
    assert "Thank you" in pressed[0][0]["text"]
    verdicts = [(j.verdict, j.by) for j in running.records.all_feedback()]
    assert sorted(verdicts) == [("helpful", "slack:T1:U1"), ("helpful", "slack:T1:U2")]
    (kept,) = running.records.all_answers()
    assert (kept.channel, kept.asker, kept.question) == ("slack", "slack:T1:U1", RAG)
    assert kept.conversation == f"slack:T1:C1:{answer['thread_ts']}"


def test_not_helpful_asks_for_a_reason(slack: Workspace, start: Start, mode: str):
    """The dialog's choice and comment are kept, and the person is thanked in the thread."""
    running = start(slack_mode=mode)
    answer = asked(slack)
    slack.press("U2", "C1", answer, "reason")
    view = slack.state.views[0]["view"]
    slack.submit("U2", view, "outdated", "It is 2026 now.")
    (told,) = slack.wait(lambda: slack.state.whispers, "thanks")
    assert (told["user"], told["thread_ts"]) == ("U2", answer["thread_ts"])
    (judged,) = running.records.all_feedback()
    assert (judged.verdict, judged.reason, judged.comment) == ("not helpful", "outdated", "It is 2026 now.")


def test_ask_again_answers_anew_in_the_thread(slack: Workspace, start: Start):
    """A new message, and a mark on the first answer that somebody asked again."""
    running = start()
    answer = asked(slack)
    slack.press("U2", "C1", answer, "again")
    again = slack.reply_to("C1", answer["thread_ts"], 2)
    assert shown(again) == shown(answer)
    first, second = running.records.all_answers()
    assert [(j.answer, j.verdict) for j in running.records.all_feedback()] == [(first.id, "ask again")]
    assert second.question == RAG


def test_ask_again_under_a_private_answer_stays_private(slack: Workspace, start: Start):
    """The new answer of a command goes to its asker as well."""
    start()
    _, replies = slack.command("U1", "C1", RAG)
    private = slack.wait(lambda: replies and replies[0], "the answer")
    _, pressed = slack.press("U1", "C1", private, "again", private=True)
    assert shown(slack.wait(lambda: pressed and pressed[0], "an answer")) == shown(private)
    assert slack.state.channels["C1"].messages == []


def test_who_can_help_calls_the_group(slack: Workspace, start: Start):
    """The configured group is mentioned once in the thread, with the question."""
    start(slack_helpers="S123")
    answer = asked(slack)
    for _ in range(2):
        slack.press("U2", "C1", answer, "help")
    after = asked(slack, "What is LoRA?")
    called = [m for m in slack.replies("C1", answer["thread_ts"]) if "<!subteam^S123>" in m["text"]]
    assert len(called) == 1
    assert "<@U2>" in called[0]["text"]
    assert RAG in called[0]["text"]
    assert "'rag_help'" in str(after)


def test_without_helpers_there_is_no_such_button(slack: Workspace, start: Start):
    """Nobody is configured, so nobody can be called."""
    start()
    assert "'rag_help'" not in str(asked(slack))


def test_show_sources_opens_every_quote(slack: Workspace, start: Start):
    """A dialog with each source's words in full."""
    running = start()
    answer = asked(slack)
    slack.press("U2", "C1", answer, "sources")
    dialog = str(slack.state.views[0]["view"])
    (kept,) = running.records.all_answers()
    assert all(f"*[{c['number']}]*" in dialog for c in kept.trace["citations"])


@pytest.mark.parametrize("name", ["sources", "share"])
def test_a_quote_that_is_gone_is_not_shown_again(slack: Workspace, start: Start, tmp_path: Path, name: str):
    """After its document was deleted, neither the dialog nor a shared answer holds its words."""
    (tmp_path / "z.md").write_text("# Zebras\n\nZebras graze in the morning.\n")
    ingest([tmp_path / "z.md"], tmp_path / "zoo", load_embedder)
    running = start(engine=build_engine(Settings(data_dir=tmp_path / "zoo", reranker="none")))
    _, replies = slack.command("U1", "C1", "When do zebras graze?")
    private = slack.wait(lambda: replies and replies[0], "the answer")
    assert "morning" in shown(private)
    (tmp_path / "y.md").write_text("# Yaks\n\nYaks live in the mountains.\n")
    ingest([tmp_path / "y.md"], tmp_path / "later", load_embedder)
    later = build_engine(Settings(data_dir=tmp_path / "later", reranker="none"))
    running.bot.engine = lambda: later
    _, pressed = slack.press("U1", "C1", private, name, private=True)
    said = slack.state.views if name == "sources" else slack.wait(lambda: pressed, "a word")
    assert "have changed" in str(said)
    assert "morning" not in str(said)
    assert slack.state.channels["C1"].messages == []


def test_buttons_of_a_forgotten_answer_say_so(slack: Workspace, start: Start):
    """Nothing breaks, and the person knows what to do."""
    start(slack_helpers="S123")
    answer = asked(slack)
    for block in answer["blocks"]:
        for element in block.get("elements", ()):
            element["value"] = "long gone"
    for name in ("helpful", "help", "again"):
        _, pressed = slack.press("U1", "C1", answer, name)
        told = slack.wait(lambda p=pressed: p or slack.state.whispers, "a word")
        assert "ask the question again" in told[0]["text"]
        slack.state.whispers.clear()
    slack.press("U1", "C1", answer, "sources")
    assert "too old" in str(slack.state.views[0]["view"])
