"""Questions written for training: what people ask in other words than a text's, and what it does not tell.

Each belongs to a text of the data sets, which it names by a digest: the texts themselves are not here.
*Told* ones are answered by the text's words at a place; *untold* ones ask for something that it does not
tell, in its own terms; *premise* ones take for granted what it says otherwise (docs/models/reranker.md).
"""

import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

Kind = Literal["told", "untold", "premise"]
FILE = Path(__file__).parents[1] / "data/training/questions.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Written:
    """`text`: the key of the text. `place`: of a told one, [start, end) in `collapsed(text)`."""

    text: str
    kind: Kind
    question: str
    place: tuple[int, int] | None = None

    def answer(self, text: str) -> str:
        """The words of the text that answer; none where it does not."""
        return collapsed(text)[slice(*self.place)] if self.place else ""


def collapsed(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def key(text: str) -> str:
    """What a written question names its text by."""
    return sha256(collapsed(text).encode()).hexdigest()[:16]


def load_written() -> dict[str, list[Written]]:
    """The questions by the key of their text."""
    found: dict[str, list[Written]] = defaultdict(list)
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            text, kind, question, *place = json.loads(line)
            found[text].append(Written(text, kind, question, tuple(place) if place else None))
    return dict(found)
