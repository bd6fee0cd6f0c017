"""The connection to a Qdrant server or cluster, and how its failures are named."""

import atexit
import warnings
from functools import cache
from typing import Any

from ingest.errors import SettingsProblem, StorageProblem
from ingest.settings import Server


def connect(server: Server) -> Any:
    """A qdrant-client for a server; raises SettingsProblem for no address.

    `path:FOLDER` and `memory:NAME` are the client's local mode, in a server's place.
    """
    from qdrant_client import QdrantClient

    url = server.url
    if url.startswith(("path:", "memory:")):
        return _local(*url.split(":", 1))
    with warnings.catch_warnings():
        # A server on this machine is asked with a key and without TLS (docker-compose.yml).
        warnings.filterwarnings("ignore", "Api key is used with an insecure connection")
        try:
            # The check asks from a thread of its own, and warns of what the first call reports properly.
            return QdrantClient(
                url=url, api_key=server.api_key or None, timeout=30, check_compatibility=False
            )
        except ValueError as error:
            example = "give one such as http://127.0.0.1:6333"
            raise SettingsProblem(f"RAG_QDRANT_URL {url!r} is no address ({error}): {example}") from error


@cache
def _local(kind: str, place: str) -> Any:
    """One client a place: it locks its folder, and an ingest reads one version while it writes the next."""
    from qdrant_client import QdrantClient

    client = asked(QdrantClient, **({"path": place} if kind == "path" else {"location": ":memory:"}))
    atexit.register(client.close)  # it cannot close itself once Python is shutting down
    return client


def is_local(client: Any) -> bool:
    """The local mode is exact and has no payload indexes; it warns where it is asked for either."""
    return bool(client.init_options.get("path") or client.init_options.get("location"))


def asked(call: Any, *args: Any, **kwargs: Any) -> Any:
    """A server call whose failures are ours to name."""
    try:
        return call(*args, **kwargs)
    except Exception as error:  # qdrant-client lets several libraries' errors through
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StorageProblem(
            f"the Qdrant server at RAG_QDRANT_URL does not answer as expected: {reason}"
        ) from error
