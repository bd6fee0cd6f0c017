"""Files of drafts and of accepted questions, written so that a judgement is never lost."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.golden_file import GoldenLine, read_lines
from eval.runs.store import make_folder
from ingest.errors import StorageProblem


class Draft(GoldenLine):
    """A proposed question; a rejected one stays in the file, so that it is not proposed again."""

    accepted: bool = False
    rejected: bool = False


def read_drafts(path: Path) -> list[Draft]:
    """The drafts of a file; raises PathProblem that names a bad line."""
    return read_lines(path, Draft)


def write_lines(lines: Iterable[GoldenLine], path: Path) -> None:
    """Replaces the file in one step: whoever is interrupted has the old one or the new one."""
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text("".join(_json(line) + "\n" for line in lines), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StorageProblem(f"cannot write {path}: {error.strerror}") from error


def move(accepted: Sequence[Draft], drafts: Path, into: Path) -> None:
    """Accepted ones into the golden file, then out of the drafts; one that is there already stays once."""
    golden = read_lines(into, GoldenLine) if into.exists() else []
    there = {line.id for line in golden}
    new = [_golden(d) for d in accepted if d.id not in there]
    write_lines([*golden, *new], into)
    gone = {d.id for d in accepted}
    write_lines([d for d in read_drafts(drafts) if d.id not in gone], drafts)


def _golden(draft: Draft) -> GoldenLine:
    return GoldenLine(**draft.model_dump(exclude={"accepted", "rejected"}))


def _json(line: GoldenLine) -> str:
    """Without what was left out: no empty history, no `rejected` where nobody rejected it."""
    return line.model_dump_json(exclude_unset=True)
