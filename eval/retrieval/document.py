"""The figures as a Markdown document, for people, and as JSON, for the next comparison."""

import json
from dataclasses import asdict, dataclass

from eval.retrieval import tables
from eval.retrieval.figures import Row
from eval.retrieval.refusal import Refusals
from retrieval.calibration import NO_CROSS_ENCODER

CHART = "risk-coverage.svg"
READ = " and reads,\n  of the {candidates}, what may change its best two: a mean of {read:.1f} passages"
UNFITTED = ", with which nothing was fitted, so that the full pipeline takes its logit alone"
TEXT = """\
# Retrieval, measured

Cross-encoder: {reranker}{unfitted}. Made by

    rag-eval retrieval --data DIR --work DIR{options} --out FILE

The cross-encoder was trained on no question here. A document ranks where its best passage does, and so does
a section. Every order ends at {depth} passages; a question whose answer is not among them counts 0.

- **BM25**, **cosine**: each search by itself. **RRF**: both, fused by rank.
- **weighted fusion**: the first {candidates} of RRF by the calibrated mix of cosine and BM25, then the rest.
- **with late interaction**: the same {candidates} by the mix of the two and late interaction, then the rest.
- **reranker alone**: the same {candidates} by the cross-encoder's logit of an excerpt, then the rest.
- **full pipeline**: the product. It alone processes the question (spelling, follow-ups, abbreviations), and
  it weighs the four figures together{read}.
  Last column: its paired difference to the best of the others.

In brackets: 95% bootstrap intervals; questions are drawn with replacement inside each pool. Guides are
indexed without their questions. The golden questions rank the sections of `corpus/`, the others documents.

Some of these questions, trained on or not, had a part in `rag-eval calibrate`: the four guides held out of
training and half of clapnq in the weights, the dev guides and the other half of clapnq in the threshold of
refusal. The claims, the code questions and the
golden questions had none.

{ranking}

## Refusal

By the shipped calibration, which refuses below {least}, or where one side of a comparison is
unknown. AUC is the probability that an answerable question has the higher confidence.

{refusing}

Risk over coverage: where the surest questions up to this share of all are answered, the share of them that
have no answer. The last line, and the dots, are the product.

![Risk over coverage]({chart})

{coverage}"""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured. `sample` is the most questions of a pool and kind, 0 for all.

    `fitted`: the calibration has numbers for this reranker. `read`: passages that the product's cross-encoder
    reads for an answerable question, at the mean.
    """

    reranker: str
    fitted: bool
    sample: int
    depth: int
    candidates: int
    read: float
    refuse_below: float
    orders: tuple[str, ...]
    rows: tuple[Row, ...]
    refusals: tuple[Refusals, ...]


def markdown(report: Report) -> str:
    """The document, without paths."""
    options = " --reranker FILE" if report.reranker != NO_CROSS_ENCODER else ""
    options += f" --sample {report.sample}" if report.sample else ""
    return TEXT.format(
        reranker=report.reranker,
        unfitted="" if report.fitted else UNFITTED,
        options=options,
        depth=report.depth,
        candidates=report.candidates,
        read=READ.format(candidates=report.candidates, read=report.read) if report.read else "",
        least=tables.short(report.refuse_below),
        chart=CHART,
        ranking=tables.ranking(report.rows, report.orders),
        refusing=tables.refusing(report.refusals),
        coverage=tables.coverage(report.refusals),
    )


def as_json(report: Report) -> str:
    """The same figures unrounded, with all points of the curves."""
    return json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n"
