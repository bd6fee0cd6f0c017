"""The composition root: what is told before anything is loaded, and what loading raises."""

from pathlib import Path

import pytest

from ingest.errors import IndexMissing, ModelProblem
from serve.bootstrap import build_retriever, load_models
from serve.settings import Settings


def test_a_missing_index_is_told_before_a_model_is_loaded(tmp_path: Path):
    """The embedding model that the settings name is not there either, and nobody has looked."""
    with pytest.raises(IndexMissing, match="no index"):
        build_retriever(Settings(data_dir=tmp_path, embedder=str(tmp_path / "none")))


@pytest.mark.parametrize("model", ["embedder", "reranker"])
def test_what_either_model_lacks_is_raised(model: str, tmp_path: Path):
    """The two are loaded side by side; the error of each reaches whoever asked."""
    with pytest.raises(ModelProblem, match=str(tmp_path / "none")):
        load_models(Settings(**{model: str(tmp_path / "none")}))
