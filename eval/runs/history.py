"""`eval/history.jsonl`: one line for every baseline that was accepted, oldest first."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.golden import Material
from eval.runs.store import as_json
from eval.runs.types import Commit, Run
from ingest.errors import PathProblem, StorageProblem

FILE = Path(__file__).parents[1] / "history.jsonl"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One line: when, of what code, with which settings and models, and every figure.

    Those of ragas are among them where they were measured; `models` then names the judge.
    """

    date: str
    material: Material
    commit: Commit | None
    settings_hash: str
    models: Mapping[str, str]
    figures: Mapping[str, float]


def accepted(run: Run) -> Accepted:
    """The run as a line of the history."""
    p = run.provenance
    figures = {name: round(f.value, 6) for name, f in run.figures.items()}
    return Accepted(p.finished, p.material, p.commit, p.settings_hash, p.models, figures)


def append(line: Accepted, path: Path) -> None:
    """Adds the line; raises StorageProblem."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(as_json(asdict(line)) + "\n")
    except OSError as error:
        raise StorageProblem(f"cannot write {path}: {error.strerror}") from error


def read_history(path: Path, material: Material) -> list[Accepted]:
    """The lines of this material; none where there is no file. Raises PathProblem for a broken one."""
    if not path.exists():
        return []
    adapter = TypeAdapter(Accepted)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [adapter.validate_json(line) for line in lines if line.strip()]
    except (OSError, ValidationError) as error:
        reason = str(error).replace("\n", " ")
        raise PathProblem(f"{path} is no history of baselines: {reason}") from error
    return [line for line in found if line.material == material]
