"""Evaluation's judge: the file of the model card, apart from the verifier, and able to tell."""

import ast
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from eval.support.judge import WEIGHTS, load_judge
from eval.training.support.verifier import PARTS
from serve.support.models import SHIPPED

ROOT = Path(__file__).parents[4]
CARD = ROOT / "docs" / "models" / "verifier.md"
SHA256 = "ea1ce21d7a88d3b1c7da04f168e42d15e31cf35b53a09b8aa02428611a1e87f6"
EVIDENCE = (
    "Qdrant stores vectors together with payloads, and filters by payload before it ranks. "
    "It answers exact searches over 20,000 vectors in about a millisecond."
)
CLAIMS = (
    "Qdrant stores vectors together with payloads.",
    "It answers exact searches over 90,000 vectors in about a millisecond.",
    "Elasticsearch keeps an inverted index on disk.",
)
LOGITS = (2.17, -2.68, -2.66)


def test_the_file_is_the_one_of_the_model_card():
    """Its SHA-256 is the committed one, the card names it, and it is small enough to commit."""
    assert sha256(WEIGHTS.read_bytes()).hexdigest() == SHA256
    assert SHA256 in CARD.read_text(encoding="utf-8")
    assert WEIGHTS.stat().st_size <= 25_000_000


def test_known_scores():
    """Three claims get the logits that they got when the file was made, and what is said gets the highest."""
    found = load_judge().logits(CLAIMS, [EVIDENCE] * 3)
    assert found == pytest.approx(LOGITS, abs=0.4)
    assert int(np.argmax(found)) == 0


def test_it_is_another_model_from_other_data():
    """Verifier and judge have other weights, and no part of the data in common."""
    assert WEIGHTS.read_bytes() != SHIPPED.read_bytes()
    assert not set(PARTS["verifier"]) & set(PARTS["judge"])


def test_serving_never_loads_it():
    """No module below evaluation names the judge's file."""
    names = [
        node.value
        for package in ("ingest", "retrieval", "serve")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [name for name in names if "judge.safetensors" in name]
