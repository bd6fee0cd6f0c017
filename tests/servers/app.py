"""The product's own application on a free port of loopback, by uvicorn in a thread."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from threading import Thread

import uvicorn
from fastapi import FastAPI

from serve.capacity import Turns
from serve.engine import Engines
from serve.http.app import create_app
from serve.http.parts import Parts
from serve.live import LiveEngine
from serve.operations.audit import Audit
from serve.operations.metrics import Metrics
from serve.records.store import open_records
from serve.settings import Settings
from serve.uploads import Uploads


@contextmanager
def application(
    settings: Settings, engines: Engines | None = None, at_once: int = 2, waiting: int = 8
) -> Iterator[FastAPI]:
    """The application over these settings' index and records; over other engines where they are given."""
    with ExitStack() as opened:
        metrics = Metrics()
        heard = [metrics, Audit(settings.operations.log_text)]
        records = opened.enter_context(closing(open_records(settings, heard)))
        live = engines or opened.enter_context(closing(LiveEngine(settings, every=0.05)))
        turns = Turns(at_once, waiting)
        yield create_app(Parts(live, settings, turns, records, Uploads(settings, live), metrics))


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address at which it answers, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="warning"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
