"""The compose file and the image: valid, pinned, hardened, checked, reachable from this machine alone."""

import json
import re
import shutil
import subprocess
import sysconfig
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from serve.operations.metrics import Metrics

yaml = pytest.importorskip("yaml", reason="PyYAML comes with transformers, and is no dependency of ours")
ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
LINTERS = (
    ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
    ("hadolint", "Dockerfile"),
)


def lint(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a linter of the environment that the tests run in, in the project's folder."""
    found = shutil.which(program, path=sysconfig.get_path("scripts"))
    assert found, f"{program} is not installed: pip install -e '.[dev]'"
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603


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
    tag = re.fullmatch(r"qdrant/qdrant:v(\d+)\.(\d+)\.\d+-unprivileged", qdrant["image"])
    assert tag, qdrant["image"]
    major, minor = (int(part) for part in version("qdrant-client").split(".")[:2])
    assert int(tag[1]) == major
    assert abs(int(tag[2]) - minor) <= 1


def test_every_port_is_bound_to_loopback(compose: dict[str, Any]):
    """No port is published beyond this machine."""
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert len(ports) >= 4
    assert all(port.startswith("127.0.0.1:") for port in ports)


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


def test_services_are_hardened(compose: dict[str, Any]):
    """Each restarts, is checked and gains no rights; all but vLLM's are read-only and limited."""
    for name, service in compose["services"].items():
        assert service["restart"] == "unless-stopped", name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["healthcheck"]["test"][0] == "CMD", name
        if name != "vllm":
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
            assert service["mem_limit"], name


def test_images_are_pinned_and_volumes_declared(compose: dict[str, Any]):
    """Ours is built here, the others have a full version; what is kept has a name that the file declares."""
    for name, service in compose["services"].items():
        if "build" not in service:
            assert re.search(r":v?\d+\.\d+\.\d+(-unprivileged)?$", service["image"]), name
        for volume in (v.split(":")[0] for v in service.get("volumes", [])):
            assert volume in compose["volumes"] or volume.startswith(("./deploy/", "${DOCUMENTS")), volume
            assert not volume.startswith("./") or (ROOT / volume).is_file(), volume


def test_without_profiles_the_server_and_its_store_start(compose: dict[str, Any]):
    """The bot, the language model and the dashboards come when asked for."""
    profiles = {name: service.get("profiles", []) for name, service in compose["services"].items()}
    assert {name for name, asked in profiles.items() if not asked} == {"api", "qdrant"}
    assert profiles["vllm"] == ["llm"]
    command = " ".join(compose["services"]["vllm"]["command"])
    assert "--enable-prefix-caching" in command
    assert json.loads(command.split("--speculative-config=")[1].split(" --")[0])["method"] == "ngram"


def test_the_files_pass_the_linters_of_make_lint():
    """Both run here as `make lint` runs them, without a network; a planted fault fails."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in LINTERS:
        assert f"$(BIN)/{' '.join(command)}" in makefile
        done = lint(*command)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("linter", "old", "new"),
    [(0, "healthcheck:", "healthchecks:"), (1, "FROM python:3.11.13-slim-bookworm\n", "FROM python\n")],
)
def test_the_linters_see_what_they_are_for(tmp_path: Path, linter: int, old: str, new: str):
    """A planted fault fails: a linter that passes everything would go unnoticed."""
    *command, name = LINTERS[linter]
    text = (ROOT / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    assert lint(*command, str(tmp_path / name)).returncode != 0


def test_the_image_runs_as_nobody_in_particular_and_needs_no_network():
    """The last stage has a user of its own, the models' hub switched off, and a health check."""
    last = (ROOT / "Dockerfile").read_text(encoding="utf-8").rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0|root)\d+:\d+$", last, re.MULTILINE)
    assert "HF_HUB_OFFLINE=1" in last
    assert "HEALTHCHECK" in last
    assert not re.search(r"\b(?:pip|curl|wget|apt-get)\b", last)


def test_the_image_has_what_its_services_offer():
    """The extras that it installs are the project's, all of them but the guards' other finder."""
    stages = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (chosen,) = re.findall(r"^ARG EXTRAS=(\S+)$", stages, re.MULTILINE)
    offered = project["optional-dependencies"].keys() - {"dev", "test", "evaluation", "guard"}
    assert set(chosen.split(",")) == offered


def test_what_the_image_is_built_from_reaches_the_engine():
    """Every path that is copied is let through .dockerignore, and is there."""
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    stages = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = [
        w for line in re.findall(r"^COPY (?!--from)(.*)$", stages, re.MULTILINE) for w in line.split()[:-1]
    ]
    assert len(copied) >= 8
    for path in copied:
        assert f"!{path}\n" in ignore, path
        assert (ROOT / path).exists(), path


def test_dashboards_and_alerts_ask_for_figures_that_there_are():
    """Every metric that is named is one that the server has."""
    page = Metrics()
    page.watch_quality(lambda: (1.0, 0.0))
    known = set(re.findall(r"^# TYPE (\w+) ", page.page("v-1").decode(), re.MULTILINE))
    known |= {f"{name}_{part}" for name in known for part in ("bucket", "count", "sum")} | {"up"}
    dashboard = json.loads((ROOT / "deploy/grafana/interview-rag.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    rules = yaml.safe_load((ROOT / "deploy/alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    asked += [rule["expr"] for rule in rules]
    named = {n for expression in asked for n in re.findall(r"\b(?:rag_|process_|up\b)\w*", expression)}
    assert len(named) > 12
    assert named <= known
