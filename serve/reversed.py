"""What a question compares the other way round than the material.

"Why is A faster than B?" - "B is faster than A", or "A is less fast than B".
"""

from serve.support.closest import closest_sentence
from serve.support.comparison import Compared, compared_in, exchanged

LIKE = 0.4
"""Overlap of the question with the sentence that compares."""
_OTHER = {"more": "less", "less": "more"}


def other_way_round(question: str, statement: str) -> bool:
    """The statement's closest sentence exchanges the sides of the question's comparison, or its degree."""
    sentence = closest_sentence(question, statement, LIKE)
    asked, said = compared_in(question), compared_in(sentence) if sentence else None
    if not asked or not said:
        return False
    same = asked.degree == said.degree
    return (same and exchanged(asked, said)) or (_turned(asked, said) and _alike(asked, said))


def _turned(asked: Compared, said: Compared) -> bool:
    """More of a thing and less of the same thing."""
    first, *rest = asked.degree
    return _OTHER.get(first) == said.degree[0] and bool(rest) and tuple(rest) == said.degree[1:]


def _alike(asked: Compared, said: Compared) -> bool:
    return bool(asked.left & said.left) and bool(asked.right & said.right)
