"""The threads that do the jobs, and what happens to a job that fails."""

from collections.abc import Callable, Mapping
from threading import Thread

from ingest.errors import RagError, StorageProblem
from serve.slack.answering import answer_question, ask_again
from serve.slack.bot import LOG, Bot
from serve.slack.buttons import call_for_help, helpful, not_helpful, share
from serve.slack.dialogs import BROKEN, EXPIRED, GREETING, limited_notice, suggested_prompts
from serve.slack.errors import Gone, Refused, SlackProblem, Uncertain
from serve.slack.posting import look_free, show, whisper
from serve.slack.types import Job, Task

TRIES = 20
LONGEST_REST = 60.0
"""Seconds between tries at most: about a quarter of an hour until a job waits for the next start."""


class Crew:
    """As many threads as questions are answered at once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._failures: dict[str, int] = {}
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(bot.settings.slack_workers)]

    def start(self) -> None:
        """Takes up what was left undone, then what comes."""
        for job in self._bot.jobs.waiting():
            self._bot.queue.put(job)
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Waits until the jobs in work are done; the bot has to be stopped before."""
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (job := self._bot.queue.take()) is not None:
            rest = None
            try:
                rest = self._attempt(job)
            except (SlackProblem, StorageProblem) as problem:
                self._bot.stop(problem)
            finally:
                self._bot.queue.finished(job, rest)

    def _attempt(self, job: Job) -> float | None:
        """Does the job; the seconds until the next try where it has to be tried again."""
        bot = self._bot
        if bot.jobs.is_done(job.key):  # its question was deleted
            return None
        try:
            _TASKS[job.task](bot, job)
        except Uncertain as error:
            return self._tried(job, error)
        except (Gone, Refused) as error:
            LOG.warning("not answered, %s: %s", job.key, error)
        except (SlackProblem, StorageProblem):
            raise
        except Exception as error:
            LOG.exception(
                "not answered, %s", job.key, exc_info=None if isinstance(error, RagError) else error
            )
            self._apologise(job)
        bot.jobs.done(job.key)
        self._failures.pop(job.key, None)
        return None

    def _tried(self, job: Job, error: Uncertain) -> float | None:
        """It stays in the database whatever happens, and is tried again now or after the next start."""
        failures = self._failures[job.key] = self._failures.get(job.key, 0) + 1
        LOG.info("tried %d times, %s: %s", failures, job.key, error)
        return None if failures >= TRIES else min(0.5 * 2.0**failures, LONGEST_REST)

    def _apologise(self, job: Job) -> None:
        try:
            whisper(self._bot, job, BROKEN)
            look_free(self._bot, job)
        except Uncertain as error:
            LOG.info("%s", error)


def _answer(bot: Bot, job: Job) -> None:
    if job.answer and not job.text:
        whisper(bot, job, EXPIRED)
    elif job.answer:
        ask_again(bot, job)
    else:
        answer_question(bot, job)


def _greet(bot: Bot, job: Job) -> None:
    """Opens the assistant pane with a line and questions that the material answers."""
    show(bot, job, {"text": GREETING})
    prompts = suggested_prompts(bot.prompts())
    if prompts:
        bot.slack.call(
            "assistant.threads.setSuggestedPrompts",
            channel_id=job.channel,
            thread_ts=job.thread,
            prompts=prompts,
        )


def _limited(bot: Bot, job: Job) -> None:
    whisper(bot, job, limited_notice(bot.settings.slack_per_minute, job.text))


_TASKS: Mapping[Task, Callable[[Bot, Job], None]] = {
    "answer": _answer,
    "greet": _greet,
    "limited": _limited,
    "helpful": helpful,
    "reason": not_helpful,
    "help": call_for_help,
    "share": share,
}
