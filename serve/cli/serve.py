"""`rag serve`."""

import os
from contextlib import closing
from pathlib import Path

import uvicorn

from serve.capacity import Turns
from serve.http.app import create_app
from serve.http.parts import Parts
from serve.live import LiveEngine
from serve.operations.door import may_listen
from serve.operations.listeners import listening
from serve.operations.logs import log_json
from serve.operations.metrics import Metrics
from serve.records.keys import Keys
from serve.records.store import open_records
from serve.settings import Settings
from serve.uploads import Uploads

PATIENCE = 30
"""Seconds that answers in the making are waited for when the server is told to stop."""


def run(host: str | None, port: int | None, data_dir: Path | None) -> int:
    """Serves until it is told to stop; raises what opening the parts does."""
    settings = Settings(data_dir=data_dir, host=host, port=port)
    log_json()
    at_once = settings.http.at_once or len(os.sched_getaffinity(0))
    metrics = Metrics()
    with (
        listening(settings, metrics) as listeners,
        closing(open_records(settings, listeners)) as records,
    ):
        may_listen(settings.http.host, Keys(records.database))
        with closing(LiveEngine(settings)) as engines:
            turns = Turns(at_once, settings.http.waiting)
            parts = Parts(engines, settings, turns, records, Uploads(settings, engines), metrics)
            uvicorn.Server(_config(parts)).run()
    return 0


def _config(parts: Parts) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(parts),
        parts.settings.http.host,
        parts.settings.http.port,
        timeout_graceful_shutdown=PATIENCE,
        server_header=False,
        access_log=False,  # it would hold the questions in addresses; the audit log does not
        log_config=None,
    )
