"""Mined lists in two files, so that mining (minutes) is not repeated when training resumes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.mining import Mined

ARRAYS, TEXTS = "mined.npz", "mined.json"
COLUMNS = ("passages", "documents", "cosine", "bm25", "labels")


def save(folder: Path, texts: Sequence[str], lists: Sequence[Mined]) -> None:
    """Writes the lists' columns end to end, and their lengths; the texts last, as the mark of success."""
    columns: dict[str, Any] = {name: np.concatenate([getattr(m, name) for m in lists]) for name in COLUMNS}
    np.savez(folder / ARRAYS, lens=np.array([len(m.passages) for m in lists]), **columns)
    rows = [[m.question, m.pool, m.group, m.split, m.kind, m.answers] for m in lists]
    (folder / TEXTS).write_text(json.dumps({"texts": list(texts), "rows": rows}), encoding="utf-8")


def load(folder: Path) -> tuple[list[str], list[Mined]]:
    """The texts, and the lists whose `passages` number them."""
    stored = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
    arrays = np.load(folder / ARRAYS)
    ends = np.cumsum(arrays["lens"])[:-1]
    split = {name: np.split(arrays[name], ends) for name in COLUMNS}
    lists = []
    for i, (question, pool, group, part, kind, answers) in enumerate(stored["rows"]):
        passages, documents, cosine, bm25, labels = (split[name][i] for name in COLUMNS)
        lists.append(
            Mined(question, pool, group, part, kind, passages, documents, cosine, bm25, labels, answers)
        )
    return stored["texts"], lists
