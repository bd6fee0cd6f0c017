"""An answer that was given, as listeners hear of it."""

from collections.abc import Callable

import pytest

from serve.records.types import Given, KeptAnswer
from serve.types import Answer, Citation, Dropped, Sentence


@pytest.fixture(scope="session")
def given() -> Callable[..., Given]:
    """Makes one; `changed` are fields of the answer."""

    def make(**changed: object) -> Given:
        citation = Citation(1, "cats.md", "Cats", "Cats > Night", 3, 21, "Cats purr at night.", 0.8)
        fields: dict[str, object] = {
            "question": "What do cats do?",
            "status": "answered",
            "text": "Cats purr at night. [1]",
            "sentences": (Sentence("Cats purr at night.", (1,)),),
            "citations": (citation,),
            "timings_ms": {"embed": 10.0, "search": 1.0, "rerank": 200.0, "answer": 100.0, "total": 311.0},
            "settings_hash": "0123456789ab",
            "index_version": "v-1",
            "dropped": (Dropped("Cats bark.", "no word of it"),),
            "model": "openai:m",
            "tokens": {"prompt": 100, "cached": 50, "written": 10, "completion": 20},
            "cost": 0.25,
        }
        answer = Answer(**{**fields, **changed})  # type: ignore[arg-type]
        kept = KeptAnswer(
            "id-1", 1.0, "key:a", ("everyone",), "c-1", "http", answer.status, answer.question, {}
        )
        return Given(answer, kept)

    return make
