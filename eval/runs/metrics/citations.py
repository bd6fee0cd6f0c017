"""Whether citations are what they claim to be, and stand where a person would look.

Precision and recall after Gao et al., "Enabling Large Language Models to Generate Text with
Citations" (ALCE, EMNLP 2023), with a person's labelled sections in place of a model that judges.
"""

from collections.abc import Collection, Sequence

from eval.golden import in_section
from serve.types import Citation
from serve.verify import TextOf, spans_hold


def validity(citations: Sequence[Citation], text_of: TextOf) -> float:
    """The share of citations of which `text[start:end] == quote` holds: the project's first promise."""
    return sum(spans_hold(c, text_of) for c in citations) / len(citations)


def precision(cited: Sequence[str], labelled: Collection[str]) -> float:
    """The share of citations, by their sections, that stand in a labelled one."""
    return sum(any(in_section(c, s) for s in labelled) for c in cited) / len(cited)


def recall(cited: Sequence[str], labelled: Collection[str]) -> float:
    """The share of labelled sections that are cited; where labels are alternatives, one of two is a half."""
    return sum(any(in_section(c, s) for c in cited) for s in labelled) / len(labelled)
