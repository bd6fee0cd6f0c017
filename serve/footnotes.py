"""Citations numbered from 1 in order of appearance, whoever wrote the sentences."""

from dataclasses import dataclass, field

from ingest.types import Document
from serve.types import Citation


@dataclass(slots=True)
class Footnotes:
    """The citations so far; the same span is cited once."""

    cited: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def cite(
        self, document: Document, start: int, end: int, section: str, score: float, page: int | None
    ) -> int:
        """The number of this span of the document; `score` is its passage's probability."""
        # An id may be 7 or "7": two documents.
        key = (repr(document.id), start, end)
        if key not in self._numbers:
            self._numbers[key] = len(self.cited) + 1
            quote = document.text[start:end]
            self.cited.append(
                Citation(
                    number=self._numbers[key],
                    document=document.id,
                    title=document.title,
                    section=section,
                    start=start,
                    end=end,
                    quote=quote,
                    score=round(score, 4),
                    page=page,
                )
            )
        return self._numbers[key]
