"""Preference pairs for training: two answers to one question, of which people preferred one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from serve.records.types import Judged, KeptAnswer, Pair


def pairs(answers: Iterable[KeptAnswer], judged: Iterable[Judged]) -> Iterator[Pair]:
    """Every helpful answer beside every unhelpful one to the same question, seen by the same groups.

    A question is the same without its case and white space. An answer that people disagree on is in no pair,
    and neither are two answers in the same words.
    """
    said = verdicts(judged)
    asked: dict[tuple[str, tuple[str, ...]], list[KeptAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.question and answer.id in said:
            asked[" ".join(answer.question.casefold().split()), answer.groups].append(answer)
    for same in asked.values():
        good = [a for a in same if {j.verdict for j in said[a.id]} == {"helpful"}]
        bad = [a for a in same if "helpful" not in {j.verdict for j in said[a.id]}]
        for chosen, rejected in product(good, bad):
            if chosen.trace["text"] != rejected.trace["text"]:
                yield Pair(chosen.question, chosen, rejected, _reason(said[rejected.id]))


def verdicts(judged: Iterable[Judged]) -> Mapping[str, list[Judged]]:
    """The last verdict of each person on each answer, by answer."""
    last: dict[tuple[str, str], Judged] = {}
    for one in judged:
        last[one.answer, one.by] = one
    by_answer: dict[str, list[Judged]] = defaultdict(list)
    for one in last.values():
        by_answer[one.answer].append(one)
    return by_answer


def pair_fields(pair: Pair) -> dict[str, Any]:
    """A pair as trainers of preferences read it: `prompt`, `chosen`, `rejected`, and where they come from."""
    return {
        "prompt": pair.question,
        "chosen": pair.chosen.trace["text"],
        "rejected": pair.rejected.trace["text"],
        "reason": pair.reason,
        "chosen_quotes": _quotes(pair.chosen),
        "rejected_quotes": _quotes(pair.rejected),
        "chosen_id": pair.chosen.id,
        "rejected_id": pair.rejected.id,
    }


def _quotes(answer: KeptAnswer) -> list[str]:
    return [citation["quote"] for citation in answer.trace["citations"]]


def _reason(against: Iterable[Judged]) -> str:
    return "; ".join(dict.fromkeys(filter(None, (j.reason for j in against))))
