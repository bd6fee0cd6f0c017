"""A run in Markdown, as a comment on a pull request."""

from collections.abc import Sequence

from eval.retrieval.tables import table
from eval.runs.baseline import Baseline
from eval.runs.gate import breaches
from eval.runs.types import Run
from eval.runs.values import METRICS


def summary(run: Run, baseline: Baseline | None) -> str:
    """The verdict, the figures beside the baseline, latency, and what was measured."""
    wrong = [a for a in run.questions if not a.right]
    return "\n\n".join(
        (
            f"## Evaluation: {verdict(run, baseline)}",
            _figures(run, baseline),
            f"{len(wrong)} of {len(run.questions)} questions went wrong: "
            + "; ".join(f"{kind} {n}" for kind, n in _wrong_by_kind(run).items()),
            _latency(run),
            _provenance(run),
        )
    )


def verdict(run: Run, baseline: Baseline | None) -> str:
    """What the gate says."""
    if baseline is None:
        return "no baseline yet"
    found = breaches(run, baseline)
    if not found:
        return "no figure fell beyond its allowance"
    return f"{len(found)} of {len(baseline.metrics)} figures fell beyond their allowance"


def _figures(run: Run, baseline: Baseline | None) -> str:
    below = {b.metric for b in breaches(run, baseline)} if baseline else set()
    lines = []
    for m in METRICS:
        f = run.figures.get(m.name)
        e = baseline.metrics.get(m.name) if baseline else None
        if f or e:
            lines.append(
                [
                    f"**{m.name}**" if m.name in below else m.name,
                    f"{f.value:.3f}" if f else "none",
                    f"[{f.low:.3f}, {f.high:.3f}]" if f else "",
                    str(f.questions) if f else "0",
                    f"{e.value:.3f}" if e else "",
                    _signed(f.value - e.value) if f and e else "",
                    f"{e.allowance:.3f}" if e else "",
                    "**below**" if m.name in below else "",
                ]
            )
    head = ["figure", "this run", "95% interval", "questions", "baseline", "difference", "may fall", "gate"]
    return table(head, lines, 1)


def _signed(difference: float) -> str:
    """Three decimals with a sign, none of them a negative zero."""
    return f"{round(difference, 3) + 0.0:+.3f}"


def _wrong_by_kind(run: Run) -> dict[str, int]:
    wrong = [a.kind for a in run.questions if not a.right]
    return {kind: wrong.count(kind) for kind in sorted(set(wrong), key=lambda k: (-wrong.count(k), k))}


def _latency(run: Run) -> str:
    lines = [[stage, f"{t['p50']:.1f}", f"{t['p95']:.1f}"] for stage, t in run.latency_ms.items()]
    return table(["stage", "p50 ms", "p95 ms"], lines, 1)


def _provenance(run: Run) -> str:
    return "; ".join(f"{name} {value}" for name, value in facts(run).items())


def _spread(means: Sequence[float]) -> str:
    """What a judge said each time that it was asked."""
    each = ", ".join(f"{mean:.3f}" for mean in means)
    return f"{each} (mean of {len(means)}, {max(means) - min(means):.3f} apart)"


def facts(run: Run) -> dict[str, str]:
    """What was measured, in words."""
    p = run.provenance
    commit = f"{p.commit.sha[:12]}{' with changes' if p.commit.dirty else ''}" if p.commit else "none"
    return {
        "material": p.material,
        "commit": commit,
        "version": p.package,
        "settings": p.settings_hash,
        "index": p.index_version,
        **p.models,
        **{metric: _spread(means) for metric, means in run.repeated.items()},
        "seeds": ", ".join(f"{name} {seed}" for name, seed in p.seeds.items()),
        "machine": p.machine,
        "finished": p.finished,
    }
