"""The settings as one: wrong ones are errors that help, and the hash stands for what shapes answers."""

from pathlib import Path

import pytest

from ingest.errors import SettingsProblem
from serve.settings import Settings, refuse_unknown

SHAPING = {
    "embedder": "some/model",
    "depth": 61,
    "dense_weight": 0.5,
    "lexical_weight": 2.0,
    "candidates": 21,
    "evidence": 6,
    "reranker": "some/cross-encoder",
    "spelling": False,
    "abbreviations": False,
    "decompose": False,
    "refuse_below": 0.987,
    "llm": "openai:m",
    "guard_parts": "none",
    "guard_masked": "none",
}
PROSE = {
    "verifier": "none",
    "llm_context_tokens": 500,
    "llm_answer_tokens": 50,
    "llm_repair": False,
}
NOT_SHAPING = {
    "data_dir": Path("elsewhere"),
    "qdrant_url": "http://localhost:6333",
    "qdrant_api_key": "secret",
    "qdrant_index": "other",
    "qdrant_shards": 3,
    "qdrant_replicas": 2,
    "llm_seconds": 5,
    "llm_prices": Path("prices.toml"),
}


@pytest.mark.parametrize("name", SHAPING)
def test_the_hash_changes_with_what_shapes_answers(name: str):
    """Two answers of one hash were made by the same settings."""
    assert Settings(**{name: SHAPING[name]}).hash != Settings().hash


@pytest.mark.parametrize("name", PROSE)
def test_what_shapes_prose_counts_with_a_language_model_alone(name: str):
    """Without one the sentences are the documents' own."""
    model = {"llm": "openai:m"}
    assert Settings(**{name: PROSE[name]}).hash == Settings().hash
    assert Settings(**{name: PROSE[name]}, **model).hash != Settings(**model).hash


@pytest.mark.parametrize("name", NOT_SHAPING)
def test_the_hash_does_not_change_with_where_the_index_is(name: str):
    """Machines that answer alike may differ in folder, server, keys and patience."""
    assert Settings(**{name: NOT_SHAPING[name]}).hash == Settings().hash


def test_the_hash_is_that_of_the_values(monkeypatch: pytest.MonkeyPatch):
    """Set in the environment, by the caller or by default, one value gives one hash of twelve digits."""
    default = Settings().hash
    assert len(default) == 12 and int(default, 16) >= 0
    assert Settings(depth=60, dense_weight=1).hash == default
    monkeypatch.setenv("RAG_DEPTH", "61")
    assert Settings().hash == Settings(depth=61).hash != default
    assert Settings(depth=60).hash == default


@pytest.mark.parametrize(
    ("name", "near"),
    [("RAG_DEPHT", "RAG_DEPTH"), ("RAG_DATADIR", "RAG_DATA_DIR"), ("rag_depht", "RAG_DEPTH")],
)
def test_an_unknown_variable_names_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch, name: str, near: str
):
    """A misspelt variable is an error in either case of letters, as known ones are read in either."""
    monkeypatch.setenv(name, "5")
    with pytest.raises(SettingsProblem, match=f"{name}: did you mean {near}"):
        Settings()


def test_a_variable_like_no_other_is_told_what_there_is():
    """Where nothing comes near, the error lists the settings."""
    with pytest.raises(SettingsProblem, match=r"RAG_XYZZY: known are .*RAG_DEPTH"):
        refuse_unknown({"RAG_XYZZY": "1"})


def test_other_variables_are_nobody_s_business():
    """Only names with the prefix are looked at; known ones pass, in either case."""
    refuse_unknown({"PATH": "/bin", "DRAG_DEPHT": "1", "RAGTIME": "1", "RAG_DEPTH": "1", "rag_depth": "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RAG_DEPTH", "0"),
        ("RAG_DEPTH", "many"),
        ("RAG_DEPTH", ""),
        ("RAG_EVIDENCE", "2.5"),
        ("RAG_REFUSE_BELOW", "1.01"),
        ("RAG_REFUSE_BELOW", "nan"),
        ("RAG_DENSE_WEIGHT", "-1"),
        ("RAG_LEXICAL_WEIGHT", "inf"),
        ("RAG_SPELLING", "perhaps"),
    ],
)
def test_an_impossible_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    """The error is one line with the variable's name, what it may be, and what was given."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem, match=f"^{name}: .*{value}") as caught:
        Settings()
    assert "\n" not in str(caught.value)


def test_an_impossible_override_is_named_alike():
    """A value from the command line fails under the same name."""
    with pytest.raises(SettingsProblem, match=r"RAG_CANDIDATES: .*got 0"):
        Settings(candidates=0)


def test_none_means_not_given(monkeypatch: pytest.MonkeyPatch):
    """An option that was left out does not hide the environment."""
    monkeypatch.setenv("RAG_EVIDENCE", "7")
    assert Settings(evidence=None).retrieval.evidence == 7
    assert Settings(evidence=3).retrieval.evidence == 3
