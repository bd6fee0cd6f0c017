"""The page's tables: headline figures, kinds of question, latency."""

from collections.abc import Mapping

from eval.runs.baseline import Baseline
from eval.runs.gate import Breach, breaches
from eval.runs.metrics import refusals, retrieval
from eval.runs.report.markup import Markup, join, table, tag
from eval.runs.types import Run
from eval.runs.values import CITED_PRECISION, FACTS, METRICS, RIGHT, SECTION, Metric

BY_KIND = (
    RIGHT,
    retrieval.RECALL,
    retrieval.NDCG,
    SECTION,
    FACTS,
    CITED_PRECISION,
    refusals.PRECISION,
    refusals.RECALL,
)


def headline(run: Run, baseline: Baseline | None) -> Markup:
    """Every figure with its interval, beside the baseline."""
    below = {b.metric: b for b in breaches(run, baseline)} if baseline else {}
    named = [m for m in METRICS if m.name in run.figures or m.name in below]
    rows = [(_name(m), _value(run, m.name), *_beside(run, m.name, baseline, below)) for m in named]
    return table(("figure", "this run", "baseline", "change"), rows)


def _name(metric: Metric) -> Markup:
    return join((metric.name, tag("small", metric.says)))


def _value(run: Run, name: str) -> Markup:
    f = run.figures.get(name)
    if f is None:
        return tag("span", "measured on no question", class_="bad")
    interval = tag("span", f"{f.low:.3f} to {f.high:.3f}, ", class_="number")
    asked = tag("span", f"{f.questions} questions", class_="number")
    return join((tag("strong", f"{f.value:.3f}"), tag("small", interval, asked)))


def _beside(run: Run, name: str, baseline: Baseline | None, below: Mapping[str, Breach]) -> tuple[str, str]:
    """The baseline with its allowance, and the change since."""
    expected = baseline.metrics.get(name) if baseline else None
    if expected is None:
        return "–", "–"
    room = f"may fall {expected.allowance:.3f}" if expected.allowance else "may not fall"
    stands = join((f"{expected.value:.3f}", tag("small", room)))
    if name not in run.figures:
        return stands, tag("span", "✗", class_="bad")
    change = run.figures[name].value - expected.value
    said = "±0" if abs(change) < 5e-4 else f"{change:+.3f}"  # what rounds to 0.000
    look = "bad" if name in below else "good" if change > 5e-4 else ""
    return stands, tag("span", f"✗ {said}" if name in below else said, class_=f"number {look}")


def kinds(run: Run) -> Markup:
    """A row a kind of question; an answerable kind has no recall of refusal, and the other way round."""
    rows = []
    for kind, found in run.by_kind.items():
        some = [a for a in run.questions if a.kind == kind]
        refused = sum(a.refused for a in some) / len(some)
        cells = [f"{found[name].value:.2f}" if name in found else "–" for name in BY_KIND]
        rows.append((tag("span", kind, class_="number"), str(len(some)), *cells, f"{refused:.2f}"))
    return table(("kind", "n", *BY_KIND, "refused"), rows)


def latency(run: Run) -> Markup:
    """Half of the answers, and nineteen of twenty, are no slower."""
    rows = [(stage, f"{t['p50']:.1f}", f"{t['p95']:.1f}") for stage, t in run.latency_ms.items()]
    return table(("stage", "p50 ms", "p95 ms"), rows)
