"""The bot's parts in one place, and what comes in."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from ingest.errors import RagError
from serve.engine import Engine
from serve.slack.fair import FairQueue
from serve.slack.jobs import Jobs
from serve.slack.memory import Memory
from serve.slack.pace import Pace
from serve.slack.settings import SlackSettings
from serve.slack.triggers import Me, deleted_key, job_of_event
from serve.slack.types import Body, Job, Records
from serve.slack.web import Slack

LOG = logging.getLogger("rag.slack")
MINUTE = 60.0


@dataclass(slots=True)
class Bot:
    """Everything that answering needs; `engine` gives the one of the current index version."""

    settings: SlackSettings
    engine: Callable[[], Engine]
    records: Records
    prompts: Callable[[], Sequence[str]]
    slack: Slack
    jobs: Jobs
    memory: Memory
    me: Me
    stopping: Event
    queue: FairQueue = field(default_factory=FairQueue)
    pace: Pace = field(default_factory=Pace)
    problem: RagError | None = None
    """Why it stopped by itself."""

    def receive(self, body: Body) -> None:
        """Commits what an event asks for; raises StorageProblem, and then it must not be acknowledged."""
        gone = deleted_key(body)
        if gone is not None:
            self.jobs.done(gone)
            return
        job = job_of_event(body, self.me, self.settings, self.memory)
        if job is not None:
            self.accept(job)

    def accept(self, job: Job) -> bool:
        """Commits a job and queues it; False for one that came before, or that nobody is told about."""
        if job.task == "answer" and not self.jobs.known(job.key) and self._too_many(job):
            if job.trigger == "auto":
                return False
            job = replace(job, task="limited")
        if not self.jobs.accept(job):
            LOG.debug("delivered again: %s", job.key)
            return False
        if job.trigger in ("mention", "assistant") and job.thread:
            kind = "assistant" if job.trigger == "assistant" else "thread"
            self.memory.join(job.channel, job.thread, kind)
        self.queue.put(job)
        return True

    def stop(self, problem: RagError | None = None) -> None:
        """Takes no more jobs; what is not done is done after the next start."""
        self.problem = self.problem or problem
        self.stopping.set()
        self.queue.close()

    def _too_many(self, job: Job) -> bool:
        return self.jobs.asked_lately(job.user, MINUTE) >= self.settings.slack_per_minute
