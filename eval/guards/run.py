"""`rag-eval guard`: what the guards catch, what they get wrong, and what they cost."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
import numpy as np

from eval.golden import load_golden
from eval.guards import texts
from eval.guards.measure import (
    Found,
    Judged,
    alarms,
    found_planted,
    judged,
    milliseconds,
    personal,
    share,
)
from eval.peers.cost import passages as documentation
from eval.retrieval.tables import short, table
from eval.support.measure import roc_auc
from eval.training.data import rows
from ingest.chunking import chunk_document
from ingest.guard.marks import FLAGGED, WARY
from ingest.guard.planted import load_detector
from ingest.models import Embedder, load_embedder
from ingest.reading import Skipped, read_paths
from serve.bootstrap import build_finder, build_guard
from serve.guard.guard import Guard
from serve.settings import Settings

SEED = 1
ALARMS = 0.01
PIECES = 600
HEAD = """# The guards, measured

Made by `rag-eval guard --data DIR --out docs/guard-figures.md`. [Guards](guards.md) says what they do,
[the model card](models/guard.md) what the two models learned from. No model was fitted
on the attacks, questions and instructions that are measured on here. The threshold for attacks was
chosen on others; those for planted instructions were chosen on others too, after looks at these."""


def run(data: Path, material: Path, out: Path | None) -> None:
    """Prints the document; writes it to `out` as well."""
    settings, embedder = Settings(), load_embedder()
    guard = build_guard(settings, embedder)
    parts = [HEAD, _questions(data, guard, embedder), _planted(data, material, embedder)]
    document = "\n\n".join([*parts, _personal(data, settings), _time(data, guard, embedder)])
    click.echo(document)
    if out:
        out.write_text(document + "\n", encoding="utf-8")


def _questions(data: Path, guard: Guard, embedder: Embedder) -> str:
    attacks = judged(texts.attacks(data, "test"), guard, embedder)
    real = judged(texts.real_questions(data), guard, embedder)
    head = ["set", "texts", "flagged or blocked", "blocked"]
    lines = [_line(kind, group) for kind, group in _grouped([*attacks, *real])]
    scores = np.array([j.score for j in (*attacks, *real)])
    labels = np.array([True] * len(attacks) + [False] * len(real))
    least = float(np.quantile(scores[~labels], 1 - ALARMS))
    caught = share([j.score > least for j in attacks])
    missed = "\n".join(f"- {_quoted(j.asked.text)}" for j in attacks if j.verdict == "allow")
    alarmed = "\n".join(f"- {_quoted(j.asked.text)}" for j in real if j.verdict != "allow")
    return f"""## Questions

The half of the attacks that nothing was fitted on, and real interview questions, of which none was either.

{table(head, [*lines, _line("all attacks", attacks), _line("all real questions", real)], 1)}

ROC-AUC {short(roc_auc(scores, labels))}. At exactly {ALARMS:.0%} false alarms on the real questions the
classifier alone catches {caught:.1%}.

Attacks that are let through:

{missed or "none"}

Real questions that are flagged or blocked:

{alarmed or "none"}"""


def _planted(data: Path, material: Path, embedder: Embedder) -> str:
    detector = load_detector(embedder)
    passages = _passages(material, embedder)
    found = found_planted(texts.instructions(data, "test"), passages, detector, SEED)
    named = [(f.where, f) for f in found] + [(f.kind, f) for f in found] + [("all", f) for f in found]
    lines = [
        [name, str(len(mine)), short(share([f.score >= FLAGGED for f in mine])), short(_wary(mine))]
        for name in dict.fromkeys(n for n, _ in named)
        for mine in [[f for n, f in named if n == name]]
    ]
    wrong = alarms(passages, detector)
    pieces = [text for _, text in islice(documentation(data), PIECES)]
    elsewhere = [alarms([piece], detector) for piece in pieces]
    marked = sum(bool(found["flagged"]) for found in elsewhere)
    wary = sum(bool(found["wary"]) and not found["flagged"] for found in elsewhere)
    flagged = "\n".join(f"- {_quoted(t)}" for t in wrong["flagged"])
    missed = "\n".join(f"- {t}" for t in dict.fromkeys(_quoted(f.text) for f in found if f.score < WARY))
    return f"""## Instructions planted in passages

Instructions that no model was fitted on, each at the start, in the middle and at the end of a passage of the
material. What is flagged is reported and marked; what is looked at warily supports no sentence of a language
model either.

{table(["where, or what", "planted", "flagged", "flagged or wary"], lines, 1)}

Of the {len(passages)} passages of the material, where nothing is planted, {len(wrong["flagged"])} sentences
are flagged and {len(wrong["wary"])} more looked at warily. Flagged:

{flagged or "none"}

Of {PIECES} pieces of 100 words of programs' documentation, {marked} hold a flagged sentence and {wary} more
one that is looked at warily. How many false alarms the threshold allows was chosen with a look at these.

Planted and neither flagged nor looked at warily, at one of the places at least:

{missed or "none"}"""


def _wary(found: Sequence[Found]) -> float:
    return share([f.score >= WARY for f in found])


def _personal(data: Path, settings: Settings) -> str:
    labelled = list(rows(data / "guard/pii_train.jsonl"))
    kinds = personal(labelled, build_finder(settings))
    lines = [
        [kind, str(k.labelled), str(k.right), str(k.wrong), short(k.f1), _masked(kind, settings)]
        for kind, k in kinds.items()
    ]
    return f"""## Personal data

`{settings.guard.guard_finder}` rules over {len(labelled)} sentences; a span counts as found where one of its
kind overlaps it. The rules were written with these sentences at hand.

{table(["kind", "spans", "found", "wrong", "F1", "masked unless set otherwise"], lines, 1)}"""


def _time(data: Path, guard: Guard, embedder: Embedder) -> str:
    answers = [q.reference for q in load_golden("corpus") if q.reference]
    taken = milliseconds(texts.real_questions(data), answers, guard, embedder)
    lines = [[name, f"{np.median(ms):.2f}", f"{np.quantile(ms, 0.95):.2f}"] for name, ms in taken.items()]
    return f"""## Time

Milliseconds for a real question whose embedding the retriever has, and an answer that is checked and masked.

{table(["guard", "median", "95 of 100 within"], lines, 1)}"""


def _passages(material: Path, embedder: Embedder) -> list[str]:
    read = [d for d in read_paths([material]) if not isinstance(d, Skipped)]
    return [p.text for d in read for p in chunk_document(d, embedder.count_tokens, embedder.name)[1]]


def _grouped(found: Sequence[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    for kind in dict.fromkeys(j.asked.kind for j in found):
        yield kind, [j for j in found if j.asked.kind == kind]


def _line(name: str, group: Sequence[Judged]) -> list[str]:
    caught, blocked = (
        sum(j.verdict in verdicts for j in group) for verdicts in (("flag", "block"), ("block",))
    )
    return [
        name,
        str(len(group)),
        f"{caught} ({caught / len(group):.1%})",
        f"{blocked} ({blocked / len(group):.1%})",
    ]


def _masked(kind: str, settings: Settings) -> str:
    return "yes" if kind in settings.guard.masked else ""


def _quoted(text: str) -> str:
    words = " ".join(text.split()).replace("`", "'")
    return f"`{words[:100]}{'…' if len(words) > 100 else ''}`"
