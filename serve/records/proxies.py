"""What people do with answers, as figures: they stand in for quality where nobody labels anything."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from serve.records.pairs import verdicts
from serve.records.types import Judged, KeptAnswer

SOON = 600.0
"""Seconds within which the same question from the same asker means that the answer before did not do."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """Counts, shares from 0 to 1 and seconds; None where there is nothing to measure.

    A task is a conversation, or an answer outside of one. It is complete when its last answer is no
    refusal and nobody's last word on that is against it. Time on task runs from the first answer to the
    last answer or verdict, over tasks that have more than one of them.
    """

    answers: int
    refused: float | None
    judged: int
    helpful: float | None
    asked_again: float | None
    tasks: int
    completed: float | None
    seconds_on_task: float | None


def proxies(answers: Iterable[KeptAnswer], judged: Iterable[Judged]) -> Proxies:
    """The figures over answers, the oldest first, and what was said of them."""
    given, said = list(answers), verdicts(judged)
    thumbs = [j.verdict == "helpful" for js in said.values() for j in js if j.verdict != "ask again"]
    tasks = _tasks(given)
    again = {a.id for a in given if any(j.verdict == "ask again" for j in said.get(a.id, ()))}
    times = [_seconds(task, said) for task in tasks]
    return Proxies(
        answers=len(given),
        refused=_share([a.status == "refused" for a in given]),
        judged=len(said),
        helpful=_share(thumbs),
        asked_again=_share([a.id in again | _repeated(given) for a in given]),
        tasks=len(tasks),
        completed=_share([_complete(task[-1], said.get(task[-1].id, ())) for task in tasks]),
        seconds_on_task=median([t for t in times if t]) if any(times) else None,
    )


def _share(held: Sequence[bool]) -> float | None:
    return sum(held) / len(held) if held else None


def _tasks(answers: Sequence[KeptAnswer]) -> list[list[KeptAnswer]]:
    tasks: dict[tuple[str, str], list[KeptAnswer]] = defaultdict(list)
    for answer in answers:
        tasks[answer.asker, answer.conversation or answer.id].append(answer)
    return list(tasks.values())


def _repeated(answers: Sequence[KeptAnswer]) -> set[str]:
    """The answers after which their asker soon asked the same again."""
    before: dict[tuple[str, str], KeptAnswer] = {}
    repeated = set()
    for answer in answers:
        key = answer.asker, " ".join(answer.question.casefold().split())
        if answer.question and key in before and answer.at - before[key].at <= SOON:
            repeated.add(before[key].id)
        before[key] = answer
    return repeated


def _complete(last: KeptAnswer, said: Iterable[Judged]) -> bool:
    return last.status == "answered" and all(j.verdict == "helpful" for j in said)


def _seconds(task: Sequence[KeptAnswer], said: Mapping[str, list[Judged]]) -> float:
    ends = [j.at for answer in task for j in said.get(answer.id, ())]
    return max([task[-1].at, *ends]) - task[0].at
