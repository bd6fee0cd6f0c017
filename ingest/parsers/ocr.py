"""Words out of pixels: RapidOCR with the models that its package carries, on the runtime that embeds.

It reads Latin, Chinese and Japanese print. What it makes of a page is a guess: a document that was
read this way says so in its metadata (`ocr_pages`).
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import UnreadableDocument
from ingest.parsers import OCR_MISSING
from ingest.parsers.outline import is_caps
from ingest.parsers.pdflines import Word

LEAST_SCORE = 0.7
"""What the recogniser is less sure of is noise, a signature or a stamp."""

_EM = 0.8
"""Font size of a line of print, as a share of the height of its box."""


def available() -> bool:
    """Whether the optional extra is installed."""
    try:
        import rapidocr  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


def read_words(pixels: NDArray[np.uint8], scale: float = 1.0) -> list[Word]:
    """The words in a picture (height x width x RGB), in pixels divided by `scale`.

    Raises UnreadableDocument where the extra is not installed.
    """
    if not available():
        raise UnreadableDocument(OCR_MISSING)
    found = _engine()(np.ascontiguousarray(pixels[:, :, ::-1]))  # it expects BGR, as OpenCV does
    if found.boxes is None:
        return []
    read = zip(found.boxes, found.txts, found.scores, strict=True)
    return [word for box, text, score in read if score >= LEAST_SCORE for word in _words(box, text, scale)]


def even_sizes(words: list[Word]) -> list[Word]:
    """Boxes of one font differ by a pixel or two: sizes near the usual one become it, others whole points."""
    if not words:
        return words
    sizes = sorted(word.size for word in words for _ in word.text)
    usual = sizes[len(sizes) // 2]

    def even(size: float) -> float:
        return round(usual) if usual * 0.75 < size < usual * 1.25 else round(size / usual * 4) / 4 * usual

    return [replace(word, size=even(word.size)) for word in words]


def _words(box: Any, text: str, scale: float) -> Iterator[Word]:
    """A line's words; their edges lie where their share of its letters puts them."""
    xs, ys = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    each = (x1 - x0) / max(1, len(text))
    capitals = is_caps(text)  # a scan's headings, since weight cannot be told
    for found in re.finditer(r"\S+", text):
        yield Word(
            found.group(),
            x0 + found.start() * each,
            top,
            x0 + found.end() * each,
            bottom,
            (bottom - top) * _EM,
            bold=len(found.group()) if capitals else 0,
        )


@cache
def _engine() -> Any:
    from rapidocr import EngineType, RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    engines = {f"{stage}.engine_type": EngineType.OPENVINO for stage in ("Det", "Cls", "Rec")}
    return RapidOCR(params={**engines, "Global.log_level": "error"})
