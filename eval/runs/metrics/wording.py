"""How near an answer's words are to a person's reference answer."""

import re
import string
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_WORD = re.compile(r"\w+")


def exact_match(answer: str, reference: str) -> float:
    """1 where both are the same without case, punctuation, articles and white space.

    Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016.
    """
    return float(_bare(answer) == _bare(reference))


def rouge_l(answer: str, reference: str) -> float:
    """F1 of the longest common subsequence of words, without case.

    Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", ACL 2004. Ours, because the package
    of that name (last released in 2022) brings nltk and absl for what rapidfuzz, already here, counts.
    """
    said, wanted = _words(answer), _words(reference)
    common = LCSseq.similarity(said, wanted)
    return 2 * common / (len(said) + len(wanted)) if common else 0.0


def _bare(text: str) -> str:
    plain = text.casefold().translate(str.maketrans("", "", string.punctuation))
    return " ".join(_ARTICLES.sub(" ", plain).split())


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(text.casefold())
