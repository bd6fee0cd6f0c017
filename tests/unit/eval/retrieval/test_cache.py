"""What was computed once is not computed again, and what is kept is what was computed."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from eval.retrieval.cache import CachedScorer, RememberingEmbedder, load_cached
from ingest.models import MiniLmEmbedder
from ingest.models.late import EmbeddedQuestion


class Lengths:
    """A cross-encoder that notes what it read."""

    name = "lengths"

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def score(self, question: str, passages: Sequence[str]) -> np.ndarray:
        """A third of the passage's length."""
        self.read += [(question, str(p)) for p in passages]
        return np.array([len(p) / 3 for p in passages], np.float32)

    def describe(self) -> str:
        """Its name."""
        return self.name


def test_a_pair_is_read_once_over_several_runs(tmp_path: Path):
    """Only new passages reach the model, and the logits come in the order asked for, to the last bit."""
    path = tmp_path / "work" / "logits.sqlite"
    for expected in (["a", "bb"], []):
        inner = Lengths()
        with closing(CachedScorer(inner, path)) as scorer:
            logits = scorer.score("q", ["bb", "a", "bb"])
        assert np.array_equal(logits, inner.score("q", ["bb", "a", "bb"]))
        assert sorted(p for _, p in inner.read[:-3]) == expected


def test_another_question_or_form_of_a_passage_is_another_pair(tmp_path: Path):
    """Neither words moved from question to passage nor tokens in place of text are taken for the same."""
    inner = Lengths()
    with closing(CachedScorer(inner, tmp_path / "logits.sqlite")) as scorer:
        scorer.score("q", ["ab"])
        scorer.score("qa", ["b"])
        scorer.score("q", [np.frombuffer(b"ab", np.uint16)])
    assert len(inner.read) == 3


def test_a_cache_belongs_to_a_file_s_name_and_bytes(tmp_path: Path, scorer_file: Path):
    """A name with a slash makes no folder, and equal names of other weights do not meet."""
    with closing(load_cached(scorer_file, tmp_path)) as scorer:
        assert scorer.name == "made/7"
    assert [p.name.rpartition("-")[0] for p in tmp_path.iterdir()] == ["logits-made-7"]


def test_queries_are_embedded_once(embedder: MiniLmEmbedder):
    """Rows come in the order asked for; what was seen is not embedded again."""
    told: list[str] = []

    class Counting(MiniLmEmbedder):
        def __init__(self) -> None:
            self.name = embedder.name

        def embed_questions_with_tokens(self, texts: Sequence[str]) -> list[EmbeddedQuestion]:
            told.extend(texts)
            return embedder.embed_questions_with_tokens(texts)

        embed_passages = count_tokens = describe = None  # type: ignore[assignment]

    remembering = RememberingEmbedder(Counting())
    first = remembering.embed_queries(["one", "two", "one"])
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(remembering.embed_queries(["two"])[0], first[1])
    assert remembering.embed_questions_with_tokens(["one"])[0].tokens is not None
    assert told == ["one", "two"]
    assert remembering.embed_queries([]).shape == (0, embedder.dimension)
