"""The threads that the bot has joined, and the answers whose buttons work."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from serve.slack.database import Database
from serve.types import Answer

_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given; `private`: only its asker saw it."""

    id: str
    answer: Answer
    private: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """Threads and answers in the database; every method raises StorageProblem."""

    db: Database

    def join(self, channel: str, thread: str, kind: str = "thread") -> None:
        """From now on follow-ups in this thread are answered; what a thread was first it stays."""
        place = f"{channel}:{thread}"
        self.db.write("INSERT OR IGNORE INTO threads VALUES (?, ?, ?)", place, kind, self.db.clock())

    def joined(self, channel: str, thread: str) -> str:
        """The kind of a thread it has joined, "thread" or "assistant"; empty for others."""
        rows = self.db.read("SELECT kind FROM threads WHERE place = ?", f"{channel}:{thread}")
        return str(rows[0][0]) if rows else ""

    def keep(self, kept: Kept, key: str) -> None:
        """Keeps an answer for its buttons, and for its job should that be interrupted."""
        words = _ANSWER.dump_json(kept.answer).decode()
        statement = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)"
        self.db.write(statement, kept.id, key, kept.private, words, self.db.clock())

    def kept(self, answer_id: str) -> Kept | None:
        """The answer of this id; None for one that is too old."""
        return self._kept("SELECT id, answer, private FROM answers WHERE id = ?", answer_id)

    def kept_for(self, key: str) -> Kept | None:
        """The answer that a job already has."""
        return self._kept("SELECT id, answer, private FROM answers WHERE key = ?", key)

    def _kept(self, query: str, value: str) -> Kept | None:
        rows = self.db.read(query, value)
        if not rows:
            return None
        identity, words, private = rows[0]
        return Kept(str(identity), _ANSWER.validate_json(str(words)), bool(private))
