"""Once, and at all: what Slack repeats, and what breaks in between."""

import pytest

from ingest.errors import IndexBusy
from serve.slack.errors import SlackProblem
from tests.integration.slack.conftest import Start
from tests.servers.slack import Fault, Workspace

RAG = "What is retrieval-augmented generation?"


def ask(slack: Workspace, question: str = RAG, **said: object) -> str:
    """A mention in C1."""
    return slack.say("U1", "C1", f"<@{slack.bot}> {question}", **said)


def sentinel(slack: Workspace) -> None:
    """Another question of the same person, whose turn comes after everything before it."""
    slack.settle()
    slack.reply_to("C1", ask(slack, "What is LoRA?"))


def test_what_slack_delivers_again_is_answered_once(slack: Workspace, start: Start, mode: str):
    """The same event with a retry's number, over either way."""
    start(slack_mode=mode)
    ts = ask(slack, delivered_twice=True)
    slack.reply_to("C1", ts)
    sentinel(slack)
    assert len(slack.replies("C1", ts)) == 1


def test_a_repeated_command_is_answered_once(slack: Workspace, start: Start):
    """The trigger's id names the command."""
    start()
    replies = [slack.command("U1", "C1", RAG, trigger="same")[1] for _ in range(2)]
    slack.wait(lambda: replies[0], "the answer")
    sentinel(slack)
    assert list(map(len, replies)) == [1, 0]


def test_what_was_answered_before_a_restart_is_not_answered_after_it(slack: Workspace, begin):
    """Slack may repeat an event to another process."""
    first, _ = begin()
    ts = ask(slack)
    slack.reply_to("C1", ts)
    first.close()
    begin()
    message = {
        "type": "app_mention",
        "user": "U1",
        "channel": "C1",
        "ts": ts,
        "text": f"<@{slack.bot}> {RAG}",
    }
    slack.event(message, again=True).result()
    sentinel(slack)
    assert len(slack.replies("C1", ts)) == 1


def test_a_post_whose_reply_was_lost_is_not_made_twice(slack: Workspace, start: Start):
    """The connection breaks after Slack has taken the message: it is found again by its metadata."""
    start()
    slack.faults.then("chat.postMessage", Fault(after=True, drop=True))
    ts = ask(slack)
    slack.reply_to("C1", ts)
    slack.wait(lambda: slack.calls("chat.update"), "the message to be taken up")
    sentinel(slack)
    assert len(slack.replies("C1", ts)) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(drop=True), Fault(503), Fault(error="internal_error"), Fault(429, "ratelimited", retry_after=1)],
    ids=["dropped", "503", "internal_error", "429"],
)
@pytest.mark.parametrize("method", ["reactions.add", "chat.postMessage", "reactions.remove"])
def test_a_call_that_fails_is_made_again_where_it_matters(
    slack: Workspace, start: Start, method: str, fault: Fault
):
    """Whatever Slack's server does once, there is one answer."""
    start()
    slack.faults.then(method, fault)
    ts = ask(slack)
    slack.reply_to("C1", ts)
    sentinel(slack)
    assert len(slack.replies("C1", ts)) == 1


def test_a_rate_limit_is_waited_for(slack: Workspace, start: Start):
    """After a 429 no thread calls the method again before Retry-After is over."""
    start(slack_workers=4)
    slack.faults.then("chat.postMessage", Fault(429, "ratelimited", retry_after=1))
    asked = [ask(slack)]
    slack.wait(lambda: slack.calls("chat.postMessage"), "the limit")
    asked += [slack.say(user, "C1", f"<@{slack.bot}> {RAG}") for user in ("U2", "U3")]
    for ts in asked:
        slack.reply_to("C1", ts)
    outcomes = [outcome for method, _, outcome in slack.api.calls if method == "chat.postMessage"]
    assert outcomes == ["ratelimited", "ok", "ok", "ok"]


def test_what_is_in_work_when_it_stops_is_answered_after_the_start(slack: Workspace, begin):
    """Stopped while a rate limit makes it wait: acknowledged, not answered, answered later, once."""
    first, _ = begin()
    slack.faults.then("chat.postMessage", Fault(429, "ratelimited", retry_after=600))
    ts = ask(slack)
    slack.wait(lambda: slack.calls("chat.postMessage"), "the limit")
    first.close()
    assert slack.replies("C1", ts) == []
    slack.faults.forgive()
    begin()
    slack.reply_to("C1", ts)
    sentinel(slack)
    assert len(slack.replies("C1", ts)) == 1


