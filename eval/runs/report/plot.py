"""The frame of a chart: a box with scales, and where a point lies in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.runs.report.markup import Markup, tag

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A box in which x goes from 0 to 1 and y from `low` to `high`, with room around it for words."""

    low: float = 0.0
    high: float = 1.0
    width: int = 360
    height: int = 240
    left: int = 38
    bottom: int = 34
    right: int = 20
    top: int = 8

    def at(self, point: Point) -> Point:
        """Where a point lies in the picture."""
        x, y = point
        share = (y - self.low) / (self.high - self.low)
        wide, tall = self.width - self.left - self.right, self.height - self.bottom - self.top
        return self.left + x * wide, self.top + (1 - share) * tall

    def axes(self, below: str) -> list[Markup]:
        """A grid in quarters with its shares, and what goes to the right."""
        found = []
        for tick in TICKS:
            y = self.low + tick * (self.high - self.low)
            (left, height), (right, _) = self.at((0, y)), self.at((1, y))
            x, floor = self.at((tick, self.low))
            found += [
                tag("path", d=f"M{left:.1f} {height:.1f}H{right:.1f}", class_="rule"),
                text((left - 5, height + 4), f"{y:.0%}", "end"),
                text((x, floor + 14), f"{tick:.0%}", "middle"),
            ]
        middle, _ = self.at((0.5, self.low))
        return [*found, text((middle, self.height - 4), below, "middle")]

    def line(self, points: Iterable[Point], look: str = "line") -> Markup:
        """A line through the points."""
        return tag(
            "polyline", points=" ".join("{:.1f},{:.1f}".format(*self.at(p)) for p in points), class_=look
        )

    def dot(self, point: Point, says: str, radius: float = 4, look: str = "dot") -> Markup:
        """A point that says what it is when it is pointed at."""
        x, y = self.at(point)
        return tag("circle", tag("title", says), cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.1f}", class_=look)

    def picture(self, label: str, parts: Sequence[Markup]) -> Markup:
        """The whole, with a name for those who do not see it."""
        box = {"viewBox": f"0 0 {self.width} {self.height}", "role": "img", "aria_label": label}
        return tag("svg", *parts, **box)


def text(place: Point, words: str, anchor: str) -> Markup:
    """Words at a place in the picture."""
    return tag("text", words, x=f"{place[0]:.1f}", y=f"{place[1]:.1f}", text_anchor=anchor)
