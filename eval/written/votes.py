"""What several drafts would have kept out, had the model been asked for them: `RAG_LLM_DRAFTS`.

The other drafts are the same answer drawn again, with faults of their own; so a fault that a model makes
every time is not among what is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics import wilson
from eval.retrieval.tables import short, table
from eval.written.asking import Written
from eval.written.draft import NEGATED, NUMBER, UNSUPPORTED, Drafter
from eval.written.outcome import Outcome
from ingest.models import Embedder
from serve.generate.agree import agreed
from serve.generate.reply import Drafted
from serve.support.verifier import SupportVerifier

OTHERS = 2
COSINES = (0.7, 0.8, 0.9)
BY_CHECK = "the support check"


@dataclass(frozen=True, slots=True)
class Vote:
    """A drafted sentence with its fate, and by which measures of likeness most of the drafts say it."""

    outcome: Outcome
    agreed: frozenset[str]


def votes_on(
    written: Sequence[Written], elsewhere: Sequence[str], verifier: SupportVerifier, embedder: Embedder
) -> list[Vote]:
    """Every sentence that was drafted, judged by so many OTHERS."""
    drafter = Drafter(elsewhere)
    return [v for one in written for v in _votes(one, drafter, verifier, embedder)]


def _votes(one: Written, drafter: Drafter, verifier: SupportVerifier, embedder: Embedder) -> list[Vote]:
    first = [o.planned.text for o in one.outcomes]
    drawn = (drafter.redraft(one.question, one.excerpts, n) for n in range(OTHERS))
    others = [[p.text for p in draft] for draft in drawn]
    kept, _ = agreed([Drafted(t, ()) for t in first], [[Drafted(t, ()) for t in o] for o in others], verifier)
    by_check = {d.text for d in kept}
    nearest = np.stack([_nearest(first, o, embedder) for o in others])
    votes = []
    for at, found in enumerate(one.outcomes):
        names = [f"cosine of {c:g}" for c in COSINES if 2 * (1 + sum(nearest[:, at] >= c)) > 1 + OTHERS]
        names += [BY_CHECK] if found.planned.text in by_check else []
        votes.append(Vote(found, frozenset(names)))
    return votes


def _nearest(first: Sequence[str], other: Sequence[str], embedder: Embedder) -> np.ndarray:
    """The cosine of each sentence with the nearest one of the other draft."""
    if not other:
        return np.zeros(len(first))
    cosines = embedder.embed_queries(list(first)) @ embedder.embed_queries(list(other)).T
    return np.asarray(cosines.max(axis=1))


def voted(groups: Sequence[tuple[str, Sequence[Vote]]]) -> str:
    """A line a verifier and measure of likeness: what passes the vote, and what the vote and the check."""
    lines = [
        [name, measure, *_shares([(v.outcome, measure == "one draft" or measure in v.agreed) for v in votes])]
        for name, votes in groups
        for measure in ("one draft", BY_CHECK, *(f"cosine of {c:g}" for c in COSINES))
    ]
    head = ["verifier", "drafts agree by", "false words voted for", "faults shown", "sound sentences lost"]
    return table(head, lines, 2)


def _shares(judged: Sequence[tuple[Outcome, bool]]) -> list[str]:
    # A wrong key is no matter of words, of which alone the drafts are compared.
    voted_for = [kept for o, kept in judged if o.planned.fault in (NUMBER, NEGATED, UNSUPPORTED)]
    faults = [not o.right and kept for o, kept in judged if o.planned.fault]
    sound = [not o.right or not kept for o, kept in judged if not o.planned.fault]
    return [_share(voted_for), _share(faults), _share(sound)]


def _share(some: Sequence[bool]) -> str:
    low, high = wilson(sum(some), len(some))
    return f"{sum(some)} of {len(some)}: {short(sum(some) / len(some))} [{short(low)}, {short(high)}]"
