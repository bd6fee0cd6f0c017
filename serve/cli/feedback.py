"""`rag feedback`."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from serve.cli.batch import as_json
from serve.records.pairs import pair_fields, pairs
from serve.records.proxies import Proxies, proxies
from serve.records.store import open_records
from serve.settings import Settings


def export(data_dir: Path | None) -> None:
    """Prints the preference pairs, one JSON object a line."""
    with closing(open_records(Settings(data_dir=data_dir))) as records:
        for pair in pairs(records.all_answers(), records.all_feedback()):
            click.echo(as_json(pair_fields(pair)))


def report(data_dir: Path | None, json_out: bool) -> None:
    """Prints what people did with answers, as figures."""
    with closing(open_records(Settings(data_dir=data_dir))) as records:
        found = proxies(records.all_answers(), records.all_feedback())
    click.echo(as_json(asdict(found)) if json_out else _table(found))


def _table(found: Proxies) -> str:
    seconds = found.seconds_on_task
    lines = {
        "answers": str(found.answers),
        "refused": _percent(found.refused),
        "judged": str(found.judged),
        "helpful, of thumbs": _percent(found.helpful),
        "asked again": _percent(found.asked_again),
        "tasks": str(found.tasks),
        "completed": _percent(found.completed),
        "time on task": "-" if seconds is None else f"{seconds:.0f} s (median)",
    }
    return "\n".join(f"{name:<20}{value}" for name, value in lines.items())


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"
