"""The commands `rag-eval pairwise` and `vote`, put together."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import SystemRandom

import click

from eval.pairwise import judges
from eval.pairwise.ballots import Booth, plan
from eval.pairwise.entrants import pairings, read_entrants
from eval.pairwise.report import report
from eval.pairwise.votes import VoteFile, by_people, read_votes
from ingest.errors import SettingsProblem
from serve.bootstrap import build_language_model
from serve.settings import Settings


def metric(files: Sequence[Path], out: Path | None) -> None:
    """Judges by the golden labels."""
    report(judges.by_metric(pairings(read_entrants(files))), out)


def model(files: Sequence[Path], out: Path | None) -> None:
    """Judges by the language model that `RAG_LLM` names; raises SettingsProblem where it names none."""
    asked = list(pairings(read_entrants(files)))
    settings = Settings()
    judge = build_language_model(settings)
    if judge is None:
        raise SettingsProblem("--judge llm needs a language model: set RAG_LLM (docs/language-models.md)")
    report(judges.by_model(asked, judge, settings.language_model.llm_seconds), out)


def people(votes: Path, out: Path | None) -> None:
    """Counts votes."""
    report(by_people(read_votes(votes)), out)


def vote(first: Path, second: Path, port: int, votes: Path) -> None:
    """Serves the page until it is interrupted; raises CannotServe, VotesBusy and what reading raises."""
    from eval.pairwise.server import LOOPBACK, listen, serve

    one, other = read_entrants([first, second])
    planned = plan(one, other, SystemRandom())
    with closing(VoteFile(votes)) as file, closing(listen(port)) as listener:
        click.echo(f"{len(planned.ballots)} questions with two answers, {planned.alike} answered alike")
        click.echo(
            f"Vote at http://{LOOPBACK}:{listener.getsockname()[1]} (Ctrl-C ends it; votes go to {votes})"
        )
        serve(Booth(planned, file), listener)
