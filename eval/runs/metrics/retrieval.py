"""How well the sections were ranked, whatever was then answered from them."""

from collections.abc import Collection, Sequence

from eval.metrics import ndcg, recall, reciprocal_rank

RECALL, MRR, NDCG = "recall@5", "MRR@10", "nDCG@10"


def retrieval_values(ranked: Sequence[str], labelled: Collection[str]) -> dict[str, float]:
    """The three figures of a ranking of sections, best first; papers in `eval.metrics`.

    A labelled section that is not in the ranking counts as not found.
    """
    found, total = [section in labelled for section in ranked], len(labelled)
    return {RECALL: recall(found, total, 5), MRR: reciprocal_rank(found, 10), NDCG: ndcg(found, total, 10)}
