"""The settings of ingestion come from the environment, and a wrong one is never silently ignored."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.errors import SettingsProblem
from ingest.settings import IngestSettings
from serve.settings import Settings, refuse_unknown


def test_defaults_need_no_environment():
    """With nothing set, the packaged model and an index in `data` are used, in process."""
    settings = IngestSettings()
    assert (settings.data_dir, settings.embedder, settings.qdrant_url) == (Path("data"), "minilm", "")


def test_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """`RAG_*` variables set the fields, and an explicit value goes before them."""
    monkeypatch.setenv("RAG_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("RAG_QDRANT_API_KEY", "secret")
    assert Settings().ingest.data_dir == tmp_path
    assert Settings(data_dir=Path("other")).ingest.data_dir == Path("other")
    assert Settings(data_dir=None).ingest.data_dir == tmp_path


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch):
    """Printing the settings does not print the server's key."""
    monkeypatch.setenv("RAG_QDRANT_API_KEY", "secret")
    assert IngestSettings().qdrant_api_key == "secret"
    assert "secret" not in repr(IngestSettings())


def test_settings_do_not_change():
    """Once built, settings are frozen: what an answer's hash stands for cannot drift."""
    with pytest.raises(ValidationError, match="frozen"):
        IngestSettings().embedder = "other"


@pytest.mark.parametrize("name", ["RAG_EMBEDER", "RAG_DATADIR", "RAG_QDRANT_ULR"])
def test_an_unknown_variable_is_an_error_with_a_suggestion(name: str):
    """A typing error in a variable's name is refused, and the nearest known name offered."""
    with pytest.raises(SettingsProblem, match=f"unknown setting {name}: did you mean RAG_"):
        refuse_unknown({name: "x", "PATH": "/bin"})
