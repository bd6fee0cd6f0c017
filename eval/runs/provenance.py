"""What was measured, with what, where and when."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from eval.golden import Material
from eval.runs.estimates import SEED
from eval.runs.planted import SEED as FAULTS
from eval.runs.types import Commit, Provenance
from retrieval.pipeline import Retriever
from serve.settings import Settings

PROJECT = Path(__file__).parents[2]


def now() -> str:
    """This second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def provenance(
    material: Material, settings: Settings, retriever: Retriever, started: str, verifier: str
) -> Provenance:
    """Everything about a run that its figures do not say."""
    return Provenance(
        material=material,
        settings_hash=settings.hash,
        index_version=retriever.index.version,
        models={
            "embedder": retriever.embedder.name,
            "reranker": retriever.reranker.name,
            "verifier": verifier,
        },
        seeds={"bootstrap": SEED, "planted faults": FAULTS},
        package=version("interview-rag"),
        commit=commit(PROJECT),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}",
        started=started,
        finished=now(),
    )


def commit(folder: Path) -> Commit | None:
    """The commit that is checked out there; None where this is no checkout, or git is not installed."""
    git = shutil.which("git")
    # An installed package may lie in somebody else's repository: only one of its own counts.
    if git is None or not (folder / ".git").exists():
        return None
    sha = _said(git, folder, "rev-parse", "HEAD")
    return Commit(sha, bool(_said(git, folder, "status", "--porcelain"))) if sha else None


def _said(git: str, folder: Path, *arguments: str) -> str:
    found = subprocess.run([git, "-C", folder, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return found.stdout.strip() if found.returncode == 0 else ""
