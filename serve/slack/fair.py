"""A queue in which nobody waits for another person's hundred questions."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Condition

from serve.slack.types import Job


class FairQueue:
    """People take turns, oldest question first, and a person has one job in work at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = Condition()
        self._people: OrderedDict[str, deque[Job]] = OrderedDict()
        self._busy: set[str] = set()
        self._resting: dict[str, float] = {}
        self._closed = False

    def __len__(self) -> int:
        """Jobs that nobody has taken."""
        with self._changed:
            return sum(map(len, self._people.values()))

    def put(self, job: Job) -> None:
        """Behind the person's other jobs."""
        with self._changed:
            self._people.setdefault(job.user, deque()).append(job)
            self._changed.notify()

    def take(self) -> Job | None:
        """The next job of whoever waited longest for a turn, once there is one; None when closed."""
        with self._changed:
            while not self._closed:
                user = next((u for u in self._people if self._may_go(u)), None)
                if user is not None:
                    job = self._people[user].popleft()
                    self._people.move_to_end(user)
                    self._busy.add(user)
                    return job
                self._changed.wait(self._until_next())
        return None

    def finished(self, job: Job, again_in: float | None = None) -> None:
        """The person's next job may go; with `again_in` this one comes first, after so many seconds."""
        with self._changed:
            self._busy.discard(job.user)
            if again_in is not None:
                self._people.setdefault(job.user, deque()).appendleft(job)
                self._resting[job.user] = self._clock() + again_in
            elif not self._people.get(job.user):
                self._people.pop(job.user, None)
            self._changed.notify_all()

    def close(self) -> None:
        """Whoever waits for a job gets none."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _may_go(self, user: str) -> bool:
        if not self._people[user] or user in self._busy:
            return False
        return self._resting.get(user, 0.0) <= self._clock()

    def _until_next(self) -> float | None:
        """Seconds until somebody has rested; None where only a new job can help."""
        waits = [
            at for user, at in self._resting.items() if self._people.get(user) and user not in self._busy
        ]
        return max(0.0, min(waits) - self._clock()) if waits else None
