"""Whether the material that somebody may see ever speaks of a word, or spells an identifier.

A refusal that says "the material does not mention X" must not tell that a document of other groups has it.
"""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from ingest.index import IndexReader
from ingest.models import word_list
from ingest.tokens import tokenize
from ingest.types import Passage
from retrieval.query.spelling import neighbours

SHORTEST_NAME = 4
"""Shorter words that nobody knows are as likely slips of the hand."""
LOOKED_AT = 50
"""Passages with the most of an identifier's or a word's parts."""
SLIP = 90
"""Likeness, of 100, from which on a word of theirs may be the identifier that was meant."""


class Mentions:
    """What one asker's groups may see of an index version; `frequency` is its vocabulary's."""

    def __init__(self, index: IndexReader, frequency: Mapping[str, int], groups: Sequence[str]) -> None:
        self._index = index
        self._frequency = frequency
        self._groups = groups

    def word(self, word: str) -> bool:
        """Some passage holds the word, or one that it is a slip for: who writes JUnit means no unit."""
        if self._held(word):
            return True
        if word.casefold() in word_list() or (word[1:] != word[1:].lower() and not word.isupper()):
            return False
        near = neighbours(word, self._frequency)
        return len(word) < SHORTEST_NAME or any(map(self._held, near))

    def spelled(self, identifier: str) -> bool:
        """Some passage spells it, within a path or a longer one too, or is but a slip away.

        So it is taken where it has no term to look for: `--who`.
        """
        terms = tokenize(identifier)
        if not terms:
            return True
        texts = [p.indexed_text.casefold() for p in self._best(terms)]
        sought = identifier.casefold()
        if any(sought in text for text in texts) or (len(texts) == LOOKED_AT and len(terms) == 1):
            return True  # not all were looked at that have the one word of `--name`
        words = {w for text in texts for w in text.split() if w.count("_") == sought.count("_")}
        return process.extractOne(sought, words, scorer=fuzz.ratio, score_cutoff=SLIP) is not None

    def texts_with(self, word: str) -> list[str]:
        """Passages that hold terms of a word, those first that speak most of it."""
        return [p.text for p in self._best(tokenize(word))]

    def _best(self, terms: Sequence[str]) -> Sequence[Passage]:
        found = self._index.search_lexical(terms, LOOKED_AT, self._groups)
        return self._index.passages([o for o, _ in found])

    def _held(self, word: str) -> bool:
        """Passages hold its terms; of a compound the last one, which is the whole: FreeBSD."""
        terms = tokenize(word)
        sought = terms[-1:] if word.isascii() else terms
        return all(self._index.search_lexical([term], 1, self._groups) for term in sought)
