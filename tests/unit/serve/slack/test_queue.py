"""Turns, rests, and what is remembered of jobs."""

from pathlib import Path
from threading import Thread

import pytest

from ingest.errors import StorageProblem
from serve.slack.database import DAY, KEPT_KEYS, Database
from serve.slack.fair import FairQueue
from serve.slack.jobs import Jobs, Progress
from serve.slack.memory import Kept, Memory
from serve.slack.pace import Pace
from serve.slack.types import Job
from serve.types import Answer, Citation, Sentence


def job(key: str, user: str = "U1") -> Job:
    """A question."""
    return Job(key, "answer", "T1", user, "C1", "1.0", "1.0", f"What is {key}?")


def test_people_take_turns():
    """Whoever was served last waits behind the others, and each person's jobs keep their order."""
    queue = FairQueue()
    for key in ("a1", "a2", "a3", "b1", "b2", "c1"):
        queue.put(job(key, key[0]))
    order = []
    while len(queue):
        taken = queue.take()
        assert taken
        order.append(taken.key)
        queue.finished(taken)
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_person_has_one_job_in_work():
    """While it lasts, theirs wait, also with nobody else there."""
    queue = FairQueue()
    queue.put(job("a1", "a"))
    queue.put(job("a2", "a"))
    first = queue.take()
    found: list[Job | None] = []
    other = Thread(target=lambda: found.append(queue.take()))
    other.start()
    other.join(0.05)
    assert found == []
    assert first
    queue.finished(first)
    other.join(5)
    assert [j.key for j in found if j] == ["a2"]


def test_a_job_that_rests_comes_before_the_persons_others():
    """After its time; meanwhile others go."""
    now = [0.0]
    queue = FairQueue(lambda: now[0])
    for key in ("a1", "a2", "b1"):
        queue.put(job(key, key[0]))
    first = queue.take()
    assert first
    queue.finished(first, again_in=10.0)
    second = queue.take()
    assert second
    assert second.key == "b1"
    queue.finished(second)
    now[0] = 10.0
    third = queue.take()
    assert third == first


def test_a_closed_queue_gives_nothing():
    """Also to those that wait."""
    queue = FairQueue()
    found: list[Job | None] = []
    waiting = Thread(target=lambda: found.append(queue.take()))
    waiting.start()
    queue.close()
    waiting.join(5)
    assert found == [None]


def test_the_pace_is_shared():
    """One leave in so many seconds, and none sooner than that after a message began."""
    now = [100.0]
    pace = Pace(2.0, lambda: now[0])
    assert not pace.due(since=99.0)
    now[0] = 101.0
    assert pace.due(since=99.0)
    assert not pace.due(since=99.0)
    now[0] = 103.0
    assert pace.due()


def test_a_job_is_accepted_once_and_outlives_the_process(tmp_path: Path):
    """Also when it is done; of what is done only the key is left."""
    first = Database(tmp_path, 30)
    jobs = Jobs(first)
    assert [jobs.accept(job("a")), jobs.accept(job("a")), jobs.accept(job("b"))] == [True, False, True]
    jobs.posted("a", "5.0")
    jobs.done("b")
    first.close()
    second = Database(tmp_path, 30)
    again = Jobs(second)
    assert again.waiting() == [job("a")]
    assert again.progress("a") == Progress(True, "5.0")
    assert not again.accept(job("b"))
    assert b"What is b?" not in (tmp_path / "slack.db").read_bytes()
    second.close()


def test_what_is_old_is_forgotten(tmp_path: Path):
    """Keys after a week, answers after the days of the setting, while the bot runs; a waiting job never."""
    now = [0.0]
    database = Database(tmp_path, 30, lambda: now[0])
    jobs, memory = Jobs(database), Memory(database)
    for key in ("done", "waiting"):
        jobs.accept(job(key))
    jobs.done("done")
    memory.keep(Kept("a1", ANSWER), "done")
    now[0] = KEPT_KEYS + DAY
    jobs.accept(job("next"))
    assert (jobs.known("done"), jobs.known("waiting"), memory.kept("a1") is None) == (False, True, False)
    now[0] = 31 * DAY
    jobs.accept(job("last"))
    assert memory.kept("a1") is None
    database.close()


def test_an_answer_comes_back_whole(tmp_path: Path):
    """By its id and by its job, with the type of its document's id."""
    database = Database(tmp_path, 30)
    memory = Memory(database)
    memory.keep(Kept("a1", ANSWER, True), "job")
    assert memory.kept("a1") == memory.kept_for("job") == Kept("a1", ANSWER, True)
    assert memory.kept("a2") is None
    database.close()


def test_a_thread_stays_what_it_was_first(tmp_path: Path):
    """The assistant's pane is one also after an answer in it."""
    database = Database(tmp_path, 30)
    memory = Memory(database)
    memory.join("D1", "1.0", "assistant")
    memory.join("D1", "1.0")
    assert (memory.joined("D1", "1.0"), memory.joined("D1", "2.0")) == ("assistant", "")
    database.close()


def test_a_damaged_file_is_one_line(tmp_path: Path):
    """It says which file; nothing is overwritten."""
    (tmp_path / "slack.db").write_bytes(b"no database" * 100)
    with pytest.raises(StorageProblem, match=r"slack\.db"):
        Database(tmp_path, 30)
    assert (tmp_path / "slack.db").read_bytes().startswith(b"no database")


ANSWER = Answer(
    question="What?",
    status="answered",
    text="So. [1]",
    sentences=(Sentence("So.", (1,)),),
    citations=(Citation(1, 7, "T", "S", 0, 3, "So.", 0.5),),
    timings_ms={"total": 1.0},
    settings_hash="h",
    index_version="v",
    notes=("n",),
    tokens={"prompt": 3},
    cost=None,
)
