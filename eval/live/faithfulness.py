"""The baseline of the watch over live answers: the same judges over the golden questions' answers."""

import json
from collections.abc import Sequence
from pathlib import Path

from eval.golden import load_golden
from serve.bootstrap import build_engine
from serve.operations.quality import BASELINE, load_judge, supported
from serve.settings import Settings
from serve.types import Answer


def measure(data_dir: Path | None, judges: Sequence[str], keep: bool) -> dict[str, float]:
    """Judge's name -> share of sentences that it finds supported; `keep` writes serving's file."""
    engine = build_engine(Settings(data_dir=data_dir))
    answers = [engine.ask(q.question, q.history) for q in load_golden("corpus") if q.answerable]
    figures = dict(_figure(judge, answers) for judge in judges)
    if keep:
        BASELINE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def _figure(judge: str, answers: Sequence[Answer]) -> tuple[str, float]:
    model = load_judge(judge)
    verdicts = [verdict for answer in answers for verdict in supported(model, answer)]
    return model.name, round(sum(verdicts) / len(verdicts), 4)
