"""`rag-eval draft`: documents in, proposed questions out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from eval.drafting.choose import propose
from eval.drafting.files import Draft, read_drafts, write_lines
from eval.drafting.material import Material, read_material
from eval.drafting.types import fields
from eval.golden import load_golden
from eval.golden_file import GoldenLine, read_lines
from ingest.reading import read_paths
from ingest.types import Document


def draft(paths: Sequence[Path], out: Path | None, golden: Path | None, per_section: int, seed: int) -> None:
    """Adds what is new to `out`, or prints it; what was skipped is said on standard error."""
    old = read_drafts(out) if out and out.exists() else []
    asked = [*_asked(golden), *(d.question for d in old)]
    material = read_material(_documents(paths))
    found = [Draft.model_validate(fields(p)) for p in propose(material, asked, per_section, seed)]
    if out:
        write_lines([*old, *found], out)
    else:
        for line in found:
            click.echo(line.model_dump_json(exclude_unset=True))
    click.echo(_told(material, found, out), err=True)


def _asked(golden: Path | None) -> Iterator[str]:
    """What the golden questions ask: the project's own, and those of a person's file."""
    yield from (q.question for q in load_golden("corpus"))
    if golden and golden.exists():
        yield from (line.question for line in read_lines(golden, GoldenLine))


def _documents(paths: Sequence[Path]) -> Iterator[Document]:
    for outcome in read_paths(paths):
        if isinstance(outcome, Document):
            yield outcome
        else:
            click.echo(f"skipped {outcome.path}: {outcome.reason}", err=True)


def _told(material: Material, found: Sequence[Draft], out: Path | None) -> str:
    lines = [f"{len(found)} new questions from {len(material.places)} sections"]
    if material.homeless:
        lines.append(f"left out: {material.homeless} sentences, entries and rows under no heading")
    if found and out:
        lines.append(f"read them, then: rag-eval accept {out} --review")
    return "\n".join(lines)
