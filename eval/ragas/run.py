"""`rag-eval ragas`: a run in, the same run with the figures of ragas out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from eval.ragas.errors import RagasMissing
from eval.ragas.rows import Cited, averaged, cited_rows
from eval.runs.estimates import Values, by_kind, figures
from eval.runs.publish import publisher
from eval.runs.store import read_run
from eval.runs.types import JUDGE, Asked, Run
from eval.runs.values import METRICS, SIMILARITY
from eval.support.judge import load_judge
from ingest.errors import PathProblem
from ingest.models import load_embedder
from serve.bootstrap import build_language_model
from serve.settings import Settings

REPETITIONS = 3
"""A language model's verdicts move from one time to the next."""
ADDED = {m.name for m in METRICS if m.source != "labels"}


@dataclass(frozen=True, slots=True)
class Judge:
    """Who says which sentences are supported, as a share in [0, 1] of each, and how often it is asked."""

    name: str
    judge: Callable[[Sequence[Cited]], Mapping[Cited, float]]
    times: int


def run(run_file: Path, out: Path) -> None:
    """Writes the run with its new figures and both reports into `out`.

    Raises RagasMissing, RunFailed for the first row that fails, and what reading and writing raise.
    """
    before = read_run(run_file)
    if not any(a.contexts for a in before.questions):
        raise PathProblem(f"{run_file} names no passages that answer: run `rag-eval run` again")
    folder = publisher(before.provenance.material, out)
    folder.publish(measured(before, Settings()))


def measured(run: Run, settings: Settings) -> Run:
    """The run with the figures of ragas beside its own, in place of earlier ones."""
    try:
        from eval.ragas.measures import VERSION
    except ModuleNotFoundError as error:
        raise RagasMissing(
            f"{error.name} is not installed here: `make evaluation` builds an environment with ragas, "
            "whose .venv-evaluation/bin/rag-eval has this command"
        ) from error
    judge = judge_of(settings)
    measures = _measured(run.questions, settings)
    faithful, repeated = judged(run.questions, judge)
    added = [{**m, **f} for m, f in zip(measures, faithful, strict=True)]
    asked = tuple(_with(a, values) for a, values in zip(run.questions, added, strict=True))
    models = {**run.provenance.models, JUDGE: judge.name, "ragas": VERSION}
    return replace(
        run,
        provenance=replace(run.provenance, models=models),
        figures=figures([a.values for a in asked]),
        by_kind=by_kind(asked),
        questions=asked,
        repeated=repeated,
    )


def judge_of(settings: Settings) -> Judge:
    """The language model that `RAG_LLM` names, with ragas's prompts; without one, evaluation's own judge.

    The own judge is another model than the verifier that serving filters with, and says the same each time.
    """
    from eval.ragas.faithful import JudgedFaithfulness, asked_faithfulness, faithfulness

    model = build_language_model(settings)
    if model is None:
        own = load_judge()
        return Judge(own.name, lambda rows: faithfulness(JudgedFaithfulness(own), rows), 1)
    asked = asked_faithfulness(model, settings.language_model.llm_seconds)
    return Judge(f"llm: {model.name}", lambda rows: faithfulness(asked, rows), REPETITIONS)


def judged(
    questions: Sequence[Asked], judge: Judge
) -> tuple[list[dict[str, float]], dict[str, tuple[float, ...]]]:
    """For each question metric -> mean over all times, and metric -> the mean over questions each time."""
    rows = [cited_rows(a) for a in questions]
    sentences = tuple(dict.fromkeys(c for sets in rows for some in sets.values() for c in some))
    verdicts = [judge.judge(sentences) for _ in range(judge.times)]
    mean = {c: fmean(v[c] for v in verdicts) for c in sentences}
    if judge.times == 1:
        return [averaged(sets, mean) for sets in rows], {}
    each = [_means([averaged(sets, v) for sets in rows]) for v in verdicts]
    repeated = {metric: tuple(means[metric] for means in each) for metric in each[0]}
    return [averaged(sets, mean) for sets in rows], repeated


def _means(asked: Sequence[Values]) -> dict[str, float]:
    return {name: f.value for name, f in figures(asked).items()}


def _measured(questions: Sequence[Asked], settings: Settings) -> list[dict[str, float]]:
    """For each question what needs no judge: where something answers it, similarity and contexts."""
    from eval.ragas.measures import context_values, similarities

    values: dict[str, dict[str, float]] = {a.id: {} for a in questions}
    known = [a for a in questions if a.contexts]
    for a, found in zip(known, context_values(known), strict=True):
        values[a.id] |= found
    answerable = [a for a in questions if a.answerable]
    likeness = similarities(answerable, load_embedder(settings.ingest.embedder))
    for a, value in zip(answerable, likeness, strict=True):
        values[a.id][SIMILARITY] = value
    return [values[a.id] for a in questions]


def _with(asked: Asked, added: Values) -> Asked:
    kept = {name: value for name, value in asked.values.items() if name not in ADDED}
    return replace(asked, values={**kept, **added})
