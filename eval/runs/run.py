"""`rag-eval run`: questions in, one folder with everything about the answers out."""

from collections.abc import Sequence
from pathlib import Path

from eval.golden import GoldenQuestion, Material, load_golden
from eval.golden_file import check_labels, load_file
from eval.runs import planted
from eval.runs.ablation import ablate
from eval.runs.ask import Recorder, ask_golden
from eval.runs.contexts import with_contexts
from eval.runs.estimates import by_kind, figures
from eval.runs.metrics.latency import percentiles
from eval.runs.provenance import now, provenance
from eval.runs.publish import publisher
from eval.runs.types import SCHEMA, Run
from serve.bootstrap import build_retriever, engine_over
from serve.settings import Settings
from serve.support.verifier import load_verifier


def run(
    material: Material,
    data_dir: Path | None,
    out: Path,
    ablation: bool,
    unchecked: bool = False,
    golden: Path | None = None,
) -> None:
    """Writes `run.json`, `summary.md` and `report.html`, and prints the summary.

    With `golden`, the questions of that file are asked; raises PathProblem that names a bad line of it.
    With `unchecked`, the planted faults are shown as drafted.
    """
    own = load_file(golden) if golden else None
    material = "own questions" if own else material
    folder = publisher(material, out)
    folder.publish(measure(material, Settings(data_dir=data_dir), ablation, unchecked, own))


def measure(
    material: Material,
    settings: Settings,
    ablation: bool,
    unchecked: bool,
    own: Sequence[GoldenQuestion] | None = None,
) -> Run:
    """Asks every golden question of the material, or a person's own; raises RunFailed."""
    started = now()
    retriever = build_retriever(settings)
    engine = engine_over(retriever, settings)
    engine.retriever = recorder = Recorder(retriever, settings.retrieval)
    golden = own or load_golden(material)
    if own:
        check_labels(own, retriever.index.documents())
    verifier = None if unchecked else load_verifier(settings.answer.verifier)
    asked = planted.checked(ask_golden(engine, recorder, golden), verifier)
    asked = with_contexts(asked, list(retriever.index.catalogue.all_passages()))
    found = figures([a.values for a in asked])
    described = verifier.describe() if verifier else "off"
    stages = ablate(retriever, settings, golden, found) if ablation else {}
    return Run(
        schema=SCHEMA,
        provenance=provenance(material, settings, retriever, started, described),
        figures=found,
        by_kind=by_kind(asked),
        latency_ms=percentiles([a.answer["timings_ms"] for a in asked]),
        ablation=stages,
        questions=tuple(asked),
    )
