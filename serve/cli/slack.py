"""`rag slack`."""

import logging
import os
import signal
from contextlib import closing
from pathlib import Path

import click

from ingest.errors import SettingsProblem
from serve.bootstrap import build_bot
from serve.live import LiveEngine
from serve.operations.listeners import listening
from serve.operations.metrics import Metrics
from serve.records.store import open_records
from serve.settings import Settings
from serve.slack.settings import tokens_from


def run(data_dir: Path | None) -> int:
    """Answers in Slack until it is told to end; raises SlackProblem and what `build_bot` does."""
    settings = Settings(data_dir=data_dir)
    tokens = tokens_from(os.environ, settings.slack.slack_mode)
    try:
        from serve.slack.app import running
    except ModuleNotFoundError as error:
        raise SettingsProblem(f"{error.name} is missing: pip install 'interview-rag[slack]'") from error
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("rag.slack").setLevel(logging.INFO)
    with (
        closing(LiveEngine(settings)) as engines,
        listening(settings, Metrics()) as listeners,
        closing(open_records(settings, listeners)) as records,
    ):
        engines.engine()  # a missing index is told at once
        bot = build_bot(settings, engines.engine, records, tokens)
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: bot.stop())
        with running(bot, tokens) as where:
            click.echo(f"rag: answering in Slack, {where}; Ctrl-C ends", err=True)
            bot.stopping.wait()
    if bot.problem:
        raise bot.problem
    return 0
