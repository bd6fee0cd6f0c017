"""What is kept of an answer where its words may be kept, and where they may not."""

from typing import Any

from serve.types import Answer
from serve.wire import answer_fields

_WORDS = ("question", "text", "sentences", "reason", "notes", "dropped")


def trace_of(answer: Answer, with_text: bool) -> dict[str, Any]:
    """The answer's fields; without words what is left says where, when, how and at what cost."""
    fields = answer_fields(answer)
    if with_text:
        return fields
    kept = {name: value for name, value in fields.items() if name not in _WORDS}
    places = ("document", "start", "end", "score", "page")
    kept["citations"] = [{name: c[name] for name in places} for c in fields["citations"]]
    return kept | {"sentences": len(answer.sentences), "dropped": len(answer.dropped)}
