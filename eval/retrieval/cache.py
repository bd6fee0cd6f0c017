"""What the models said, remembered: logits on the disk, questions' vectors in memory."""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from ingest.models import Embedder, OpenVinoPairScorer, PairScorer, PassageTokens
from ingest.models.embedder import Vectors
from ingest.models.late import Embedded, EmbeddedQuestion, TokenEmbedder, embed_questions
from ingest.models.pairs import Scores

Text = str | PassageTokens


class CachedScorer:
    """A cross-encoder that reads each (question, passage) once, also over several runs."""

    def __init__(self, scorer: PairScorer, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.name = scorer.name
        self.describe = scorer.describe
        self._scorer = scorer
        self._kept = sqlite3.connect(path)
        self._kept.execute("CREATE TABLE IF NOT EXISTS logits (pair BLOB PRIMARY KEY, logit REAL)")

    def score(self, question: str, passages: Sequence[Text]) -> Scores:
        """See `PairScorer.score`."""
        keys = [_key(question, p) for p in passages]
        found = {k: logit for k in keys for (logit,) in self._rows(k)}
        new = {k: p for k, p in zip(keys, passages, strict=True) if k not in found}
        if new:
            logits = self._scorer.score(question, list(new.values())).tolist()
            found.update(zip(new, logits, strict=True))
            with self._kept:  # commits
                self._kept.executemany(
                    "INSERT OR REPLACE INTO logits VALUES (?, ?)", [(k, found[k]) for k in new]
                )
        return np.array([found[k] for k in keys], np.float32)

    def _rows(self, key: bytes) -> Iterable[tuple[float]]:
        return self._kept.execute("SELECT logit FROM logits WHERE pair = ?", (key,))

    def close(self) -> None:
        """Releases the file."""
        self._kept.close()


def load_cached(path: Path, work: Path) -> CachedScorer:
    """The cross-encoder of this file; its cache goes by its name and its bytes, since names repeat."""
    scorer = OpenVinoPairScorer(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    name = re.sub(r"[^\w.-]", "-", scorer.name)
    return CachedScorer(scorer, work / f"logits-{name}-{digest}.sqlite")


class RememberingEmbedder:
    """An embedder that embeds each query once: all at once when it is told of them beforehand."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.embed_passages = embedder.embed_passages
        self.count_tokens = embedder.count_tokens
        self.describe = embedder.describe
        self._embedder = embedder
        self._seen: dict[str, EmbeddedQuestion] = {}

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed_queries`."""
        found = [read.vector for read in self.embed_questions_with_tokens(texts)]
        return np.array(found, np.float32).reshape(-1, self.dimension)

    def embed_questions_with_tokens(self, texts: Sequence[str]) -> list[EmbeddedQuestion]:
        """See `TokenEmbedder`."""
        new = [t for t in dict.fromkeys(texts) if t not in self._seen]
        self._seen.update(zip(new, embed_questions(self._embedder, new), strict=True))
        return [self._seen[t] for t in texts]

    def embed_passages_with_tokens(self, texts: Sequence[str], starts: Sequence[int]) -> list[Embedded]:
        """See `TokenEmbedder`."""
        if isinstance(self._embedder, TokenEmbedder):
            return self._embedder.embed_passages_with_tokens(texts, starts)
        return [Embedded(vector) for vector in self.embed_passages(texts)]


def _key(question: str, passage: Text) -> bytes:
    read = passage.encode() if isinstance(passage, str) else b"\0" + passage.tobytes()
    return hashlib.sha256(question.encode() + b"\0" + read).digest()[:16]
