"""The risk-coverage curves as an SVG file that needs no library to draw or to see."""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from eval.retrieval.refusal import Point, Refusals

WIDTH, HEIGHT = 640, 400
LEFT, TOP, RIGHT, BOTTOM = 60, 20, 160, 50
"""Margins: for the scale, above, for the names of the curves, and for the scale."""
COLOURS = ("#1f6feb", "#bf5000", "#2da44e", "#8250df")
TICKS = (0, 0.25, 0.5, 0.75, 1)
STYLE = "font:13px sans-serif;fill:#57606a"


def svg(sets: Sequence[Refusals]) -> str:
    """A curve a set, with a dot where the product stands."""
    highest = max((risk for s in sets for _, risk in (*s.curve, s.shipped)), default=0.0)
    top = max(0.2, math.ceil(highest * 5 - 1e-9) / 5)  # a scale in round numbers
    parts = [*_axes(top), *(line for n, s in enumerate(sets) for line in _series(s, n, top))]
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg {box} role="img" aria-label="Risk over coverage">'
    return "\n".join((head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>\n"))


def _axes(top: float) -> list[str]:
    lines = []
    for share in TICKS:
        (x, low), (left, y) = _place((share, 0), top), _place((0, share * top), top)
        right, _ = _place((1, 0), top)
        lines.append(f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="#d0d7de"/>')
        lines.append(_text(x, low + 18, f"{share:.0%}", "middle"))
        lines.append(_text(left - 6, y + 4, f"{share * top:.0%}", "end"))
    middle, _ = _place((0.5, 0), top)
    return [
        *lines,
        _text(middle, HEIGHT - 8, "questions answered; of those, without an answer (upwards)", "middle"),
    ]


def _series(s: Refusals, number: int, top: float) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_place(p, top) for p in s.curve))
    (x, y), (end, last) = _place(s.shipped, top), _place(s.curve[-1], top)
    return [
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"><title>as shipped</title></circle>',
        _text(end + 8, last + 4, s.group, "start"),
    ]


def _place(point: Point, top: float) -> Point:
    coverage, risk = point
    high = HEIGHT - TOP - BOTTOM
    return LEFT + coverage * (WIDTH - LEFT - RIGHT), TOP + high * (1 - risk / top)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{STYLE}">{escape(words)}</text>'
