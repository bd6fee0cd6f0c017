"""Answers, feedback and conversations, kept and read again."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, get_args

from sqlalchemy import Connection, Engine, Row, delete, insert, select
from sqlalchemy.exc import IntegrityError

from serve.records.database import open_database
from serve.records.errors import UnknownRecord
from serve.records.faults import faults_named
from serve.records.schema import answers, conversations, feedback
from serve.records.types import Conversation, Given, Judged, KeptAnswer, Listener, Verdict
from serve.records.wording import trace_of
from serve.settings import Settings
from serve.types import Answer

DAY = 86400.0
_LOG = logging.getLogger(__name__)
_TURNS = 50
"""As many of a conversation's last answers as are read again."""


class Records:
    """One open database. What a method returns from is committed; each may raise StorageProblem."""

    def __init__(
        self,
        database: Engine,
        *,
        days: int = 90,
        with_text: bool = True,
        clock: Callable[[], float] = time.time,
        listeners: Sequence[Listener] = (),
    ) -> None:
        self.database, self._listeners = database, listeners
        self._days, self._with_text, self._clock = days, with_text, clock
        self._forgotten = 0.0
        self.forget()

    def keep_answer(
        self, answer: Answer, *, asker: str, groups: Sequence[str], conversation: str | None, channel: str
    ) -> str:
        """Keeps an answer and returns its opaque id; a conversation that is new begins with it."""
        if self._clock() - self._forgotten > DAY:
            self.forget()
        kept = KeptAnswer(
            id=secrets.token_urlsafe(16),
            at=self._clock(),
            asker=asker,
            groups=tuple(sorted(groups)),
            conversation=conversation,
            channel=channel,
            status=answer.status,
            question=answer.question if self._with_text else "",
            trace=trace_of(answer, self._with_text),
        )
        with self._writing() as connection:
            if conversation is not None:
                _begin_conversation(connection, conversation, asker, groups, kept.at)
            connection.execute(insert(answers).values(asdict(kept)))
        self._tell(Given(answer, kept))
        return kept.id

    def feedback(
        self, answer_id: str, verdict: Verdict, reason: str = "", comment: str = "", by: str = ""
    ) -> None:
        """Keeps a verdict; the last one of each person counts. Raises UnknownRecord, ValueError."""
        if verdict not in get_args(Verdict):
            raise ValueError(f"{verdict!r} is no verdict: use one of {', '.join(get_args(Verdict))}")
        words = comment if self._with_text else ""
        judged = Judged(answer_id, self._clock(), verdict, reason, words, by)
        try:
            with self._writing() as connection:
                connection.execute(insert(feedback).values(asdict(judged)))
        except IntegrityError as error:
            raise _no_answer(answer_id) from error
        self._tell(judged)

    def answer(self, answer_id: str, *, asker: str, groups: Sequence[str]) -> KeptAnswer:
        """An answer of this asker, made from groups that it still has; raises UnknownRecord."""
        with self._reading() as connection:
            row = connection.execute(select(answers).where(answers.c.id == answer_id)).one_or_none()
        if row is None or not _shown_to(row, asker, groups):
            raise _no_answer(answer_id)
        return _kept(row)

    def begin_conversation(self, *, asker: str, groups: Sequence[str]) -> str:
        """Begins a conversation and returns its opaque id."""
        identity = secrets.token_urlsafe(16)
        with self._writing() as connection:
            _begin_conversation(connection, identity, asker, groups, self._clock())
        return identity

    def conversation(self, identity: str, *, asker: str, groups: Sequence[str]) -> Conversation:
        """A conversation of this asker and the answers in it, oldest first; raises UnknownRecord."""
        mine = select(conversations).where(conversations.c.id == identity, conversations.c.asker == asker)
        turns = (
            select(answers)
            .where(answers.c.conversation == identity)
            .order_by(answers.c.at.desc())
            .limit(_TURNS)
        )
        with self._reading() as connection:
            row = connection.execute(mine).one_or_none()
            if row is None or not _shown_to(row, asker, groups):
                raise UnknownRecord(f"there is no conversation {identity!r}: begin a new one")
            found = connection.execute(turns).all()
        shown = tuple(_kept(turn) for turn in reversed(found) if _shown_to(turn, asker, groups))
        return Conversation(row.id, row.at, shown)

    def conversations(self, *, asker: str, groups: Sequence[str], limit: int = 50) -> list[Conversation]:
        """This asker's last conversations without their turns, newest first."""
        mine = select(conversations).where(conversations.c.asker == asker)
        with self._reading() as connection:
            rows = connection.execute(mine.order_by(conversations.c.at.desc()).limit(limit)).all()
        return [Conversation(row.id, row.at, ()) for row in rows if _shown_to(row, asker, groups)]

    def delete_conversation(self, identity: str, *, asker: str, groups: Sequence[str]) -> None:
        """Deletes a conversation with its answers and their feedback; raises UnknownRecord."""
        self.conversation(identity, asker=asker, groups=groups)
        with self._writing() as connection:
            connection.execute(delete(answers).where(answers.c.conversation == identity))
            connection.execute(delete(conversations).where(conversations.c.id == identity))

    def all_answers(self) -> Iterator[KeptAnswer]:
        """Every answer, oldest first."""
        with self._reading() as connection:
            for row in connection.execute(select(answers).order_by(answers.c.at, answers.c.id)):
                yield _kept(row)

    def all_feedback(self) -> Iterator[Judged]:
        """Every verdict, in the order they were given."""
        columns = [column for column in feedback.c if column is not feedback.c.id]
        with self._reading() as connection:
            for row in connection.execute(select(*columns).order_by(feedback.c.id)):
                yield Judged(*row)

    def forget(self) -> int:
        """Deletes what is older than the days that records are kept; returns how many answers went."""
        self._forgotten = self._clock()
        if not self._days:
            return 0
        oldest = self._clock() - self._days * DAY
        with self._writing() as connection:
            gone = connection.execute(delete(answers).where(answers.c.at < oldest)).rowcount
            used = select(answers.c.conversation).where(answers.c.conversation.is_not(None))
            old = (conversations.c.at < oldest) & conversations.c.id.not_in(used)
            connection.execute(delete(conversations).where(old))
        return gone

    def check(self) -> None:
        """Raises StorageProblem where nothing can be read."""
        with self._reading() as connection:
            connection.execute(select(answers.c.id).limit(1))

    def close(self) -> None:
        """Closes the connections."""
        self.database.dispose()

    def _tell(self, event: Given | Judged) -> None:
        for listener in self._listeners:
            try:
                listener.hear(event)
            except Exception:  # what is kept is kept, whatever a listener makes of it
                _LOG.exception("a listener failed")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end of the block, and there alone."""
        with faults_named(), self.database.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with faults_named(), self.database.connect() as connection:
            yield connection


def open_records(settings: Settings, listeners: Sequence[Listener] = ()) -> Records:
    """The records that the settings name; raises SettingsProblem, StorageProblem."""
    chosen = settings.records
    database = open_database(settings.ingest.data_dir, chosen.records_url)
    return Records(database, days=chosen.records_days, with_text=chosen.records_text, listeners=listeners)


def _begin_conversation(
    connection: Connection, identity: str, asker: str, groups: Sequence[str], now: float
) -> None:
    """Inserts it unless it is there: one statement, so that two answers at once do not collide."""
    from sqlalchemy.dialects import postgresql, sqlite

    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"id": identity, "at": now, "asker": asker, "groups": sorted(groups)}
    connection.execute(dialect.insert(conversations).values(values).on_conflict_do_nothing())


def _shown_to(row: Row[Any], asker: str, groups: Sequence[str]) -> bool:
    return row.asker == asker and set(row.groups) <= set(groups)


def _no_answer(identity: str) -> UnknownRecord:
    return UnknownRecord(f"there is no answer {identity!r}: it is unknown, too old or not yours")


def _kept(row: Row[Any]) -> KeptAnswer:
    return KeptAnswer(**{**row._asdict(), "groups": tuple(row.groups)})
