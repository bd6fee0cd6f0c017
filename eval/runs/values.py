"""One answer to a golden question -> the value of every metric that applies to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eval.answers import Outcome
from eval.runs.metrics import citations, refusals, retrieval, wording
from eval.runs.planted import KEPT_OUT, SOUND_KEPT
from serve.verify import TextOf


@dataclass(frozen=True, slots=True)
class Metric:
    """A name, and what its mean says, for people; every one is better when it is higher.

    `source` says where it comes from: every run measures by the labels, `rag-eval ragas` adds the others,
    which inform and are not gated. What a judge said is compared with the same judge's words alone.
    """

    name: str
    says: str
    source: Literal["labels", "ragas", "judge"] = "labels"


RIGHT = "answers right"
SECTION = "first section"
FACTS = "fact coverage"
VALIDITY = "citation validity"
CITED_PRECISION, CITED_RECALL = "citation precision", "citation recall"
EXACT, ROUGE = "exact match", "ROUGE-L"
KEPT = "kept sentences"
ID_PRECISION, ID_RECALL = "ragas context precision, ids", "ragas context recall, ids"
TEXT_PRECISION, TEXT_RECALL = "ragas context precision, words", "ragas context recall, words"
SIMILARITY = "ragas answer similarity"
FAULTLESS, DRAFTS, SHOWN = "faithfulness, faultless drafts", "faithfulness, drafts", "faithfulness, shown"

METRICS = (
    Metric(RIGHT, "right section first and every fact said, or refused where there is no answer"),
    Metric(retrieval.RECALL, "labelled sections among the first five that were found"),
    Metric(retrieval.MRR, "one over the rank of the first labelled section"),
    Metric(retrieval.NDCG, "order of the sections against a perfect one"),
    Metric(SECTION, "the first citation stands in a labelled section"),
    Metric(FACTS, "expected facts that the answer says"),
    Metric(VALIDITY, "citations that equal their span of the stored text"),
    Metric(CITED_PRECISION, "citations that stand in a labelled section"),
    Metric(CITED_RECALL, "labelled sections that are cited"),
    Metric(KEPT, "drafted sentences that passed the citation check"),
    Metric(EXACT, "answers that are the reference, word for word"),
    Metric(ROUGE, "longest common subsequence of words with the reference"),
    Metric(refusals.PRECISION, "refused questions that have no answer"),
    Metric(refusals.RECALL, "questions without an answer that are refused"),
    Metric(KEPT_OUT, "faults planted in a draft that the support check does not show"),
    Metric(SOUND_KEPT, "sound sentences of that draft that it does show"),
    Metric(ID_PRECISION, "sections of the first five hits that are labelled", "ragas"),
    Metric(ID_RECALL, "labelled sections among those of the first five hits", "ragas"),
    Metric(TEXT_PRECISION, "hits worded like a passage that answers, early ones more", "ragas"),
    Metric(TEXT_RECALL, "passages that answer and that a hit is worded like", "ragas"),
    Metric(SIMILARITY, "cosine of the answer and the reference", "ragas"),
    Metric(FAULTLESS, "drafted sentences that their citations support, before faults are planted", "judge"),
    Metric(DRAFTS, "the same with the planted faults, before the support check", "judge"),
    Metric(SHOWN, "the same after the support check", "judge"),
)


def values_of(outcome: Outcome, ranked: Sequence[str], text_of: TextOf) -> dict[str, float]:
    """Metric -> value in [0, 1]; `ranked` are the sections that were found, best first."""
    question, answer = outcome.question, outcome.answer
    values = {RIGHT: float(outcome.right)}
    if question.answerable:
        values |= retrieval.retrieval_values(ranked, question.sections) | _answering(outcome)
    if answer.citations:
        values[VALIDITY] = citations.validity(answer.citations, text_of)
    if drafted := len(answer.sentences) + len(answer.dropped):
        values[KEPT] = len(answer.sentences) / drafted
    return values | refusals.refusal_values(question.answerable, outcome.refused)


def _answering(outcome: Outcome) -> dict[str, float]:
    """What a wrongly refused question has none of: it counts 0."""
    question, answer = outcome.question, outcome.answer
    cited, text = [c.section for c in answer.citations], " ".join(s.text for s in answer.sentences)
    values = {
        SECTION: float(outcome.section),
        # The words of a refusal may hold a fact by accident: they name sections.
        FACTS: 0.0 if outcome.refused else sum(outcome.facts) / len(outcome.facts),
        CITED_RECALL: citations.recall(cited, question.sections),
        EXACT: wording.exact_match(text, question.reference),
        ROUGE: wording.rouge_l(text, question.reference),
    }
    if cited:
        values[CITED_PRECISION] = citations.precision(cited, question.sections)
    return values


def faults_of(outcome: Outcome) -> tuple[str, ...]:
    """In words, what keeps an answer from being right; nothing where it is."""
    if outcome.right:
        return ()
    if not outcome.question.answerable:
        return ("answered, although the material does not answer it",)
    if outcome.refused:
        return ("refused, although the material answers it",)
    pairs = zip(outcome.question.facts, outcome.facts, strict=True)
    missing = [f"“{fact[0]}” is missing" for fact, said in pairs if not said]
    return (*(() if outcome.section else ("the first citation stands in another section",)), *missing)
