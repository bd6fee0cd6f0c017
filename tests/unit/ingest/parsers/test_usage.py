"""Options that a command lists are entries, in every format that has code."""

import pytest

from ingest.parsers.markdown import parse_text

HELP = """\
Usage: ferry [OPTIONS] QUAY
Moves a ferry.

Options:
  -f, --fog            Use the horn
      --speed int      Knots at most, which the
                       harbour may lower (default 7)
  -v                   Say more

Commands:
  go          Leave the quay
  stop        Come to rest

See the manual.
"""


def test_each_option_and_command_is_an_entry(show):
    """With what is said of it, also on the lines below; the rest stays code."""
    assert show(parse_text(f"# ferry\n\n```text\n{HELP}```\n"))[1:] == [
        ("code", 0, "Usage: ferry [OPTIONS] QUAY\nMoves a ferry.\n\nOptions:"),
        ("item", 0, "-f, --fog: Use the horn"),
        ("item", 0, "--speed int: Knots at most, which the harbour may lower (default 7)"),
        ("item", 0, "-v: Say more"),
        ("code", 0, "Commands:"),
        ("item", 0, "go: Leave the quay"),
        ("item", 0, "stop: Come to rest"),
        ("code", 0, "See the manual."),
    ]


@pytest.mark.parametrize(
    "code",
    [
        "ferry --fog  # with the horn\nferry -v      # and words",
        "Usage: ferry\n  -f  Use the horn\n  -v  Say more",
        "- one    1\n- two    2\n- three  3",
        "-1.5  2.0\n-0.3  1.2\n-4.0  7.1",
        "x = 1\ny = 2\nz = x  - y\nw = y\n" * 3 + "  -a  one\n  -b  two\n  -c  three",
        "sort \\\n  --reverse \\\n  --unique \\\n  --numeric",
    ],
)
def test_other_code_stays_code(code: str, show):
    """Two options, a list, numbers, a few lines among many, and options that are used."""
    assert show(parse_text(f"```\n{code}\n```\n")) == [("code", 0, code)]
