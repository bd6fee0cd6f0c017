"""Who answered better: by metric, or by a language model that is asked twice with the answers swapped."""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Literal

from tqdm import tqdm

from eval.pairwise import prompts
from eval.pairwise.entrants import alike
from eval.pairwise.types import Duel, Judged, Pairing
from eval.runs.compare import better
from serve.llm.errors import ModelUnavailable
from serve.llm.types import LanguageModel, Message, Prompt

Letter = Literal["A", "B", "TIE"]
_VERDICT = re.compile(r"^[\s*`]*VERDICT:[\s*`]*(A|B|TIE)[\s*`.]*$", re.MULTILINE)
INCONSISTENT = "position-inconsistent"


TOKENS = 800
"""Of a reply: the reasons, then the verdict."""


def by_metric(pairings: Iterable[Pairing]) -> Judged:
    """Every duel by the golden labels; see `eval.runs.compare.better`."""
    return Judged("metric", tuple(_duel(p, better(*p.answers)) for p in pairings))


def by_model(pairings: Sequence[Pairing], model: LanguageModel, seconds: float) -> Judged:
    """Every duel by the model's verdict in both orders; one that changes with the order is a tie.

    Models prefer a place, mostly the first (Wang et al., "Large Language Models are not Fair Evaluators",
    2023; Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", 2023). Two answers that
    are the same are a tie, and cost no question; a reply without a verdict is one, too, and ends the duel. A
    call takes `seconds` at most; a model that fails ends the judging. Raises ModelUnavailable where there is
    no verdict.
    """
    duels: list[Duel] = []
    verdicts: list[tuple[int | None, int | None]] = []
    failed: list[str] = []
    for pairing in tqdm(pairings, desc="judging", unit=" pairs", file=sys.stderr, disable=None):
        if alike(pairing):
            duels.append(_duel(pairing, 0))
            continue
        try:
            verdicts.append(_swapped(pairing, model, seconds))
        except ModelUnavailable as error:
            # What was judged is paid for: it is reported, and what is left is not asked.
            failed.append(f"broken off at question {pairing.answers[0].id}, the rest is not judged: {error}")
            break
        duels.append(_duel(pairing, agreed(*verdicts[-1])))
    if failed and not verdicts:
        raise ModelUnavailable(failed[0])
    return _summed(duels, verdicts, model.name, len(pairings), failed)


def _summed(
    duels: Sequence[Duel],
    verdicts: Sequence[tuple[int | None, int | None]],
    model: str,
    pairs: int,
    failed: Sequence[str],
) -> Judged:
    asked = len(verdicts)
    unreadable = sum(None in v for v in verdicts)
    inconsistent = sum(t is not None and b is not None and t != -b for t, b in verdicts)
    share = inconsistent / asked if asked else 0.0
    notes = (
        f"{asked} of {pairs} pairs of answers differ; {model} was asked about each in either order",
        f"position-inconsistent verdicts, counted as ties: {inconsistent} of {asked} ({share:.1%})",
        f"replies without a verdict, counted as ties: {unreadable} of {asked}",
        *failed,
    )
    figures = {INCONSISTENT: share, "asked": asked, "unreadable": unreadable}
    return Judged(f"llm: {model}", tuple(duels), figures, notes)


def agreed(there: int | None, back: int | None) -> int:
    """Two verdicts, 1 for the answer shown first and -1 for the other, the second time swapped.

    The winner for the first answer's side where both mean the same one, and 0 for anything else.
    """
    if there is None or back is None:
        return 0
    return there if there == -back else 0


def read_verdict(text: str) -> Letter | None:
    """The last verdict that stands on a line of its own, None where there is none."""
    found: list[Letter] = _VERDICT.findall(text)
    return found[-1] if found else None


def _swapped(pairing: Pairing, model: LanguageModel, seconds: float) -> tuple[int | None, int | None]:
    """Where the first reply has no verdict, the duel is a tie, and the second would be paid for nothing."""
    one, other = pairing.answers
    there = _asked(prompts.judge(one, one.answer, other.answer), model, seconds)
    if there is None:
        return None, None
    return there, _asked(prompts.judge(one, other.answer, one.answer), model, seconds)


def _asked(prompt: str, model: LanguageModel, seconds: float) -> int | None:
    reply = model.complete(Prompt("", (Message("user", prompt),), TOKENS), seconds)
    letter = read_verdict(reply.text)
    return None if letter is None else _sign(letter)


def _sign(letter: Letter) -> int:
    return {"A": 1, "B": -1, "TIE": 0}[letter]


def _duel(pairing: Pairing, won: int) -> Duel:
    asked = pairing.answers[0]
    return Duel(asked.id, asked.kind, pairing.first, pairing.second, won)
