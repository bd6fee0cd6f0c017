"""Every question that went wrong, with all that is needed to see why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eval.runs.report.markup import Markup, join, table, tag
from eval.runs.types import Asked

STAGES = ("dense", "bm25", "fusion", "late", "rerank")
SHOWN = 240


def failures(asked: Iterable[Asked]) -> Markup:
    """One folded block a question."""
    return join(_failure(a) for a in asked if not a.right)


def _failure(a: Asked) -> Markup:
    title = join((tag("strong", a.question), " ", tag("small", f"{a.kind} · {a.id} · {'; '.join(a.faults)}")))
    parts = [tag("summary", title)]
    if a.history:
        parts += [tag("h3", "Asked before"), _list(a.history)]
    parts += [tag("h3", "Expected"), _expected(a), tag("h3", f"Answer, {a.confidence:.0%} sure")]
    parts.append(tag("div", a.answer["text"], class_="answer"))
    if a.answer["citations"]:
        parts += [tag("h3", "Citations"), _citations(a.answer["citations"])]
    if dropped := a.answer.get("dropped"):
        parts += [tag("h3", "Dropped"), _list(f"{d['text']} ({d['reason']})" for d in dropped)]
    return tag("details", *parts, tag("h3", "First hits"), _hits(a.hits))


def _expected(a: Asked) -> Markup:
    if not a.answerable:
        return tag("p", f"A refusal: {a.reference}")
    rows = [
        ("reference", a.reference),
        ("in", join(tag("div", s) for s in a.sections)),
        ("facts", "; ".join(" or ".join(fact) for fact in a.facts)),
    ]
    return tag("dl", *(join((tag("dt", name), tag("dd", value))) for name, value in rows))


def _citations(citations: Iterable[Mapping[str, Any]]) -> Markup:
    entries = [
        (f"{c['document']}: {c['section']} [{c['start']}:{c['end']}]", tag("blockquote", c["quote"]))
        for c in citations
    ]
    return tag("ol", *(tag("li", tag("small", place), quote) for place, quote in entries))


def _hits(hits: Sequence[Mapping[str, Any]]) -> Markup:
    if not hits:
        return tag("p", "Nothing was found.")
    rows = [
        (
            str(rank),
            tag("div", tag("small", hit["section"]), _shortened(hit["text"]), class_="passage"),
            f"{hit['score']:.3f}",
            *(_stage(hit["stages"].get(name)) for name in STAGES),
        )
        for rank, hit in enumerate(hits, start=1)
    ]
    return table(("", "passage", "score", *STAGES), rows)


def _stage(place: Mapping[str, float] | None) -> Markup:
    if place is None:
        return tag("span", "–", class_="number")
    return tag("span", f"{place['rank']:.0f}", tag("small", f"{place['score']:.3f}"), class_="number")


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN else words[:SHOWN].rstrip() + "…"


def _list(items: Iterable[str]) -> Markup:
    return tag("ul", *(tag("li", item) for item in items))
