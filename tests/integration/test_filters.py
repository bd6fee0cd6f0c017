"""Filters narrow a search, in dense retrieval and BM25 alike, and never widen what an asker may see."""

import json
from collections.abc import Sequence

import pytest

from ingest.index.payload import parse_filters
from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.bootstrap import build_engine
from serve.engine import Engine
from serve.settings import Settings

QUESTION = "How long does a refund take?"
RECORDS = {
    "plain": {"author": "Ada", "created": "2026-01-31"},
    "later": {"author": "Bob", "created": "2026-06-01T08:00:00Z", "language": "en"},
    "secret": {"author": "Ada", "created": "2026-02-02"},
}


@pytest.fixture(scope="module", params=["edge", "server"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder):
    """Over three records, one for the board alone, and a file; in process and with a server's stand-in."""
    folder = tmp_path_factory.mktemp("filtered")
    records = [
        {"id": name, "title": f"Refund {name}", "text": f"A refund takes {len(name)} days.", "metadata": said}
        | ({"groups": ["board"]} if name == "secret" else {})
        for name, said in RECORDS.items()
    ]
    (folder / "docs" / "sub").mkdir(parents=True)
    (folder / "docs" / "dump.jsonl").write_text("\n".join(map(json.dumps, records)))
    (folder / "docs" / "sub" / "note.md").write_text("# Refund note\n\nA refund takes forever.\n")
    url = f"memory:{folder}" if request.param == "server" else ""
    settings = Settings(data_dir=folder / "data", reranker="none", qdrant_url=url)
    ingest([folder / "docs"], folder / "data", lambda: embedder, settings.ingest.server)
    return build_engine(settings)


@pytest.mark.parametrize(
    ("filters", "groups", "found"),
    [
        ([], ["everyone"], {"plain", "later", "sub/note.md"}),
        (["author=ada"], ["everyone"], {"plain"}),
        (["author=ada"], ["everyone", "board"], {"plain", "secret"}),
        (["author=ada", "author=bob"], ["everyone"], {"plain", "later"}),
        (["author=ada"], ["strangers"], set()),
        (["author=ada"], [], set()),
        (["created>=2026-02"], ["everyone"], {"later"}),
        (["created<=2026-05-31"], ["board"], {"secret"}),
        (["created=2026"], ["everyone"], {"plain", "later"}),
        (["format=md"], ["everyone"], {"sub/note.md"}),
        (["path=sub"], ["everyone"], {"sub/note.md"}),
        (["path=su"], ["everyone"], set()),
        (["title=refund later", "language=en"], ["everyone"], {"later"}),
        (["title=refund later", "language=fr"], ["everyone"], set()),
    ],
)
def test_only_what_every_filter_allows_is_found(
    engine: Engine, filters: Sequence[str], groups: Sequence[str], found: set[str]
):
    """Every stage returns exactly the passages that the groups may see and the filters allow."""
    hits, _ = engine.search(QUESTION, 50, groups, parse_filters(filters))
    assert {h.passage.document for h in hits} == found
    assert all({"dense", "bm25"} <= h.stages.keys() for h in hits)
