"""A workspace on loopback and the real bot in it: Bolt, Slack's client, the real engine over `corpus/`."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from serve.bootstrap import build_bot, build_engine
from serve.engine import Engine
from serve.records.store import Records, open_records
from serve.settings import Settings
from serve.slack.app import running
from serve.slack.bot import Bot
from serve.slack.settings import Tokens
from tests.servers.slack import Workspace


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work and what it keeps."""

    bot: Bot
    records: Records


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def engine(corpus_index: Path) -> Engine:
    """The real one without the cross-encoder, which is the slow part and no matter of Slack's."""
    return build_engine(Settings(data_dir=corpus_index, reranker="none"))


@pytest.fixture
def slack() -> Iterator[Workspace]:
    """A workspace with a public channel, a private one and a direct message."""
    with Workspace() as workspace:
        workspace.channel("C1", ["U1", "U2", "U3"])
        workspace.channel("G1", ["U1", "U2"])
        workspace.channel("D1", ["U1"])
        yield workspace


@pytest.fixture
def begin(slack: Workspace, engine: Engine, tmp_path: Path) -> Iterator[Callable[..., "ExitStack"]]:
    """Starts a bot, in HTTP mode unless told otherwise; closing what it returns ends that bot."""
    with ExitStack() as everything:

        def start(engine: Engine = engine, token: str = slack.bot_token, **chosen: Any) -> Any:
            chosen = {"slack_mode": "http", "slack_port": 0, **chosen}
            settings = Settings(data_dir=tmp_path, slack_api_url=slack.api_url, **chosen)
            stack = everything.enter_context(ExitStack())
            records = stack.enter_context(closing(open_records(settings)))
            tokens = Tokens(token, slack.app_token, slack.secret)
            bot = build_bot(settings, lambda: engine, records, tokens)
            where = stack.enter_context(running(bot, tokens))
            slack.listens_at(where if where.startswith("http") else "")
            return stack, Running(bot, records)

        yield start


@pytest.fixture
def start(begin: Callable[..., Any]) -> Start:
    """Starts a bot that ends with the test."""
    return lambda **chosen: begin(**chosen)[1]


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> str:
    """Both ways to Slack."""
    assert "RAG_SLACK_MODE" not in os.environ
    return str(request.param)


def shown(message: dict[str, Any]) -> str:
    """The words of an answer above its sources."""
    kinds = [b["type"] for b in message["blocks"]]
    end = kinds.index("divider") if "divider" in kinds else len(kinds)
    return "\n".join(b["text"]["text"] for b in message["blocks"][:end] if b["type"] == "section")
