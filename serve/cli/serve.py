"""`rag serve`."""

import os
from pathlib import Path

import uvicorn

from serve.asking import Forgetful
from serve.bootstrap import build_engine
from serve.capacity import Turns
from serve.engine import Engine
from serve.http.app import create_app
from serve.http.parts import Parts
from serve.settings import Settings

PATIENCE = 30
"""Seconds that answers in the making are waited for when the server is told to stop."""


class OneEngine:
    """The engine of the index version that served at the start."""

    def __init__(self, settings: Settings) -> None:
        self._engine = build_engine(settings)

    def engine(self) -> Engine:
        """The engine."""
        return self._engine


def run(host: str | None, port: int | None, data_dir: Path | None) -> int:
    """Serves until it is told to stop."""
    settings = Settings(data_dir=data_dir, host=host, port=port)
    at_once = settings.http.at_once or len(os.sched_getaffinity(0))
    parts = Parts(OneEngine(settings), settings, Turns(at_once, settings.http.waiting), Forgetful())
    config = uvicorn.Config(
        create_app(parts),
        settings.http.host,
        settings.http.port,
        timeout_graceful_shutdown=PATIENCE,
        server_header=False,
    )
    uvicorn.Server(config).run()
    return 0
