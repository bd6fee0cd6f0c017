"""Everybody who hears of answers, as the settings want it."""

from collections.abc import Iterator
from contextlib import contextmanager

from serve.operations.audit import Audit
from serve.operations.metrics import Metrics
from serve.records.types import Listener
from serve.settings import Settings


@contextmanager
def listening(settings: Settings, metrics: Metrics) -> Iterator[list[Listener]]:
    """The listeners; at the end what they hold is sent. Raises SettingsProblem."""
    chosen = settings.operations
    listeners: list[Listener] = [metrics, Audit(chosen.log_text)]
    ends = []
    if chosen.traces:
        from serve.operations.traces import Traces

        traces = Traces(chosen.traces, chosen.log_text)
        listeners.append(traces)
        ends.append(traces.close)
    if chosen.quality_share and chosen.quality_judge != "none":
        from serve.operations.quality import Quality, load_judge

        quality = Quality(lambda: load_judge(chosen.quality_judge), chosen.quality_share)
        metrics.watch_quality(quality.figures)
        listeners.append(quality)
        ends.append(quality.close)
    try:
        yield listeners
    finally:
        for end in ends:
            end()
