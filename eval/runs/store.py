"""Runs and baselines on the disk: JSON without NaN, and one clear line for a file that is none."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from eval.runs.types import SCHEMA, Run
from ingest.errors import PathProblem, StorageProblem

T = TypeVar("T")


def write_run(run: Run, path: Path) -> None:
    """Writes `run.json`; ValueError for a figure that is not a number."""
    write(path, as_json(asdict(run), indent=1))


def read_run(path: Path) -> Run:
    """The run; raises PathProblem for a file that holds none."""
    return read(path, Run, "run", "rag-eval run --out DIR writes DIR/run.json")


def read(path: Path, kind: type[T], name: str, hint: str) -> T:
    """What is in a JSON file; `name` is what it should be, `hint` where such a file comes from."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
        if isinstance(raw, dict) and raw.get("schema") not in {None, SCHEMA}:
            raise PathProblem(f"{path} has schema {raw['schema']}, this program reads {SCHEMA}: {hint}")
        return TypeAdapter(kind).validate_python(raw)
    except OSError as error:
        raise PathProblem(f"cannot read {path}: {error.strerror}; {hint}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise PathProblem(f"{path} is no {name} ({place}: {first['msg']}): {hint}") from error
    except (ValueError, RecursionError) as error:
        raise PathProblem(f"{path} is no {name} (not JSON: {error}): {hint}") from error


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON on one line or indented."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def write(path: Path, text: str) -> None:
    """Writes the file, whole or not at all, and the folders above it; raises StorageProblem."""
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise StorageProblem(f"cannot write {path}: {error.strerror}") from error


def make_folder(path: Path) -> None:
    """Makes the folder and those above it; raises StorageProblem."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageProblem(f"cannot write {path}: {error.strerror}") from error


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a figure")
