"""Late interaction: codes of passages, tokens of questions, and how well they match."""

import numpy as np
import pytest

from ingest.models import MiniLmEmbedder
from ingest.models.late import (
    BITS,
    Embedded,
    TokenEmbedder,
    best_matches,
    codes_of,
    embed_for_index,
    embed_questions,
    joined,
    load_late_weights,
    parted,
)
from ingest.types import Passage
from tests.hashing import HashEmbedder

BYTES = BITS // 8


def drawn(rows: int, seed: int = 0) -> np.ndarray:
    """float32[rows, BITS]."""
    return np.random.default_rng(seed).normal(size=(rows, BITS)).astype(np.float32)


def test_a_code_holds_the_signs():
    """A bit is 1 where the projection is above 0; further columns have no part."""
    tokens = drawn(3)
    bits = np.unpackbits(np.frombuffer(codes_of(np.hstack([tokens, tokens])), np.uint8)).reshape(3, BITS)
    assert (bits == (tokens > 0)).all()


def test_best_matches_are_those_of_brute_force():
    """Each token's greatest cosine with a passage's signs; a passage without a code matches nothing."""
    question = drawn(4, 1)
    question /= np.linalg.norm(question, axis=1, keepdims=True)
    passages = [drawn(n, n) for n in (1, 7, 3)]
    found = best_matches(question, [codes_of(passages[0]), b"", *map(codes_of, passages[1:])])
    expected = [(np.sign(p) / np.sqrt(BITS) @ question.T).max(0) for p in passages]
    assert found[[0, 2, 3]] == pytest.approx(np.array(expected), abs=1e-6)
    assert not found[1].any()
    assert best_matches(question, [b"", b""]).tolist() == [[0] * 4] * 2


def test_passages_get_a_code_for_each_token(minilm: MiniLmEmbedder, texts: list[str]):
    """The vectors are those without codes; special tokens have none, and what is cut off neither."""
    found = minilm.embed_passages_with_tokens(texts, [0] * len(texts))
    np.testing.assert_allclose([f.vector for f in found], minilm.embed_passages(texts), atol=1e-5)
    counts = [min(n, 254) for n in minilm.count_tokens(texts)]
    assert [len(parted(f.codes)[0]) for f in found] == [BYTES * n for n in counts]


@pytest.mark.parametrize(
    ("tokens", "pieces"), [(b"", b""), (b"t" * 32, b""), (b"", b"p" * 192), (b"t", b"pp")]
)
def test_codes_of_tokens_and_pieces_come_apart_again(tokens: bytes, pieces: bytes):
    """What was joined is parted; no codes are neither."""
    assert parted(joined(tokens, pieces)) == (tokens, pieces)
    assert parted(b"") == (b"", b"")


def test_a_question_s_tokens_stand_in_its_text(minilm: MiniLmEmbedder):
    """A row of unit length, a positive importance and a span each."""
    text = "What does HNSW trade?"
    (found,) = minilm.embed_questions_with_tokens([text])
    assert found.tokens is not None
    assert [text[a:b] for a, b in found.tokens.spans] == ["What", "does", "H", "NS", "W", "trade", "?"]
    np.testing.assert_allclose(np.linalg.norm(found.tokens.vectors, axis=1), 1, atol=1e-5)
    assert found.tokens.importance.min() > 0
    assert len(found.tokens.importance) == 7


def test_a_long_question_s_spans_are_those_of_the_tokens_read(minilm: MiniLmEmbedder):
    """Beyond the model's limit there is neither a row nor a span; an empty question has none at all."""
    long, empty = minilm.embed_questions_with_tokens(["word " * 400, ""])
    assert long.tokens is not None and empty.tokens is not None
    assert len(long.tokens.spans) == len(long.tokens.vectors) == 254
    assert empty.tokens.vectors.shape == (0, BITS)


def test_a_question_matches_itself_best(minilm: MiniLmEmbedder):
    """Its tokens are nearer to its own code than to another text's."""
    texts = ["A mutex lets one thread in.", "Zebras graze in the morning."]
    codes = [parted(e.codes)[0] for e in minilm.embed_passages_with_tokens(texts, [0, 0])]
    for own, question in enumerate(minilm.embed_questions_with_tokens(texts)):
        matched = best_matches(question.tokens.vectors, codes).mean(axis=1)
        assert matched[own] > matched[1 - own] + 0.2


def test_other_models_give_vectors_alone():
    """An embedder without tokens serves both ways, with empty codes."""
    embedder = HashEmbedder()
    assert not isinstance(embedder, TokenEmbedder)
    (passage,) = embed_for_index(embedder, [Passage("1", "d", "c", 0, 12, "zebras graze", "paragraph")])
    (question,) = embed_questions(embedder, ["zebras graze"])
    assert isinstance(passage, Embedded) and passage.codes == b""
    assert question.tokens is None
    assert (question.vector == passage.vector).all()


def test_the_embedder_is_named_after_the_weights(minilm: MiniLmEmbedder):
    """Codes of other weights cannot be compared: an index of theirs is another model's."""
    assert f"+late@{load_late_weights().digest}+pieces" in minilm.name
    assert isinstance(minilm, TokenEmbedder)
