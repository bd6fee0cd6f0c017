"""Two hundred events at once, some delivered again, some calls turned away: each answered once, none lost."""

from random import Random

import pytest

from tests.integration.slack.conftest import Start
from tests.servers.slack import Workspace

pytestmark = pytest.mark.slow

EVENTS, PEOPLE, CHANNELS = 200, 40, 10
RETRIED, LIMITED = 0.10, 0.05
QUESTIONS = (
    "What is retrieval-augmented generation?",
    "What is LoRA?",
    "What is catastrophic forgetting?",
    "How do I reduce hallucinations?",
    "Who won the 2022 World Cup?",
)


@pytest.mark.parametrize("seed", [1])
def test_two_hundred_events_at_once_are_answered_once_each(
    slack: Workspace, start: Start, mode: str, seed: int
):
    """A tenth is delivered again, a twentieth of Slack's replies is 429: one answer each, in its thread."""
    dice = Random(seed)  # noqa: S311 - dice
    for c in range(CHANNELS):
        slack.channel(f"C{c}", [f"U{u}" for u in range(PEOPLE)])
    running = start(slack_mode=mode, slack_workers=8)
    slack.faults.limit(LIMITED, seed)
    asked = []
    for n in range(EVENTS):
        channel = f"C{dice.randrange(CHANNELS)}"
        words = f"<@{slack.bot}> {QUESTIONS[n % len(QUESTIONS)]}"
        again = dice.random() < RETRIED
        asked.append((channel, slack.say(f"U{n % PEOPLE}", channel, words, delivered_twice=again)))
    slack.wait(lambda: len(slack.calls("reactions.remove")) >= EVENTS or None, "all answers", seconds=240)
    slack.settle()
    slack.wait(lambda: not running.bot.jobs.waiting() or None, "an empty queue")
    answers = [len([m for m in slack.replies(c, ts) if slack.finished(m)]) for c, ts in asked]
    assert answers == [1] * EVENTS
    assert [len(slack.replies(c, ts)) for c, ts in asked] == [1] * EVENTS
    outcomes = [outcome for _, _, outcome in slack.api.calls]
    assert outcomes.count("ratelimited") > EVENTS * LIMITED
    print(f"{len(outcomes)} calls, {outcomes.count('ratelimited')} of them 429")  # noqa: T201 - for docs/slack.md
