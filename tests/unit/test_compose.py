"""The compose file: a Qdrant server that is pinned, reachable from this machine alone, and checked."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML comes with transformers, and is no dependency of ours")
COMPOSE = Path(__file__).parents[2] / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The parsed file."""
    parsed: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="module")
def qdrant(compose: dict[str, Any]) -> dict[str, Any]:
    """The server's service."""
    service: dict[str, Any] = compose["services"]["qdrant"]
    return service


def test_the_image_is_pinned_to_a_version_that_the_client_accepts(qdrant: dict[str, Any]):
    """The tag is a full version within one minor version of the installed qdrant-client."""
    tag = re.fullmatch(r"qdrant/qdrant:v(\d+)\.(\d+)\.\d+", qdrant["image"])
    assert tag, qdrant["image"]
    major, minor = (int(part) for part in version("qdrant-client").split(".")[:2])
    assert int(tag[1]) == major
    assert abs(int(tag[2]) - minor) <= 1


def test_every_port_is_bound_to_loopback(qdrant: dict[str, Any]):
    """No port is published beyond this machine."""
    assert qdrant["ports"]
    assert all(port.startswith("127.0.0.1:") for port in qdrant["ports"])


def test_the_health_check_needs_nothing_but_bash(qdrant: dict[str, Any]):
    """It asks for readiness with bash alone, since the image has neither curl nor wget."""
    check = qdrant["healthcheck"]
    assert check["test"][:3] == ["CMD", "bash", "-c"]
    script = check["test"][3]
    assert "/readyz" in script
    assert not re.search(r"\b(?:curl|wget)\b", script)
    assert {"interval", "timeout", "retries"} <= check.keys()


def test_the_key_is_required(qdrant: dict[str, Any]):
    """Without QDRANT_API_KEY compose stops with a message instead of starting an open server."""
    assert re.fullmatch(r"\$\{QDRANT_API_KEY:\?.+\}", qdrant["environment"]["QDRANT__SERVICE__API_KEY"])


def test_vectors_outlive_the_container(compose: dict[str, Any], qdrant: dict[str, Any]):
    """The storage folder is a named volume that the file declares."""
    (name,) = [v.split(":")[0] for v in qdrant["volumes"] if v.endswith(":/qdrant/storage")]
    assert name in compose["volumes"]


def test_the_service_restarts_and_has_a_memory_limit(qdrant: dict[str, Any]):
    """A crash is followed by a restart, and the server cannot take the whole machine."""
    assert qdrant["restart"] == "unless-stopped"
    assert qdrant["mem_limit"]
