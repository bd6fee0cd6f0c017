"""Names that are typed in small letters, and the head that tells them."""

from hashlib import sha256
from pathlib import Path

import pytest

from ingest.models.embedder import MiniLmEmbedder
from ingest.models.weights import read_tensors
from retrieval.query.small import SHIPPED, candidates, small_names

SHA256 = "06f39566599e9dd1fd1429c9dd32388dd74fc9bccf1e22a50ed84864681ecf1e"
CARD = Path(__file__).parents[4] / "docs" / "models" / "names.md"


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    """The shipped bi-encoder."""
    return MiniLmEmbedder()


def test_the_file_is_the_one_of_the_model_card(embedder: MiniLmEmbedder):
    """Its SHA-256 is the committed one, the card names it, and it was fitted on the shipped bi-encoder."""
    assert sha256(SHIPPED.read_bytes()).hexdigest() == SHA256
    assert SHA256 in CARD.read_text(encoding="utf-8")
    assert read_tensors(SHIPPED)[1]["embedder"] == embedder.name


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("does it work with rabbitmq or postgresql?", ["rabbitmq", "postgresql"]),
        ("how do i ship logs to datadog from my macbook", ["datadog"]),
        ("the reply didnt pass, what isnt right", []),
        ("how do i match ftp and other adress prefixes", []),
        ("the diffrence betwen retreival and finetunning", []),
        ("how do uploads of a dataset reach the backend?", []),
        ("what is the weather like in our opensuse office?", []),
        ("wie richte ich die datenbank ein", []),
        ("", []),
    ],
)
def test_a_name_in_small_letters_is_no_slip_and_no_jargon(
    embedder: MiniLmEmbedder, question: str, names: list[str]
):
    """Nor anything that the asker calls their own, or that stands in another language."""
    (read,) = embedder.embed_questions_with_tokens([question])
    assert small_names(question, read.tokens) == names


def test_without_tokens_nothing_is_told():
    """Another embedding model may give none; and what it did not read has no vector."""
    assert small_names("does it work with rabbitmq?", None) == []


def test_words_that_hang_on_others_are_left_alone():
    """Paths, identifiers, addresses, hyphens and whatever has a capital are for other rules."""
    text = "where are /etc/xyzzy, xyzzy_a, a.xyzzy, me@xyzzy, xyzzy-like, xyz's or Xyzzy near a plugh?"
    assert [text[a:b] for a, b in candidates(text)] == ["xyz", "plugh"]
