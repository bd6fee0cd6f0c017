"""What is to be done, kept until it is done.

A job is committed before Slack gets its acknowledgement, so what was acknowledged is done, even after a kill;
its key stays behind, so what Slack delivers again is known.
"""

import json
from dataclasses import asdict, dataclass

from serve.slack.database import Database
from serve.slack.types import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job came: `tried` says that a message may have been posted, `posted` is its timestamp."""

    tried: bool = False
    posted: str = ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs in the database; every method raises StorageProblem."""

    db: Database

    def accept(self, job: Job) -> bool:
        """Commits a new job; False for one that was accepted before."""
        self.db.forget()
        statement = "INSERT OR IGNORE INTO jobs (key, user, task, job, accepted) VALUES (?, ?, ?, ?, ?)"
        return bool(
            self.db.write(statement, job.key, job.user, job.task, json.dumps(asdict(job)), self.db.clock())
        )

    def known(self, key: str) -> bool:
        """Whether a job of this key was accepted."""
        return bool(self.db.read("SELECT 1 FROM jobs WHERE key = ?", key))

    def asked_lately(self, user: str, seconds: float) -> int:
        """How many questions of a person were accepted within so many seconds."""
        query = "SELECT count(*) FROM jobs WHERE user = ? AND task = 'answer' AND accepted > ?"
        return int(str(self.db.read(query, user, self.db.clock() - seconds)[0][0]))

    def waiting(self) -> list[Job]:
        """Jobs that are not done, oldest first."""
        rows = self.db.read("SELECT job FROM jobs WHERE NOT done ORDER BY accepted, rowid")
        return [Job(**json.loads(str(row[0]))) for row in rows]

    def progress(self, key: str) -> Progress:
        """How far the job came, in this process or one before."""
        rows = self.db.read("SELECT tried, posted FROM jobs WHERE key = ?", key)
        return Progress(bool(rows[0][0]), str(rows[0][1])) if rows else Progress()

    def trying(self, key: str) -> None:
        """From here on a message may be in Slack."""
        self.db.write("UPDATE jobs SET tried = 1 WHERE key = ?", key)

    def posted(self, key: str, ts: str) -> None:
        """The message is in Slack."""
        self.db.write("UPDATE jobs SET tried = 1, posted = ? WHERE key = ?", ts, key)

    def done(self, key: str) -> None:
        """Nothing is left to do; the key stays, the words go."""
        self.db.write("UPDATE jobs SET done = 1, job = '' WHERE key = ?", key)

    def is_done(self, key: str) -> bool:
        """Whether nothing is left to do, or it was never accepted."""
        return not self.db.read("SELECT 1 FROM jobs WHERE key = ? AND NOT done", key)
