"""The figures of scale as an SVG file: four small charts over the number of passages."""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from eval.bench.scale import Scale

WIDE, HIGH, LEFT, TOP, FOOT = 300, 200, 56, 34, 34
COLOUR = "#1f6feb"
STYLE = "font:12px sans-serif;fill:#57606a"
FIGURES = (
    ("disk", "MiB on disk"),
    ("memory", "MiB of memory"),
    ("query", "ms a query"),
    ("changed", "s until a change is found"),
)


def svg(found: Sequence[Scale]) -> str:
    """A panel a figure; the number of passages grows by factors."""
    parts = [
        _panel([(s.passages, getattr(s, name)) for s in found], title, n % 2 * WIDE, n // 2 * HIGH)
        for n, (name, title) in enumerate(FIGURES)
    ]
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDE} {2 * HIGH}"'
    head = f'<svg {box} role="img" aria-label="The index over the number of passages">'
    return "\n".join((head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>\n"))


def _panel(points: Sequence[tuple[float, float]], title: str, x0: int, y0: int) -> str:
    top = _round_up(max(value for _, value in points))
    least, most = math.log10(points[0][0]), math.log10(points[-1][0])

    def place(passages: float, value: float) -> tuple[float, float]:
        across = (math.log10(passages) - least) / ((most - least) or 1)
        return x0 + LEFT + across * (WIDE - LEFT - 30), y0 + HIGH - FOOT - value / top * (HIGH - TOP - FOOT)

    lines = [_text(x0 + LEFT, y0 + 20, title, "start")]
    for share in (0, 0.5, 1):
        x, y = place(points[0][0], share * top)
        lines.append(f'<path d="M{x:.1f} {y:.1f}H{x0 + WIDE - 30}" stroke="#d0d7de"/>')
        lines.append(_text(x - 6, y + 4, f"{share * top:g}", "end"))
    for passages, _ in points:
        x, y = place(passages, 0)
        lines.append(_text(x, y + 16, f"{passages:,.0f}", "middle"))
    at = [place(*point) for point in points]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    lines.append(f'<polyline points="{drawn}" fill="none" stroke="{COLOUR}" stroke-width="2"/>')
    lines += [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOUR}"><title>{value:.3g}</title></circle>'
        for (x, y), (_, value) in zip(at, points, strict=True)
    ]
    return "\n".join(lines)


def _round_up(value: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value or 1))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{STYLE}">{escape(words)}</text>'
