"""What is counted, by the name that the material has for it."""

import pytest

from ingest.models import load_embedder
from ingest.settings import IngestSettings
from serve.extract.othernames import by_another_name
from serve.extract.vectors import RememberedVectors


@pytest.fixture(scope="module")
def vectors() -> RememberedVectors:
    """The packaged model's."""
    return RememberedVectors(load_embedder(IngestSettings().embedder))


@pytest.mark.parametrize(
    ("question", "text", "renamed"),
    [
        (
            "how many arguments does it pass?",
            "It is called with 7 parameters.",
            "how many parameters does it pass?",
        ),
        (
            "How many people sit on the board?",
            "It has up to 8 members, 3 votes.",
            "How many members sit on the board?",
        ),
        (
            "From how many computers on?",
            "With 5 machines or more, or ten cables.",
            "From how many machines on?",
        ),
        ("how many layers does BERT have?", "BERT reads 512 tokens.", ""),
        ("how many arguments does it pass?", "It passes arguments.", ""),
        ("how many arguments does it pass?", "It has 3 arguments.", ""),
        ("how large is it?", "It has 3 parts.", ""),
    ],
)
def test_the_likest_noun_beside_a_figure(vectors: RememberedVectors, question: str, text: str, renamed: str):
    """Another noun that is counted takes the place of the question's, if it means nearly the same."""
    assert by_another_name(question, [text], vectors.of) == renamed
