"""`rag serve`."""

import os
import socket
from contextlib import closing
from pathlib import Path

import click
import uvicorn

from ingest.errors import SettingsProblem
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

_BACKLOG = 2048
"""Connections that wait to be taken, as uvicorn has it."""
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
            with closing(_listening(settings.http.host, settings.http.port)) as listener:
                click.echo(f"http://{_address(listener)} (Ctrl-C ends it)")
                uvicorn.Server(_config(parts)).run(sockets=[listener])
    return 0


def _listening(host: str, port: int) -> socket.socket:
    """Raises SettingsProblem where the address is taken, or none of this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "no address"
        raise SettingsProblem(f"{host}, port {port}: {reason}; --host and --port choose another") from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _config(parts: Parts) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(parts),
        timeout_graceful_shutdown=PATIENCE,
        server_header=False,
        access_log=False,  # it would hold the questions in addresses; the audit log does not
        log_config=None,
    )
