"""Faults planted in drafted sentences, and what serving's support check shows of them.

An extractive answer cannot say what its source does not, so the check that guards a language model's
prose has nothing to do in a run. Here the answer's sentences are taken as a draft in which a fifth are
wrong, which is known since they were made so; the check then decides what of the draft would be shown.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from eval.runs.types import Asked, Drafted
from eval.training.support.corrupt import CHANGES
from eval.training.support.prose import prose
from serve.support.verifier import SupportVerifier

SHARE, SEED = 0.2, 0
ELSEWHERE = "elsewhere"
"""The kind of fault that is another passage's sentence under this one's citations."""
KEPT_OUT, SOUND_KEPT = "faults kept out", "sound sentences kept"


def checked(asked: Iterable[Asked], verifier: SupportVerifier | None) -> list[Asked]:
    """Each question with its faulty draft and two more values; without a verifier all of it is shown."""
    return [_checked(a, verifier) for a in asked]


def draft(asked: Asked) -> list[Drafted]:
    """The answer's sentences, about SHARE of them with a fault; the same ones whenever it is asked."""
    others = [s for hit in asked.hits for s in prose(hit["text"])]
    cited = cited_sentences(asked.answer)
    return [_drafted(f"{SEED}/{asked.id}/{i}", *pair, others) for i, pair in enumerate(cited)]


def cited_sentences(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each sentence of an answer with the words that it cites, joined by empty lines."""
    quotes = {c["number"]: c["quote"] for c in answer["citations"]}
    return [(s["text"], "\n\n".join(quotes[n] for n in s["citations"])) for s in answer["sentences"]]


def planted_values(drafted: Sequence[Drafted]) -> dict[str, float]:
    """The share of the faults that is not shown, and of the sound sentences that is, where there are some."""
    faults, sound = [d for d in drafted if d.fault], [d for d in drafted if not d.fault]
    values = {}
    if faults:
        values[KEPT_OUT] = sum(not d.shown for d in faults) / len(faults)
    if sound:
        values[SOUND_KEPT] = sum(d.shown for d in sound) / len(sound)
    return values


def _checked(asked: Asked, verifier: SupportVerifier | None) -> Asked:
    drafted = draft(asked)
    if verifier and drafted:
        verdicts = verifier.verify([d.text for d in drafted], [d.evidence for d in drafted])
        drafted = [replace(d, shown=v.supported) for d, v in zip(drafted, verdicts, strict=True)]
    return replace(asked, drafted=tuple(drafted), values={**asked.values, **planted_values(drafted)})


def _drafted(key: str, text: str, evidence: str, others: Sequence[str]) -> Drafted:
    chosen = int(sha256(key.encode()).hexdigest(), 16) % 1000 < SHARE * 1000
    # Code is the one sentence of several lines, and says nothing that could be denied.
    kind, changed = _fault(text, evidence, others, key) if chosen and "\n" not in text else ("", text)
    return Drafted(changed, evidence, kind, shown=True)


def _fault(text: str, evidence: str, others: Sequence[str], key: str) -> tuple[str, str]:
    """The first of the kinds, in an order drawn for the sentence, that finds something to change."""
    rng = random.Random(key)  # noqa: S311 - sampling, not secrets
    foreign = [s for s in others if s not in " ".join(evidence.split())]
    for kind in rng.sample([*CHANGES, ELSEWHERE], len(CHANGES) + 1):
        if kind == ELSEWHERE:
            wrong = rng.choice(foreign) if foreign else ""
        else:
            wrong = CHANGES[kind](text, others, rng)
        if wrong and wrong.casefold() != text.casefold():
            return kind, wrong
    return "", text
