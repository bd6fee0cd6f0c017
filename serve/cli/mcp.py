"""`rag mcp`: the tools over standard input and output, for a client that starts its own server."""

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import SettingsProblem
from ingest.types import EVERYONE
from serve.bootstrap import build_engine
from serve.settings import Settings


def run(data_dir: Path | None, groups: Sequence[str]) -> None:
    """Serves until the client closes its end; raises SettingsProblem, and what `build_engine` does."""
    try:
        from serve.mcp.server import build_server
    except ModuleNotFoundError as error:
        raise SettingsProblem("rag mcp needs its SDK: pip install 'interview-rag[mcp]'") from error

    engine = build_engine(Settings(data_dir=data_dir))
    seen = tuple(groups) or (EVERYONE,)
    build_server(lambda: engine, lambda _: seen).run("stdio")
