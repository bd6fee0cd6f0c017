"""What the bot answers in a workspace, and what it leaves alone."""

from pathlib import Path

import pytest

from ingest.models import load_embedder
from ingest.pipeline import ingest
from serve.bootstrap import build_engine
from serve.settings import Settings
from tests.integration.slack.conftest import Start, shown
from tests.servers.slack import Workspace

RAG = "What is retrieval-augmented generation?"
NOBODY = "Who won the 2022 World Cup?"


def test_a_mention_is_answered_in_its_thread(slack: Workspace, start: Start, mode: str):
    """Over a socket and over HTTP, a mention gets one cited answer under it, though it is two events."""
    start(slack_mode=mode)
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    assert "[1]" in shown(slack.reply_to("C1", ts))
    slack.settle()
    after = slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?")
    slack.reply_to("C1", after)
    assert len(slack.replies("C1", ts)) == 1


def test_a_direct_message_is_answered(slack: Workspace, start: Start):
    """Without a mention, in a thread under it."""
    start()
    ts = slack.say("U1", "D1", RAG)
    assert "[1]" in shown(slack.reply_to("D1", ts))


def test_a_command_is_answered_for_its_asker_alone(slack: Workspace, start: Start, mode: str):
    """`/ask` says at once that it reads, then answers where only the asker sees it."""
    start(slack_mode=mode)
    at_once, replies = slack.command("U1", "C1", RAG)
    assert "Reading" in at_once["text"]
    answer = slack.wait(lambda: replies and replies[0], "the answer")
    assert answer["response_type"] == "ephemeral"
    assert "[1]" in shown(answer)
    assert slack.state.channels["C1"].messages == []


def test_a_command_without_a_question_explains_itself(slack: Workspace, start: Start):
    """An empty `/ask` and one that is refused by the allow-list get a sentence at once."""
    start(slack_users="U1")
    assert "/ask" in slack.command("U1", "C1", " ")[0]["text"]
    assert "cannot ask" in slack.command("U2", "C1", RAG)[0]["text"]


def test_an_answer_of_a_command_can_be_shared(slack: Workspace, start: Start):
    """The button posts it once in the channel under the asker's name, and takes the private one away."""
    start()
    _, replies = slack.command("U1", "C1", RAG)
    private = slack.wait(lambda: replies and replies[0], "the answer")
    _, pressed = slack.press("U1", "C1", private, "share", private=True)
    slack.press("U1", "C1", private, "share", private=True)
    slack.wait(lambda: {"delete_original": True} in pressed, "the private answer to go")
    (message,) = slack.state.channels["C1"].messages
    assert "<@U1> asked" in message["blocks"][0]["elements"][0]["text"]
    assert shown(message) == shown(private)
    ts = slack.say("U1", "C1", "What is LoRA?", thread=message["ts"])
    assert slack.reply_to("C1", message["ts"])
    assert ts not in slack.state.reactions


def test_sharing_where_the_bot_is_not_says_so(slack: Workspace, start: Start):
    """`/ask` works in any channel; its answer is shared only where the bot may write."""
    start()
    slack.channel("C9", ["U1"], bot=False)
    _, replies = slack.command("U1", "C9", RAG)
    private = slack.wait(lambda: replies and replies[0], "the answer")
    _, pressed = slack.press("U1", "C9", private, "share", private=True)
    assert "invite me" in slack.wait(lambda: pressed and pressed[0], "a word")["text"]


def test_the_assistant_pane_greets_and_answers(slack: Workspace, start: Start):
    """It opens with a line and questions that the material answers; then it shows a status, no eyes."""
    start()
    thread = slack.open_pane("U1", "D1")
    prompts = slack.wait(lambda: slack.state.prompts, "prompts")[0]["prompts"]
    assert len(prompts) == 4
    assert all(p["message"].endswith("?") for p in prompts)
    slack.say("U1", "D1", prompts[0]["message"], thread=thread)
    assert "[1]" in shown(slack.reply_to("D1", thread))
    assert [s["thread_ts"] for s in slack.state.statuses] == [thread]
    assert slack.state.reacted == []


def test_a_follow_up_needs_no_mention_and_leans_on_the_thread(slack: Workspace, start: Start):
    """In a thread it has joined, "its" is what the thread speaks of."""
    start()
    ts = slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?")
    slack.reply_to("C1", ts)
    slack.say("U2", "C1", "And what are its advantages?", thread=ts)
    assert "LoRA" in shown(slack.reply_to("C1", ts, 2))


def test_a_thread_that_it_was_called_into_is_context(slack: Workspace, start: Start):
    """What people said before the mention is read, from as many pages as it takes."""
    start()
    ts = slack.say("U1", "C1", "What is LoRA?")
    for _ in range(205):
        slack.state.channels["C1"].messages.append(
            {"type": "message", "user": "U2", "text": "ok", "ts": slack.state.next_ts(), "thread_ts": ts}
        )
    slack.say("U2", "C1", f"<@{slack.bot}> what are its advantages?", thread=ts)
    assert "LoRA" in shown(slack.reply_to("C1", ts))


def test_a_joined_thread_is_joined_after_a_restart(slack: Workspace, begin):
    """Another process answers the follow-up."""
    first, _ = begin()
    ts = slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?")
    slack.reply_to("C1", ts)
    first.close()
    begin()
    slack.say("U2", "C1", "And what are its advantages?", thread=ts)
    assert "LoRA" in shown(slack.reply_to("C1", ts, 2))


