"""A watch over live answers: some are judged after the fact, by a model apart from the request."""

import json
import logging
import math
import random
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Full, Queue
from threading import Thread

from ingest.errors import SettingsProblem
from serve.records.types import Given, Judged
from serve.support.models import SupportModel, load_support_model
from serve.support.verifier import worst_logits
from serve.types import Answer

BASELINE = Path(__file__).with_name("faithfulness.json")
"""Each judge's figure over the golden questions, written by `rag-eval faithfulness`."""
WINDOW = 500
"""Sentences that the live figure is over."""
_WAITING = 32
_LOG = logging.getLogger(__name__)


class Quality:
    """Judges a share of the answers in a thread of its own; under load it skips some instead of waiting."""

    def __init__(self, load: Callable[[], SupportModel], share: float, seed: int | None = None) -> None:
        self._load, self._share = load, share
        self._random = random.Random(seed)  # noqa: S311 - sampling, not secrets
        self._queue: Queue[Answer | None] = Queue(_WAITING)
        self._verdicts: deque[bool] = deque(maxlen=WINDOW)
        self._baseline = math.nan
        self._thread = Thread(target=self._judge_all, name="quality", daemon=True)
        self._thread.start()

    def hear(self, event: Given | Judged) -> None:
        """Takes the answer up for judging, or leaves it."""
        if isinstance(event, Given) and event.answer.sentences and self._random.random() < self._share:
            try:
                self._queue.put_nowait(event.answer)
            except Full:
                _LOG.info("an answer is not judged: too many wait")

    def figures(self) -> tuple[float, float]:
        """The share of sampled sentences that are supported, and that less the baseline's; NaN at first."""
        verdicts = list(self._verdicts)
        live = sum(verdicts) / len(verdicts) if verdicts else math.nan
        return live, live - self._baseline

    def close(self) -> None:
        """Judges what waits, and ends."""
        self._queue.put(None)
        self._thread.join()

    def _judge_all(self) -> None:
        model: SupportModel | None = None
        while (answer := self._queue.get()) is not None:
            try:
                if model is None:
                    model = self._load()
                    self._baseline = baseline_figures().get(model.name, math.nan)
                self._verdicts.extend(supported(model, answer))
            except Exception:  # a judge that fails costs a figure, and no answer
                _LOG.exception("a live answer could not be judged")


def load_judge(setting: str) -> SupportModel:
    """The model that the setting names; raises ModelProblem, SettingsProblem for none."""
    model = load_support_model(setting)
    if model is None:
        raise SettingsProblem("RAG_QUALITY_JUDGE names no model")
    return model


def supported(model: SupportModel, answer: Answer) -> list[bool]:
    """Of each sentence, whether the judge finds it in the words that it cites."""
    quotes = {c.number: c.quote for c in answer.citations}
    evidence = ["\n\n".join(quotes[n] for n in s.citations) for s in answer.sentences]
    if not evidence:
        return []
    return [logit >= 0 for logit in worst_logits(model, [s.text for s in answer.sentences], evidence)]


def baseline_figures(path: Path = BASELINE) -> Mapping[str, float]:
    """Judge's name -> faithfulness over the golden questions."""
    figures: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return figures
