"""The audit log's line on an answer: who was given what, without the words unless the settings allow them."""

from serve.operations.logs import audit
from serve.records.types import Given, Judged


class Audit:
    """Hears of every answer and verdict that is kept."""

    def __init__(self, with_text: bool) -> None:
        self._with_text = with_text

    def hear(self, event: Given | Judged) -> None:
        """Writes the line."""
        if isinstance(event, Judged):
            audit("verdict", {"answer": event.answer, "verdict": event.verdict, "by": event.by})
            return
        answer, kept = event.answer, event.kept
        fields = {
            "answer": kept.id,
            "asker": kept.asker,
            "groups": kept.groups,
            "channel": kept.channel,
            "status": kept.status,
            "index_version": answer.index_version,
            "documents": list(dict.fromkeys(c.document for c in answer.citations)),
        }
        if self._with_text:
            fields |= {"question": answer.question, "text": answer.text}
        audit("answer", fields)
