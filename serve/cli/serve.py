"""`rag serve`."""

import os
from contextlib import closing
from pathlib import Path

import uvicorn

from serve.capacity import Turns
from serve.http.app import create_app
from serve.http.parts import Parts
from serve.live import LiveEngine
from serve.records.store import open_records
from serve.settings import Settings
from serve.uploads import Uploads

PATIENCE = 30
"""Seconds that answers in the making are waited for when the server is told to stop."""


def run(host: str | None, port: int | None, data_dir: Path | None) -> int:
    """Serves until it is told to stop; raises what opening the parts does."""
    settings = Settings(data_dir=data_dir, host=host, port=port)
    at_once = settings.http.at_once or len(os.sched_getaffinity(0))
    with closing(open_records(settings)) as records, closing(LiveEngine(settings)) as engines:
        turns = Turns(at_once, settings.http.waiting)
        parts = Parts(engines, settings, turns, records, Uploads(settings, engines))
        config = uvicorn.Config(
            create_app(parts),
            settings.http.host,
            settings.http.port,
            timeout_graceful_shutdown=PATIENCE,
            server_header=False,
        )
        uvicorn.Server(config).run()
    return 0
