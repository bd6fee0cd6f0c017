"""Pieces: which words of a passage have a vector of their own, and what its code tells."""

import numpy as np
import pytest

from ingest.models import MiniLmEmbedder
from ingest.models.late import parted
from ingest.models.package import DIMENSION
from ingest.models.pieces import BYTES, SHORTEST, best_pieces, piece_codes

HEADING = "Guardrails"
LIST = """Output guardrails:
• Content safety classifier: Run a lightweight classifier on the output.
• PII detection: Scan for personal information. Redact it in responses.
• Format validation: Ensure that JSON output is valid."""


def drawn(rows: int, seed: int = 0) -> np.ndarray:
    """float32[rows, DIMENSION], rows of unit length."""
    found = np.random.default_rng(seed).normal(size=(rows, DIMENSION)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


def words(text: str) -> list[tuple[int, int]]:
    """Where each word stands: a token is a word here."""
    ends = np.cumsum([len(w) + 1 for w in text.split(" ")])
    return [(int(e) - 1 - len(w), int(e) - 1) for e, w in zip(ends, text.split(" "), strict=True)]


def test_a_piece_is_the_mean_of_its_tokens():
    """Of each sentence behind the start, up to what half a byte a component rounds away."""
    text = "Some heading here\nZebras graze at dawn. They sleep at noon today."
    spans = words(text.replace("\n", " "))
    tokens = drawn(len(spans), 1)
    codes = piece_codes(text, 18, tokens, spans)
    assert len(codes) == 2 * BYTES
    means = [tokens[3:7].mean(0), tokens[7:].mean(0)]
    for number, mean in enumerate(means):
        exact = mean / np.linalg.norm(mean)
        (found,) = best_pieces(exact, [codes[number * BYTES : (number + 1) * BYTES]])
        assert found == pytest.approx(1, abs=0.03)


def test_short_pieces_and_tokens_that_were_cut_off_have_none():
    """Fewer than SHORTEST tokens say nothing; nor does a sentence that the model did not read."""
    text = "Yes. Zebras graze at dawn. Lions sleep."
    spans = words(text)
    assert len(spans) > 2 * SHORTEST
    assert len(piece_codes(text, 0, drawn(len(spans)), spans)) == BYTES
    assert piece_codes(text, 0, drawn(SHORTEST), spans) == b""
    assert piece_codes("", 0, drawn(0), []) == b""


def test_the_best_piece_counts():
    """The greatest cosine of a passage's pieces; a passage without any matches nothing."""
    pieces = drawn(4, 2)
    codes = [b"".join(piece_codes("Abc", 0, np.repeat(p[None], 3, 0), [(0, 3)] * 3) for p in pieces), b""]
    found = best_pieces(pieces[2], codes)
    assert found.tolist() == pytest.approx([1, 0], abs=0.02)
    assert best_pieces(pieces[0], [b"", b""]).tolist() == [0, 0]


def test_an_entry_is_nearer_than_its_list(minilm: MiniLmEmbedder):
    """Who asks about one entry of a list finds it by that entry: the whole list is about much else."""
    text = f"{HEADING}\n{LIST}"
    (read,) = minilm.embed_passages_with_tokens([text], [len(HEADING) + 1])
    (asked,) = minilm.embed_queries(["How is personal information detected and redacted?"])
    (piece,) = best_pieces(asked, [parted(read.codes)[1]])
    assert piece > float(read.vector @ asked) + 0.05
    assert len(parted(read.codes)[1]) == 5 * BYTES  # the introduction, and two sentences of one entry
