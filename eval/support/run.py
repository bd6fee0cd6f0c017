"""`rag-eval support`: fits the combination of a model with the other parts, and measures both."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np

from eval.support import tables
from eval.support.answers import references
from eval.support.fit import fit, probabilities
from eval.support.measure import (
    at_false_alarms,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    roc_auc,
)
from eval.support.parts import COMBINED, MODEL, OVERLAP, Floats, Seen, Way, by_parts, claim_alone, observe
from eval.support.sets import SOUND, answers_trained_on, held_back, material
from eval.support.speed import SENTENCES, milliseconds
from eval.training.support.claims import Pair
from ingest.models import Embedder, OpenVinoPairScorer, load_embedder
from serve.support.calibration import FILE, NO_MODEL, SupportCalibration
from serve.support.figures import FIGURES
from serve.support.models import SupportModel
from serve.support.verifier import SupportVerifier

ALARMS = 0.05
HEAD = """# Support verifier, measured

Model: {model}. Made by `rag-eval support`; docs/models/verifier.md says what the words mean.

    {numbers}

Each way by itself gets the threshold that suits the data set best, on the held-back pairs that are fitted on
(of the references, of which none are, on themselves); the combination has the shipped one for all."""


def run(data: Path, weights: Path, paths: Sequence[Path], seed: int, out: Path | None, keep: bool) -> None:
    """Prints the document; writes it to `out`, and with `keep` the numbers to the product's file."""
    model, embedder = SupportModel(OpenVinoPairScorer(weights), claim_first=True), load_embedder()
    held = observe(held_back(data, "calibrate", seed), model, embedder)
    fitted_on = held.and_unread(observe(answers_trained_on(data), None, embedder))
    fitted = fit(model.name, fitted_on)
    document = "\n\n".join(
        [
            HEAD.format(model=model.name, numbers=fitted),
            *_sources(_test(data, paths, seed), model, embedder, fitted, fitted_on, held),
            *(_material(p, seed, model, embedder, fitted) for p in paths),
            *(_speed(p, seed, SupportVerifier(model, fitted)) for p in paths[:1]),
        ]
    )
    click.echo(document)
    if out:
        out.write_text(document + "\n", encoding="utf-8")
    if keep:
        store(fitted)
        store(fit(NO_MODEL, fitted_on, [name for name in FIGURES if name != "logit"]))


def store(fitted: SupportCalibration, file: Path = FILE) -> None:
    """Replaces the set of numbers of this model."""
    sets = json.loads(file.read_text(encoding="utf-8"))["sets"] if file.exists() else []
    sets = [s for s in sets if s["model"] != fitted.model] + [asdict(fitted)]
    file.write_text(json.dumps({"sets": sets}, indent=2) + "\n", encoding="utf-8")


def _test(data: Path, paths: Sequence[Path], seed: int) -> list[Pair]:
    """What is held back, and the golden questions' references where the first material is `corpus/`."""
    return [*held_back(data, "test", seed), *(p for path in paths[:1] for p in references(path, seed))]


def _sources(
    pairs: Sequence[Pair],
    model: SupportModel,
    embedder: Embedder,
    fitted: SupportCalibration,
    fitted_on: Seen,
    held: Seen,
) -> list[str]:
    seen = observe(pairs, model, embedder)
    ways = by_parts(claim_alone(fitted_on), lambda s: probabilities(fitted, s))
    names = sorted({p.source for p in seen.pairs})
    rows = [_source(name, seen, ways, fitted, fitted_on, held.only(name)) for name in names]
    return ["## By source\n\n" + tables.by_source(rows), tables.calibration(rows)]


def _source(
    name: str,
    everything: Seen,
    ways: dict[str, Way],
    fitted: SupportCalibration,
    fitted_on: Seen,
    mine: Seen,
) -> tables.Source:
    seen = everything.only(name)
    without = fit(fitted.model, fitted_on.of(np.array([p.source != name for p in fitted_on.pairs])))
    mine = mine if mine.pairs else seen
    thresholds = {w: _threshold(way, mine) for w, way in ways.items()} | {COMBINED: fitted.supported_from}
    return tables.Source(
        name=name,
        claims=len(seen.pairs),
        supported=float(seen.supported.mean()),
        auc={w: roc_auc(way(seen), seen.supported) for w, way in ways.items()},
        accuracy={w: balanced_accuracy(way(seen), seen.supported, thresholds[w]) for w, way in ways.items()},
        error=calibration_error(ways[COMBINED](seen), seen.supported),
        kept=float((ways[COMBINED](seen)[seen.supported] >= fitted.supported_from).mean()),
        unseen_auc=roc_auc(probabilities(without, seen), seen.supported),
    )


def _threshold(way: Way, mine: Seen) -> float:
    """A part by itself gets the best threshold for the data set at hand: the combination has one for all."""
    share = mine.supported.mean()
    weights = np.where(mine.supported, 1 / share, 1 / (1 - share))
    return best_threshold(way(mine), mine.supported, weights)


def _material(
    path: Path, seed: int, model: SupportModel, embedder: Embedder, fitted: SupportCalibration
) -> str:
    seen = observe(material([path], seed, path.name), model, embedder)
    ways = {OVERLAP: seen.column("words"), MODEL: seen.column("logit"), COMBINED: probabilities(fitted, seen)}
    least = {w: at_false_alarms(scores, seen.supported, ALARMS) for w, scores in ways.items()}
    kinds = list(dict.fromkeys(p.kind for p in seen.pairs))
    rows = [_caught(kind, seen, ways, least, fitted.supported_from) for kind in kinds]
    folder = "/".join(part for part in (path.parent.name, path.name) if part)
    head = f"## Changed sentences of {folder}/\n\nShare found unsupported, at 5% false"
    return f"{head} alarms on the sound ones ({', '.join(SOUND)}).\n\n" + tables.caught(
        "kind", rows, list(ways)
    )


def _caught(
    kind: str, seen: Seen, ways: dict[str, Floats], least: dict[str, float], shipped: float
) -> tables.Caught:
    chosen = np.array([p.kind == kind for p in seen.pairs])
    below = {w: float((scores[chosen] < least[w]).mean()) for w, scores in ways.items()}
    as_shipped = float((ways[COMBINED][chosen] < shipped).mean())
    return tables.Caught(kind, int(chosen.sum()), below, as_shipped)


def _speed(path: Path, seed: int, verifier: SupportVerifier) -> str:
    took = milliseconds(verifier, material([path], seed, path.name))
    answer = f"An answer of {SENTENCES} sentences, none of them word for word"
    return f"## Speed\n\n{answer}: {took:.0f} ms (median), by\n{verifier.describe()}."
