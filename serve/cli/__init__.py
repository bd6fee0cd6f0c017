"""The command line: `rag`. Commands import what they need when they run, so `--help` is instant."""

from serve.cli.main import main

__all__ = ["main"]
