"""Office's formulas (OMML) as a line of text: `a/b`, `x^2`, `x_i`, `√(x)`."""

import re
from collections.abc import Callable
from typing import Any

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def formula(element: Any, text_of: Callable[[Any], str]) -> str:
    """A structure's parts with the signs between them that its layout stands for."""
    return _WRITTEN[element.tag](_Parts(element, text_of))


class _Parts:
    """A structure's parts as text."""

    def __init__(self, element: Any, text_of: Callable[[Any], str]) -> None:
        self._element = element
        self._text_of = text_of

    def all(self, name: str) -> list[str]:
        """Every part of this name."""
        found = self._element.findall(f"{_MATH}{name}")
        return ["".join(self._text_of(inner) for inner in child) for child in found]

    def one(self, name: str) -> str:
        """The part of this name, or nothing."""
        return "".join(self.all(name)[:1])

    def sign(self, name: str, default: str) -> str:
        """A sign that the structure's properties name."""
        found = self._element.find(f"*/{_MATH}{name}")
        return default if found is None else str(found.get(f"{_MATH}val", ""))

    def rows(self) -> str:
        """A matrix's rows."""
        rows = self._element.findall(f"{_MATH}mr")
        return "; ".join(", ".join(self._text_of(cell) for cell in row) for row in rows)

    def scripts(self) -> str:
        """What stands below and above."""
        return _raised("_", self.one("sub") or self.one("lim")) + _raised("^", self.one("sup"))


def _grouped(text: str) -> str:
    """In brackets, unless it is one number, word or letter."""
    return text if re.fullmatch(r"[\w.]*", text) or re.fullmatch(r"\([^()]*\)", text) else f"({text})"


def _raised(mark: str, text: str) -> str:
    return f"{mark}{_grouped(text)}" if text.strip() else ""


_WRITTEN: dict[str, Callable[[_Parts], str]] = {
    f"{_MATH}f": lambda p: f"{_grouped(p.one('num'))}/{_grouped(p.one('den'))}",
    f"{_MATH}rad": lambda p: f"{_raised('', p.one('deg'))}√{_grouped(p.one('e'))}",
    f"{_MATH}d": lambda p: f"{p.sign('begChr', '(')}{', '.join(p.all('e'))}{p.sign('endChr', ')')}",
    f"{_MATH}nary": lambda p: f"{p.sign('chr', '∫')}{p.scripts()} {p.one('e')}",
    f"{_MATH}func": lambda p: f"{p.one('fName')} {p.one('e')}",
    f"{_MATH}m": lambda p: f"[{p.rows()}]",
    **{
        f"{_MATH}{name}": lambda p: f"{p.one('e')}{p.scripts()}"
        for name in ("sSup", "sSub", "sSubSup", "limLow")
    },
}
STRUCTURES = frozenset(_WRITTEN)
"""Elements whose parts do not simply follow one another."""
