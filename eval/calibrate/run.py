"""`rag-eval calibrate`: observe, fit, report, and write the set of numbers for one reranker."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from eval.calibrate.fit import Judged, fit_confidence, fit_mix, judge
from eval.calibrate.observe import Observation, observe
from eval.calibrate.pools import Split, load_halves
from eval.calibrate.reading import reading
from eval.calibrate.report import Refusing, never_mentioned, ordering, refusing, threshold, wrong_by_wording
from eval.calibrate.reword import load_rewording
from ingest.models import OpenVinoPairScorer, PairScorer, load_embedder, word_list
from retrieval.calibration import FILE, NO_CROSS_ENCODER, Calibration, calibrations

FIGURES = ("piece", "covered_by_first")
"""What tells on held-out guides (docs/calibration.md); none depends on the reranker's own scores."""
FIGURES_WITH_LOGIT = ("best", "piece", "covered_by_first")
DIGITS = 4


def run(data: Path, work: Path, reranker: Path | None, seed: int, out: Path = FILE) -> None:
    """Fits, prints the figures before and after, and replaces the reranker's set in `out`."""
    scorer = OpenVinoPairScorer(reranker) if reranker else None
    name = scorer.name if scorer else NO_CROSS_ENCODER
    observed = _observe(data, work, scorer, seed)
    raw = json.loads(out.read_text(encoding="utf-8"))
    sets = calibrations(raw)
    before = sets.get(name, sets[NO_CROSS_ENCODER])
    fitted = [o for o, split in observed if split == "fit"]
    held_out = [o for o, split in observed if split == "held_out"]
    after = fit(name, fitted, held_out)
    click.echo(f"fitted on {len(fitted)} questions, measured on {len(held_out)} held out")
    shares = never_mentioned(judge(o, after.mix) for o in held_out)
    click.echo("about something never mentioned: " + ", ".join(f"{n} {s:.3f}" for n, s in shares.items()))
    if scorer:
        r = reading(held_out, after.mix)
        click.echo(
            f"read {r.read:.3f} of the candidates; the first ones the same for {r.same:.3f}, "
            f"reciprocal rank {r.stopped:.4f} for {r.whole:.4f}"
        )
    for title, calibration in (("before", before), ("after", after)):
        click.echo(report(title, calibration, held_out))
    write(out, {**sets, name: after})


def fit(reranker: str, fitted: Sequence[Observation], held_out: Sequence[Observation]) -> Calibration:
    """The three in turn: the order, the confidence in what it puts first, the threshold on that."""
    with_logit = reranker != NO_CROSS_ENCODER
    mix = fit_mix(fitted, with_logit)
    mix = replace(mix, **{k: round(v, DIGITS) for k, v in asdict(mix).items()})
    found = fit_confidence([judge(o, mix) for o in fitted], FIGURES_WITH_LOGIT if with_logit else FIGURES)
    weights = {k: round(v, DIGITS) for k, v in found.weights.items()}
    confidence = replace(found, bias=round(found.bias, DIGITS), weights=weights)
    least = threshold([judge(o, mix) for o in held_out], confidence)
    return Calibration(reranker, mix, confidence, least)


def report(title: str, calibration: Calibration, held_out: Sequence[Observation]) -> str:
    """The figures of one set of numbers as lines of text."""
    judged = [judge(o, calibration.mix) for o in held_out]
    order = ordering(judged)
    shares = refusing(judged, calibration.confidence, calibration.refuse_below)
    return "\n".join(
        [
            f"\n{title}: refuse below {calibration.refuse_below:.3f}",
            f"  order: reciprocal rank {order.mrr:.3f}, first {order.first:.3f}, found {order.found:.3f}",
            f"  answerable refused {shares.wrong:.3f} ({_wordings(calibration, judged)})",
            *_table(shares),
        ]
    )


def write(out: Path, sets: dict[str, Calibration]) -> None:
    """Writes the sets, the one without a cross-encoder first."""
    ordered = [_plain(sets[name]) for name in sorted(sets)]
    out.write_text(json.dumps({"sets": ordered}, indent=2) + "\n", encoding="utf-8")


def _plain(calibration: Calibration) -> dict[str, object]:
    return {**asdict(calibration), "confidence": asdict(calibration.confidence)}


def _observe(data: Path, work: Path, scorer: PairScorer | None, seed: int) -> list[tuple[Observation, Split]]:
    embedder = load_embedder()
    rewording = load_rewording(word_list(), embedder, work)
    found: list[tuple[Observation, Split]] = []
    for half in load_halves(data, seed, rewording.reword):
        found += [(o, half.split) for o in observe(half, work, embedder, scorer)]
        click.echo(f"{half.name}: {len(half.documents)} documents, {half.split}", err=True)
    return found


def _wordings(calibration: Calibration, judged: Sequence[Judged]) -> str:
    shares = wrong_by_wording(judged, calibration.confidence, calibration.refuse_below)
    return ", ".join(f"{name} {share:.3f}" for name, share in shares.items())


def _table(shares: Refusing) -> list[str]:
    return [f"  {n:<24} refused {r:.3f}  AUC {shares.auc[n]:.3f}" for n, r in shares.refused.items()]
