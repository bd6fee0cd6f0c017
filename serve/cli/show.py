"""Answers and hits as people read them; colours only on a terminal."""

from collections.abc import Mapping, Sequence

import click

from retrieval.types import Hit
from serve.types import Answer, Citation, Dropped

QUOTE_WIDTH = 200
HIT_WIDTH = 400


def answer_text(answer: Answer) -> str:
    """The answer, its sources and the time, or the refusal."""
    seconds = answer.timings_ms["total"] / 1000
    notes = "".join(click.style(f"({note})\n", dim=True) for note in answer.notes)
    told = f"{_dropped(answer.dropped)}{seconds:.2f} s, index {answer.index_version}"
    closing = click.style(told, dim=True)
    if answer.status == "refused":
        return f"{notes}{click.style(answer.text, fg='yellow')}\n\n{closing}"
    sources = "\n".join(source_line(c) for c in answer.citations)
    return f"{notes}{answer.text}\n\n{click.style('Sources', bold=True)}\n{sources}\n\n{closing}"


def _dropped(dropped: Sequence[Dropped]) -> str:
    """A line for each sentence that the citation check kept back; nothing where it kept none."""
    return "".join(f"not shown, since {d.reason}: “{_shortened(d.text)}”\n" for d in dropped)


def source_line(citation: Citation) -> str:
    """Number, where it stands, and the words."""
    place = citation.section or citation.title
    page = f", page {citation.page}" if citation.page else ""
    where = click.style(f"{citation.document}{page}: {place}", fg="cyan")
    return f"[{citation.number}] {where}\n    “{_shortened(citation.quote)}”"


def _shortened(text: str) -> str:
    """On one line, cut at a word."""
    words = " ".join(text.split())
    return words if len(words) <= QUOTE_WIDTH else words[: QUOTE_WIDTH - 1].rsplit(" ", 1)[0] + "…"


def hits_text(hits: Sequence[Hit], timings: Mapping[str, float]) -> str:
    """Each hit with every stage's rank and score."""
    blocks = [_hit_text(rank, hit) for rank, hit in enumerate(hits, start=1)]
    times = ", ".join(f"{name} {ms:.0f} ms" for name, ms in timings.items())
    return "\n".join([*blocks, click.style(times, dim=True)])


def _hit_text(rank: int, hit: Hit) -> str:
    p = hit.passage
    stages = "  ".join(f"{name} #{s.rank} {s.score:.4g}" for name, s in hit.stages.items())
    where = click.style(f"{p.document}: {p.heading or p.title} [{p.start}:{p.end}]", fg="cyan")
    words = " ".join(p.text.split())[:HIT_WIDTH]
    return f"{rank}. {hit.score:.3f}  {where}\n   {click.style(stages, dim=True)}\n   {words}\n"