def test_an_auto_channel_is_answered_only_when_it_can_cite(slack: Workspace, start: Start):
    """A question that the material answers, but no other one, no statement, and nothing elsewhere."""
    start(slack_auto_channels="C1")
    slack.channel("C2")
    silent = [
        slack.say("U1", "C1", NOBODY),
        slack.say("U1", "C1", "The build is green again."),
        slack.say("U1", "C2", RAG),
    ]
    slack.settle()
    ts = slack.say("U1", "C1", RAG)
    assert "[1]" in shown(slack.reply_to("C1", ts))
    assert [slack.replies(c, t) for t in silent for c in ("C1", "C2")] == [[]] * 6
    assert slack.state.reacted == []


def test_it_leaves_alone_what_no_person_asks(slack: Workspace, start: Start):
    """Itself, other bots, edits, joins, greetings, and what people say to each other in its threads."""
    start(slack_workers=1)
    name = f"<@{slack.bot}>"
    ts = slack.say("U1", "C1", f"{name} {RAG}")
    slack.reply_to("C1", ts)
    said = {"channel": "C1", "team": slack.team, "thread_ts": ts, "text": f"{name} {RAG}"}
    for number, event in enumerate(
        (
            {"type": "message", "user": slack.bot},
            {"type": "message", "user": "U7", "bot_id": "B7", "subtype": "bot_message"},
            {"type": "message", "user": "U7", "bot_id": "B7"},
            {"type": "message", "user": "U1", "edited": {"user": "U1", "ts": "1.0"}},
            {"type": "app_mention", "user": "U1", "edited": {"user": "U1", "ts": "1.0"}},
            {"type": "message", "subtype": "message_changed", "message": {"user": "U1", "text": RAG}},
            {"type": "message", "user": "U2", "subtype": "channel_join"},
            {"type": "message", "user": "USLACKBOT"},
        )
    ):
        there = {**said, **event, "ts": f"9.{number}"}
        slack.state.channels["C1"].messages.append({"user": "U1", **there})
        slack.event(there).result()
    for words in ("thanks!", "Good morning :wave:", "ok great", f"{name} hello there", "<@U2> can you look?"):
        slack.say("U1", "C1", words, thread=ts)
    slack.settle()
    slack.reply_to("C1", slack.say("U1", "C1", f"{name} What is LoRA?"))
    assert len([m for m in slack.replies("C1", ts) if slack.finished(m)]) == 1


@pytest.mark.parametrize(
    ("allowed", "left_out"),
    [
        ({"slack_workspaces": "T1"}, ("U1", "C1", {"user_team": "T9"})),
        ({"slack_channels": "C1"}, ("U1", "G1", {})),
        ({"slack_users": "U1,U3"}, ("U2", "C1", {})),
    ],
    ids=["workspace", "channel", "person"],
)
def test_only_who_is_on_the_list_is_answered(slack: Workspace, start: Start, allowed, left_out):
    """Lists of workspaces, channels and people; whoever is not on them gets no word."""
    start(slack_workers=1, **allowed)
    user, channel, event = left_out
    silent = slack.say(user, channel, f"<@{slack.bot}> {RAG}", **event)
    slack.settle()
    ts = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    answer = slack.reply_to("C1", ts)
    if user != "U1":
        assert slack.press(user, channel, answer, "again") == ({}, [])
    slack.reply_to("C1", slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?"))
    assert (len(slack.replies("C1", ts)), slack.replies(channel, silent)) == (1, [])


def test_a_channel_sees_the_documents_of_its_groups(slack: Workspace, start: Start, tmp_path: Path):
    """What belongs to a group is cited in its channel, and refused in every other one."""
    dump = tmp_path / "secret.jsonl"
    words = "The zebra budget for the year is 4200 euros. Zebras graze in the morning."
    dump.write_text(f'{{"id": "z", "title": "Zebra budget", "text": "{words}", "groups": ["hr"]}}\n')
    ingest([dump], tmp_path / "grouped", load_embedder)
    engine = build_engine(Settings(data_dir=tmp_path / "grouped", reranker="none"))
    start(engine=engine, slack_channel_groups="G1=hr|board")
    question = f"<@{slack.bot}> What is the zebra budget for the year?"
    inside = slack.reply_to("G1", slack.say("U1", "G1", question))
    outside = slack.reply_to("C1", slack.say("U1", "C1", question))
    assert "4200" in shown(inside)
    assert "4200" not in str(outside)
    assert "Zebra" not in str(outside)


def test_a_person_who_asks_too_much_is_told_to_wait(slack: Workspace, start: Start):
    """The question over the limit gets a sentence that only they see; another person is answered."""
    start(slack_per_minute=1)
    first = slack.say("U1", "C1", f"<@{slack.bot}> {RAG}")
    slack.reply_to("C1", first)
    second = slack.say("U1", "C1", f"<@{slack.bot}> What is LoRA?")
    (told,) = slack.wait(lambda: slack.state.whispers, "a word")
    assert (told["user"], "What is LoRA?" in told["text"]) == ("U1", True)
    other = slack.say("U2", "C1", f"<@{slack.bot}> {RAG}")
    slack.reply_to("C1", other)
    assert slack.replies("C1", second) == []
