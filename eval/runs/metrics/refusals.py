"""Whether the right questions are refused: refusing is the positive class.

Precision and recall as Manning et al., "Introduction to Information Retrieval", 2008, ch. 8, each as
values of single questions whose mean it is.
"""

PRECISION, RECALL = "refusal precision", "refusal recall"


def refusal_values(answerable: bool, refused: bool) -> dict[str, float]:
    """Precision is over what was refused, recall over what has no answer."""
    values = {}
    if refused:
        values[PRECISION] = float(not answerable)
    if not answerable:
        values[RECALL] = float(refused)
    return values
