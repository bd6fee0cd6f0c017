"""The page in its order: verdict, figures, course, kinds, ablation, latency, confidence, failures."""

from collections.abc import Sequence

from eval.runs.baseline import Baseline
from eval.runs.history import Accepted
from eval.runs.report import tables
from eval.runs.report.charts import ablation, over_time
from eval.runs.report.confidence import confidence
from eval.runs.report.failures import failures
from eval.runs.report.markup import Markup, join, raw, tag
from eval.runs.report.style import CSS
from eval.runs.summary import facts, verdict
from eval.runs.types import Run

HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    f"<title>Evaluation</title>\n<style>{CSS}</style>\n</head>\n"
)


def page(run: Run, baseline: Baseline | None, history: Sequence[Accepted]) -> str:
    """The whole document."""
    wrong = sum(not a.right for a in run.questions)
    sections = [
        ("Figures", tables.headline(run, baseline)),
        ("Over accepted baselines", over_time(history, run)),
        ("By kind of question", tables.kinds(run)),
        *([("Ablation of retrieval", ablation(run.ablation))] if run.ablation else []),
        ("Confidence", confidence(run.questions)),
        ("Latency", tables.latency(run)),
        (f"Wrong: {wrong} of {len(run.questions)} questions", failures(run.questions)),
    ]
    body = [_top(run, baseline), *(join((tag("h2", title), part)) for title, part in sections)]
    return raw(HEAD) + tag("body", *body) + "\n</html>"


def _top(run: Run, baseline: Baseline | None) -> Markup:
    rows = [join((tag("dt", name), tag("dd", value))) for name, value in facts(run).items()]
    return join((tag("h1", f"Evaluation: {verdict(run, baseline)}"), tag("dl", *rows)))
