"""The figures of written answers as one Markdown document."""

import os
from collections import Counter
from collections.abc import Sequence

from eval.retrieval.tables import table
from eval.written import tables
from eval.written.asking import Written
from eval.written.pace import DELAY, PACE, Times, medians
from eval.written.service import SECONDS, Seen
from eval.written.votes import Vote, voted

HEAD = """# Written answers, measured

A scripted language model answers over HTTP in OpenAI's wire format, and the product asks it as it would
ask any other. Made by

    rag-eval written --data-dir DIR --export-dir DIR --out docs/written-figures.md"""

PLANTED = """## Planted faults

{questions} golden questions ({materials}), {sentences} drafted sentences, a fifth of them with a fault.
The sound ones are the questions' reference answers, as a person worded them, and sentences of the
excerpts that the model was given, two thirds of them reworded by rule. Asked to rewrite a sentence, the
model replies with those sentences of the excerpt that hold most of its words. In brackets: 95% intervals
(Wilson)."""

OF_FAULTS = """A fault is avoided when the sentence is left out, when it was rewritten into what the
excerpt says, or when only its key was wrong and it is shown citing the excerpt that does say it. Recall
is the share avoided. Precision is that of a draft with this fault in a fifth of its sentences: of what is
withheld, the share that is wrong."""

OF_SOUND = """A sound sentence is kept as drafted, or rewritten into the sentence that it was made from;
a reference also when the rewritten sentences hold every golden fact that it names (or two thirds of its
words where it names none)."""

DRAFTS = """## Several drafts

`RAG_LLM_DRAFTS=3`, over the questions on corpus: the other two drafts are the same answer drawn again,
a fifth of its sentences left out, the rest worded anew, a fifth of those with faults of their own. A
sentence of the first is kept where one of the others says it, by the support check (as the product does
it), or by the cosine with its nearest sentence. With the shipped verifier, and with
`RAG_VERIFIER=none`, which lets more through. Of faults in the words it is told as well how many pass
the vote alone. A fault that a model makes every time would pass every vote, and is not in here."""

SERVICE = """## Faults of the service

One question, over a guide and a document that holds an instruction to the model; `RAG_LLM_SECONDS` is
{seconds:g}. The milliseconds are the person's, from the question to the whole answer, search included."""

TIME = """## The price of verification in time

{n} golden questions; the server waits {delay:g} ms and then sends a token every {pace:g} ms. The bare
model is asked with the same prompt over plain HTTP. The sentences are reworded ones, which the check's
model has to read. Medians, in milliseconds; the machine's load was {load:.1f} on {cores} cores."""

WAITING = """No sentence can be checked before its last token is there. Of what lies between the bare model's
first token and the first verified sentence, {waiting:,.0f} ms are that: {tokens:g} more tokens at
the server's pace ({paced:,.0f} ms; the rest is the server's and the machine's). The {ours:,.0f} ms
beside it are ours: the SDK, reading the reply and the check. A model of twice the pace halves the
first part and leaves the second."""


def document(
    written: Sequence[Written],
    votes: Sequence[tuple[str, Sequence[Vote]]],
    seen: Sequence[Seen],
    times: Sequence[Times],
) -> str:
    """Everything, planted faults first; `votes` by verifier."""
    parts = [HEAD, *_planted(written), DRAFTS, voted(votes), *_service(seen), *_time(times)]
    return "\n\n".join(parts) + "\n"


def _planted(written: Sequence[Written]) -> list[str]:
    outcomes = [o for w in written for o in w.outcomes]
    materials = Counter(w.material for w in written)
    head = PLANTED.format(
        questions=len(written),
        materials=", ".join(f"{n} over {name}" for name, n in materials.items()),
        sentences=len(outcomes),
    )
    return [head, tables.faults(outcomes), OF_FAULTS, tables.sound(outcomes), OF_SOUND]


def _service(seen: Sequence[Seen]) -> list[str]:
    lines = [[s.fault, s.summary, str(s.calls), f"{s.milliseconds:,.0f}"] for s in seen]
    head = ["what happens", "what the person sees", "calls", "ms"]
    return [SERVICE.format(seconds=SECONDS), table(head, lines, 2)]


def _time(times: Sequence[Times]) -> list[str]:
    middle = medians(times)
    rows = [
        ["bare model: first token", middle["token"]],
        ["bare model: first sentence with its key", middle["sentence"]],
        ["the product, once it has searched: first verified sentence", middle["verified"]],
        ["the product, from the question on: first verified sentence", middle["whole"]],
        ["**verified sentence after the bare sentence**", middle["over sentence"]],
        ["verified sentence after the bare first token", middle["over token"]],
        ["of that: waiting for the end of the sentence", middle["waiting"]],
    ]
    lines = [[str(name), f"{value:,.0f}"] for name, value in rows]
    load, cores = os.getloadavg()[0], os.cpu_count()
    head = TIME.format(n=len(times), delay=DELAY * 1000, pace=PACE * 1000, load=load, cores=cores)
    tokens = middle["tokens"] - 1
    waiting = WAITING.format(
        waiting=middle["waiting"], tokens=tokens, paced=tokens * PACE * 1000, ours=middle["over sentence"]
    )
    return [head, table(["until", "ms"], lines, 1), waiting]
