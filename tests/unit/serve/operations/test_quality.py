"""The watch over live answers, with the shipped model as judge."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.errors import SettingsProblem
from ingest.models.pairs import Scores
from serve.operations.metrics import Metrics
from serve.operations.quality import Quality, baseline_figures, load_judge, supported
from serve.records.types import Given
from serve.support.models import SupportModel
from serve.types import Sentence


@pytest.fixture(scope="module")
def judge() -> SupportModel:
    """The shipped one."""
    return load_judge("minilm")


WRONG = (Sentence("Cats purr at night.", (1,)), Sentence("Dogs bark in the morning of every Sunday.", (1,)))


def test_a_sentence_is_supported_where_its_quote_says_it(judge: SupportModel, given: Callable[..., Given]):
    """The quote's own words are, something else is not."""
    assert supported(judge, given(sentences=WRONG).answer) == [True, False]


def test_the_figure_is_over_what_was_judged(judge: SupportModel, given: Callable[..., Given]):
    """Half of the sentences are supported; the drift is against the baseline of that judge."""
    quality, metrics = Quality(lambda: judge, 1.0), Metrics()
    metrics.watch_quality(quality.figures)
    assert math.isnan(quality.figures()[0])
    quality.hear(given(sentences=WRONG))
    quality.close()
    live, drift = quality.figures()
    assert (live, drift) == (0.5, 0.5 - baseline_figures()[judge.name])
    assert b"rag_live_faithfulness 0.5\n" in metrics.page("v-1")


class Counting:
    """The real judge, with a note of every claim it was given."""

    def __init__(self, inner: SupportModel) -> None:
        self.name, self._inner = inner.name, inner
        self.judged: list[str] = []

    def logits(self, claims: Sequence[str], evidence: Sequence[str]) -> Scores:
        """See `SupportModel.logits`."""
        self.judged += claims
        return self._inner.logits(claims, evidence)


def test_a_share_of_the_answers_is_judged(judge: SupportModel, given: Callable[..., Given]):
    """About one in five of those that have sentences; a refusal has none."""
    counting = Counting(judge)
    quality = Quality(lambda: counting, 0.2, seed=1)  # type: ignore[arg-type, return-value]
    for _ in range(100):
        quality.hear(given())
        quality.hear(given(sentences=(), status="refused"))
    quality.close()
    assert 10 <= len(counting.judged) <= 30


def test_a_judge_that_fails_costs_no_answer(given: Callable[..., Given], tmp_path: Path):
    """The figure stays unknown, and whoever asks hears nothing of it."""
    quality = Quality(lambda: load_judge(str(tmp_path / "none.safetensors")), 1.0)
    quality.hear(given())
    quality.close()
    assert math.isnan(quality.figures()[0])
    with pytest.raises(SettingsProblem, match="names no model"):
        load_judge("none")
