"""Figures -> a page with tables and a chart; where a peer is better, the page says so."""

import os
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.peers.cost import Cost
from eval.peers.player import OURS
from eval.peers.quality import Quality

CHART = "peers.svg"
COMMAND = "rag-eval peers --data DIR --work DIR{options} --out docs/peers.md"


@dataclass(frozen=True, slots=True)
class Report:
    """`costs`: passages -> contestant -> cost; `versions`: contestant -> what it is."""

    quality: Sequence[Quality]
    costs: Mapping[int, Mapping[str, Cost]]
    versions: Mapping[str, str]
    sample: int
    asked: int


def markdown(report: Report) -> str:
    """The page."""
    names = list(report.versions)
    lines = [
        "# Side by side",
        "",
        "Made by",
        "",
        f"    {COMMAND.format(options=_options(report))}",
        "",
        _described(report),
        "",
    ]
    if report.quality:
        lines += ["## Quality", "", *_quality(report, names), "", *_better(report.quality), ""]
    if report.costs:
        lines += ["## Cost", "", *_costs(report.costs, names), "", f"![Cost]({CHART})", ""]
    return "\n".join(lines)


def _options(report: Report) -> str:
    sizes = "".join(f" --size {size}" for size in report.costs)
    sample = f" --sample {report.sample}" if report.sample else ""
    return f"{sizes}{sample} --asked {report.asked}{'' if report.quality else ' --no-quality'}"


def _described(report: Report) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    sampled = (
        f" At most {report.sample} questions of a kind and collection were asked." if report.sample else ""
    )
    return (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}; {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}; {versions}. All read the same records with the same bi-encoder "
        "and cross-encoder, which reorders the first 20, ours of them only what may change its best two; "
        "each cuts documents in its own default way. "
        "Contestants take turns, question by question: other work on the machine meets all of them, so that "
        f"ratios hold better than milliseconds.{sampled}"
    )


def _quality(report: Report, names: Sequence[str]) -> Iterable[str]:
    """In brackets: 95% bootstrap intervals, of ours minus theirs where the row says so."""
    yield "| set | questions | metric | " + " | ".join(names) + " |"
    yield "| --- | ---: | --- |" + " ---: |" * len(names)
    for q in report.quality:
        for metric, means in q.means.items():
            cells = [f"{means[OURS][0]:.3f}"]
            for name in names[1:]:
                gain, low, high = q.behind[metric][name]
                cells.append(f"{means[name][0]:.3f} (ours {gain:+.3f} [{low:+.3f}, {high:+.3f}])")
            yield f"| {q.group} | {q.questions} | {metric} | " + " | ".join(cells) + " |"
        if q.separates[OURS] is not None:
            told = ["—" if (auc := q.separates[name]) is None else f"{auc:.3f}" for name in names]
            yield f"| {q.group} | | AUC of the best score, answerable or not | " + " | ".join(told) + " |"


def _better(quality: Sequence[Quality]) -> Iterable[str]:
    """Where a peer is better, beyond the interval or within it."""
    ahead = [
        f"{name} on {q.group} by {metric} ({-gain:.3f}{'' if low < 0 <= high else ', beyond the interval'})"
        for q in quality
        for metric, others in q.behind.items()
        for name, (gain, low, high) in others.items()
        if gain < 0
    ]
    yield f"Peers that are ahead: {'; '.join(ahead)}." if ahead else "No peer is ahead on any set."


def _costs(costs: Mapping[int, Mapping[str, Cost]], names: Sequence[str]) -> Iterable[str]:
    yield "| passages | figure | " + " | ".join(names) + " |"
    yield "| ---: | --- |" + " ---: |" * len(names)
    for size, found in costs.items():
        rows = {
            "passages indexed a second": [f"{found[n].passages_per_second:.0f}" for n in names],
            "reranked query, median ms (p95)": [_times(found[n], True) for n in names],
            "query without reranking, median ms (p95)": [_times(found[n], False) for n in names],
            "start of a process to its first answer, s": [f"{found[n].cold:.1f}" for n in names],
            "most memory held, MiB": [f"{found[n].mebibytes:.0f}" for n in names],
        }
        for title, cells in rows.items():
            yield f"| {size:,} | {title} | " + " | ".join(cells) + " |"
        fastest = min(found[n].queries[True][0] for n in names if n != OURS)
        quickest = max(found[n].passages_per_second for n in names if n != OURS)
        ours = found[OURS]
        yield (
            f"| {size:,} | ours to the fastest peer | {ours.queries[True][0] / fastest:.2f} of its time, "
            f"indexes {ours.passages_per_second / quickest:.2f} times as fast |" + " |" * (len(names) - 1)
        )


def _times(cost: Cost, rerank: bool) -> str:
    middle, high = cost.queries[rerank]
    return f"{middle:.0f} ({high:.0f})"


def chart(costs: Mapping[int, Mapping[str, Cost]]) -> str:
    """Bars: the median milliseconds of a reranked query, a group a size; smaller is better."""
    rows = [
        (size, name, cost.queries[True][0]) for size, found in costs.items() for name, cost in found.items()
    ]
    most, tall = max(ms for _, _, ms in rows), 22
    parts = []
    for n, (size, name, ms) in enumerate(rows):
        y, look = 10 + n * tall, "ours" if name == OURS else "peer"
        wide = 380 * ms / most
        parts += [
            f'<text x="200" y="{y + 14}" text-anchor="end">{name}, {size:,} passages</text>',
            f'<rect class="{look}" x="208" y="{y}" width="{wide:.1f}" height="{tall - 6}" rx="2"/>',
            f'<text x="{214 + wide:.1f}" y="{y + 14}">{ms:.0f} ms</text>',
        ]
    height = 30 + len(rows) * tall
    style = (
        "text{font:12px sans-serif;fill:#444}.ours{fill:#0b6e4f}.peer{fill:#b8c4c0}"
        "@media(prefers-color-scheme:dark){text{fill:#ccc}.ours{fill:#3fb68b}.peer{fill:#56615d}}"
    )
    label = "Median milliseconds of a query with reranking; shorter is better"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {height}" role="img" aria-label="{label}">'
        f"<style>{style}</style>{''.join(parts)}"
        f'<text x="208" y="{height - 6}">{label}</text></svg>\n'
    )
