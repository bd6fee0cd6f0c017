"""One question answered in its thread, sentence by sentence where the sentences take their time."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.errors import BadQuestion
from serve.slack.blocks import answer_message, partial_message
from serve.slack.bot import Bot
from serve.slack.dialogs import READING_STATUS, bad_question_notice
from serve.slack.memory import Kept
from serve.slack.posting import look_busy, look_free, show, whisper
from serve.slack.thread import history_of
from serve.slack.types import Body, Job
from serve.types import Answer, Citation


def answer_question(bot: Bot, job: Job) -> None:
    """Answers, refuses, or in an auto-answer channel says nothing; raises what `Slack.call` does."""
    if job.trigger != "auto":
        look_busy(bot, job, READING_STATUS)
    try:
        kept = bot.memory.kept_for(job.key) or _asked(bot, job)
    except BadQuestion as error:
        whisper(bot, job, bad_question_notice(error))
        look_free(bot, job)
        return
    if kept is None:
        return
    message = message_of(bot, kept)
    if kept.private:
        bot.slack.reply(job.reply_url, {"response_type": "ephemeral", "replace_original": False, **message})
        return
    show(bot, job, message)
    if job.thread:
        bot.memory.join(job.channel, job.thread)
    look_free(bot, job)


def message_of(bot: Bot, kept: Kept) -> Body:
    """The message of an answer; one that only its asker sees can be shared."""
    url, helpers = bot.settings.public_url, bool(bot.settings.slack_helpers)
    return answer_message(kept.answer, kept.id, url, helpers, shareable=kept.private)


def _asked(bot: Bot, job: Job) -> Kept | None:
    """The answer, kept; None for a refusal that nobody asked for."""
    groups = bot.settings.groups_of(job.channel)
    answer = _streamed(bot, job, groups)
    if job.trigger == "auto" and answer.status == "refused":
        return None
    identity = bot.records.keep_answer(
        answer, asker=job.person, groups=groups, conversation=job.conversation, channel="slack"
    )
    kept = Kept(identity, answer, bool(job.reply_url))
    bot.memory.keep(kept, job.key)
    return kept


def _streamed(bot: Bot, job: Job, groups: Sequence[str]) -> Answer:
    """The answer; on the way there its verified sentences, no oftener than Slack lets messages change."""
    text, citations = "", list[Citation]()
    started = bot.pace.now()
    for item in bot.engine().stream(job.text, history_of(bot.slack, job, bot.me), groups):
        if isinstance(item, Answer):
            return item
        text += item.text
        citations += item.citations
        if job.trigger != "auto" and not job.reply_url and bot.pace.due(since=started):
            show(bot, job, partial_message(text, citations, bot.settings.public_url))
    raise AssertionError("a stream ends with its answer")


def ask_again(bot: Bot, job: Job) -> None:
    """Answers the question of an earlier answer anew; that it was asked again is feedback on that answer."""
    bot.records.feedback(job.answer, "ask again", by=job.person)
    answer_question(bot, replace(job, answer=""))
