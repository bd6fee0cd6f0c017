"""Rows of tables as they are spoken, and recognised again in their evidence."""

import pytest

from serve.rows import paired, speaks_a_row, spoken

HEADER, ROW = "Tool | Maker | Approach", "LlamaGuard | Meta | a safety classifier"
EVIDENCE = f"Guardrails\n\n{HEADER}\nNeMo Guardrails | NVIDIA | dialog rules\n{ROW}\nNo table here."


def test_a_row_is_spoken_with_its_columns():
    """The first cell is the subject; empty cells are left out, columns without a name too."""
    assert spoken(paired(ROW, HEADER)) == "LlamaGuard — Maker: Meta; Approach: a safety classifier"
    assert spoken(paired("A |  | c", "X | Y | Z")) == "A — Z: c"
    assert spoken(paired("A | b", "")) == "A — b"


@pytest.mark.parametrize(
    "claim",
    [
        "LlamaGuard — Maker: Meta; Approach: a safety classifier",
        "LlamaGuard —  Maker: Meta; Approach: a safety classifier.",
        "NeMo Guardrails — Maker: NVIDIA; Approach: dialog rules",
        "LlamaGuard — Meta; a safety classifier",
    ],
)
def test_a_spoken_row_stands_in_its_table(claim: str):
    """With the columns' names or without them."""
    assert speaks_a_row(claim, EVIDENCE)


def test_a_row_may_stand_above_its_header():
    """As it does where both are cited, the row first."""
    assert speaks_a_row("LlamaGuard — Maker: Meta; Approach: a safety classifier", f"{ROW}\n\n{HEADER}")


@pytest.mark.parametrize(
    "claim",
    [
        "LlamaGuard — Maker: NVIDIA; Approach: a safety classifier",
        "LlamaGuard — Maker: Meta; Approach: dialog rules",
        "LlamaGuard — Approach: Meta; Maker: a safety classifier",
        "LlamaGuard — Price: Meta; Approach: a safety classifier",
        "LlamaGuard",
    ],
)
def test_cells_of_other_rows_and_columns_do_not(claim: str):
    """A row with one cell exchanged is another row."""
    assert not speaks_a_row(claim, EVIDENCE)
