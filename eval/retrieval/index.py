"""Collection -> an open index, through the product's own ingest, built once while nothing changes."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from eval.retrieval.sets import Collection, Record
from ingest.chunking import CHUNKER_VERSION
from ingest.index import IndexReader, open_index
from ingest.index.versions import SCHEMA_VERSION
from ingest.models import Embedder
from ingest.pipeline import ingest


def indexed(collection: Collection, work: Path, embedder: Embedder) -> IndexReader:
    """The collection's index under `work`; another text, cut or model makes another one."""
    folder = work / collection.name.replace("/", "-")
    source = _source(collection.documents, folder)
    data_dir = folder / f"index-{_key(source, embedder.name)}"
    if not (data_dir / "CURRENT").exists():
        ingest([source], data_dir, lambda: embedder)
    return open_index(data_dir, embedder.name)


def _source(documents: Sequence[Record] | Path, folder: Path) -> Path:
    """What is ingested: the folder itself, or a dump of the records."""
    if isinstance(documents, Path):
        return documents
    folder.mkdir(parents=True, exist_ok=True)
    dump = folder / "documents.jsonl"
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in documents)
    dump.write_text(lines, encoding="utf-8")
    return dump


def _key(source: Path, embedder: str) -> str:
    """Twelve digits of everything that shapes the index."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {CHUNKER_VERSION} {embedder}".encode())
    for path in sorted(p for p in (source, *source.rglob("*")) if p.is_file()):
        digest.update(f"{path.name} {path.stat().st_size} ".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