def test_a_deleted_question_is_not_answered(slack: Workspace, start: Start):
    """Deleted while it waits for its turn, or while its answer is written."""
    start(slack_workers=1)
    slack.faults.then("reactions.add", Fault(429, "ratelimited", retry_after=1))
    first = slack.say("U2", "C1", f"<@{slack.bot}> {RAG}")
    slack.settle()
    waiting = ask(slack)
    slack.settle()
    slack.delete("C1", waiting)
    slack.delete("C1", first)
    sentinel(slack)
    assert slack.replies("C1", waiting) == slack.replies("C1", first) == []
    assert waiting not in [call["timestamp"] for call in slack.calls("reactions.add")]


def test_a_deleted_answer_is_not_posted_again(slack: Workspace, start: Start):
    """Somebody removes the message while it grows: the bot lets it be."""
    start()
    slack.faults.then("chat.postMessage", Fault(503, after=True))
    slack.faults.then("chat.update", Fault(error="message_not_found"))
    ask(slack)
    slack.wait(lambda: slack.calls("chat.update"), "the update")
    sentinel(slack)
    assert len(slack.calls("chat.postMessage")) == 2


@pytest.mark.parametrize("gone", ["not_in_channel", "is_archived", "channel_not_found"])
def test_a_channel_that_it_has_lost_costs_one_question(slack: Workspace, start: Start, gone: str):
    """Removed from a private channel, or the channel archived: the next question elsewhere is answered."""
    running = start()
    ts = slack.say("U1", "G1", f"<@{slack.bot}> {RAG}")
    channel = slack.state.channels["G1"]
    slack.reply_to("G1", ts)
    if gone == "channel_not_found":
        channel.members.discard(slack.bot)
    else:
        slack.faults.then("reactions.add", Fault(error=gone))
    slack.say("U1", "G1", "What is LoRA?", thread=ts)
    sentinel(slack)
    assert len(slack.replies("G1", ts)) == 1
    slack.wait(lambda: not running.bot.jobs.waiting(), "an empty queue")


@pytest.mark.parametrize("how", ["call", "event"])
def test_a_revoked_token_stops_the_bot_and_loses_nothing(slack: Workspace, begin, how: str):
    """It says what to do; the question is answered once there is a new token."""
    stack, running = begin()
    if how == "call":
        slack.faults.then("reactions.add", Fault(error="token_revoked"))
        ts = ask(slack)
    else:
        slack.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}).result()
        ts = ""
    assert running.bot.stopping.wait(20)
    assert isinstance(running.bot.problem, SlackProblem)
    stack.close()
    begin()
    assert not ts or slack.reply_to("C1", ts)


def test_a_wrong_token_is_an_error_at_the_start(begin):
    """Bot token and app token alike: one line that names the variable."""
    with pytest.raises(SlackProblem, match="SLACK_BOT_TOKEN"):
        begin(token="xoxb-old")  # noqa: S106 - of a server on loopback


def test_a_wrong_app_token_is_an_error_at_the_start(slack: Workspace, begin):
    """Slack opens no socket for it."""
    slack.api.app_token = "another"  # noqa: S105 - of a server on loopback
    with pytest.raises(SlackProblem, match="SLACK_APP_TOKEN"):
        begin(slack_mode="socket")


def test_a_second_bot_in_the_same_folder_is_refused(start: Start):
    """Two would answer the same jobs."""
    start()
    with pytest.raises(IndexBusy, match="another Slack bot"):
        start()


def test_slack_is_answered_within_three_seconds_whatever_is_queued(slack: Workspace, start: Start):
    """Acknowledging waits for no answer: all are taken while the first one is held up."""
    start(slack_workers=1)
    slack.faults.then("reactions.add", Fault(429, "ratelimited", retry_after=600))
    for n in range(20):
        ask(slack, f"What is LoRA, number {n}?")
    slack.settle()
    assert len(slack.calls("reactions.add")) == 1
    assert slack.delivery.unacknowledged == 0


def test_a_socket_that_slack_ends_is_opened_anew(slack: Workspace, start: Start):
    """Slack moves connections every few hours; nothing is lost on the way."""
    start(slack_mode="socket")
    slack.wait(lambda: slack.api.sockets, "a socket")
    (before,) = slack.api.sockets
    slack.hang_up()
    slack.wait(lambda: slack.api.sockets and slack.api.sockets != [before], "another socket")
    slack.reply_to("C1", ask(slack))


def test_nobody_waits_for_another_persons_questions(slack: Workspace, start: Start):
    """One thread and ten questions of one person before the other's: hers is answered second or third."""
    start(slack_workers=1)
    many = [ask(slack, f"What is LoRA, take {n}?") for n in range(10)]
    slack.settle()
    one = slack.say("U2", "C1", f"<@{slack.bot}> {RAG}")
    for ts in [*many, one]:
        slack.reply_to("C1", ts)
    order = [m["thread_ts"] for m in slack.state.channels["C1"].messages if m["user"] == slack.bot]
    assert order.index(one) < 5
