"""Options that several commands take."""

from pathlib import Path

import click

DATA_DIR = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Folder of the index (RAG_DATA_DIR, default: data)."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
