"""Messages into Slack: each once, whatever breaks in between."""

from contextlib import suppress

from serve.slack.bot import LOG, Bot
from serve.slack.errors import Gone, Refused, Uncertain
from serve.slack.thread import mark_of, posted_for
from serve.slack.types import Body, Job

EYES = "eyes"
_QUIET = {"unfurl_links": False, "unfurl_media": False}


def show(bot: Bot, job: Job, message: Body, thread: str | None = None) -> str:
    """Posts the job's message, or updates it where it is posted already; returns its timestamp.

    `thread`: where it goes, the job's own unless given. Slack has no key that makes a post happen once, so
    every post carries the job's key as metadata, and one that may have happened is looked for before it is
    tried again. Raises what `Slack.call` does.
    """
    place = job.thread if thread is None else thread
    progress = bot.jobs.progress(job.key)
    ts = progress.posted or (posted_for(bot.slack, job, place) if progress.tried else "")
    if ts:
        if not progress.posted:
            bot.jobs.posted(job.key, ts)
        bot.slack.call("chat.update", channel=job.channel, ts=ts, **message)
        return ts
    bot.jobs.trying(job.key)
    where: Body = {"channel": job.channel, **({"thread_ts": place} if place else {})}
    sent = bot.slack.call("chat.postMessage", **where, **message, **_QUIET, metadata=mark_of(job))
    bot.jobs.posted(job.key, sent["ts"])
    return str(sent["ts"])


def whisper(bot: Bot, job: Job, text: str) -> None:
    """Says something that only the person sees; it is no great loss where that fails."""
    with suppress(Gone, Refused):
        if job.reply_url:
            bot.slack.reply(
                job.reply_url, {"response_type": "ephemeral", "replace_original": False, "text": text}
            )
        else:
            where = {"thread_ts": job.thread} if job.thread and job.thread != job.ts else {}
            bot.slack.call("chat.postEphemeral", channel=job.channel, user=job.user, text=text, **where)


def look_busy(bot: Bot, job: Job, status: str) -> None:
    """The eyes on the question, in the assistant pane its status; raises Gone where the question is gone."""
    if job.trigger == "assistant":
        _try(bot, "assistant.threads.setStatus", channel_id=job.channel, thread_ts=job.thread, status=status)
    elif job.ts:
        try:
            bot.slack.call("reactions.add", channel=job.channel, timestamp=job.ts, name=EYES)
        except (Refused, Uncertain) as error:  # already_reacted, after a restart
            LOG.info("%s", error)


def look_free(bot: Bot, job: Job) -> None:
    """Takes the eyes away; the pane's status goes by itself with the answer."""
    if job.trigger not in ("assistant", "auto") and job.ts:
        _try(bot, "reactions.remove", channel=job.channel, timestamp=job.ts, name=EYES)


def _try(bot: Bot, method: str, **arguments: str) -> None:
    """For what an answer does not depend on."""
    try:
        bot.slack.call(method, **arguments)
    except (Gone, Refused, Uncertain) as error:
        LOG.info("%s", error)
