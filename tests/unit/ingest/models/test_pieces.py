"""Pieces: which words of a passage have a vector of their own, and what its code tells."""

import numpy as np
import pytest

from ingest.models import MiniLmEmbedder
from ingest.models.late import parted
from ingest.models.package import DIMENSION
from ingest.models.pieces import BYTES, SHORTEST, piece_codes, pieces_of

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
        (pieces,) = pieces_of(mean / np.linalg.norm(mean), [codes])
        assert pieces[number].cosine == pytest.approx(1, abs=0.03)
    own = text[18:]
    assert [own[p.start : p.end].strip() for p in pieces] == [
        "Zebras graze at dawn.",
        "They sleep at noon today.",
    ]


def test_short_pieces_and_tokens_that_were_cut_off_have_none():
    """Fewer than SHORTEST tokens say nothing; nor does a sentence that the model did not read."""
    text = "Yes. Zebras graze at dawn. Lions sleep."
    spans = words(text)
    assert len(spans) > 2 * SHORTEST
    assert len(piece_codes(text, 0, drawn(len(spans)), spans)) == BYTES
    assert piece_codes(text, 0, drawn(SHORTEST), spans) == b""
    assert piece_codes("", 0, drawn(0), []) == b""


def test_each_passage_gets_its_own_pieces():
    """In the passages' order, with the question's cosine; a passage without any has none."""
    pieces = drawn(4, 2)
    one, two, three, four = (piece_codes("Abc", 0, np.repeat(p[None], 3, 0), [(0, 3)] * 3) for p in pieces)
    found = pieces_of(pieces[2], [one + two, b"", three, four])
    assert [len(f) for f in found] == [2, 0, 1, 1]
    assert found[2][0].cosine == pytest.approx(1, abs=0.02)
    assert max(p.cosine for f in (found[0], found[3]) for p in f) < 0.3
    assert pieces_of(pieces[0], [b"", b""]) == [(), ()]


def test_an_entry_is_nearer_than_its_list(minilm: MiniLmEmbedder):
    """Who asks about one entry of a list finds it by that entry: the whole list is about much else."""
    text = f"{HEADING}\n{LIST}"
    (read,) = minilm.embed_passages_with_tokens([text], [len(HEADING) + 1])
    (asked,) = minilm.embed_queries(["How is personal information detected and redacted?"])
    (pieces,) = pieces_of(asked, [parted(read.codes)[1]])
    best = max(pieces, key=lambda p: p.cosine)
    assert best.cosine > float(read.vector @ asked) + 0.05
    assert LIST[best.start : best.end].strip() in LIST.splitlines()[2]
    assert len(pieces) == 5  # the introduction, and two sentences of one entry
