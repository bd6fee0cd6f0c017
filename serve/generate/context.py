"""What the language model is given to read: chunks under opaque keys, the best at the ends.

Keys are opaque because models miscount numbers; and models read the beginning and the end of a long
context better than its middle (Liu et al., "Lost in the Middle", TACL 2024).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ingest.sections import path_at
from ingest.types import Chunk, Document, DocumentId
from retrieval.types import Hit

KEY_LETTERS = "bcdfghjkmnpqrstvwxz"
"""No vowels, so that no key is a word, and no digits, so that no key is counted."""
KEY_LENGTH = 4


Ranges = tuple[tuple[int, int], ...]
OMITTED = "[…]"
"""In place of what the model is not given."""
ASKING, ASKED = "⟦the document asks:", "⟧"
"""Marks around what in a document asks something of an assistant."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of a document that may be cited: `document.text[start:end]`, best passage's `score`.

    `section` is where it begins; it may reach into the next ones. `asking` are the ranges of the
    document that ask something of an assistant: they support nothing. `left_out` are those that the model is
    not given to read.
    """

    key: str
    document: Document
    start: int
    end: int
    section: tuple[str, ...]
    score: float
    asking: Ranges = ()
    left_out: Ranges = ()

    @property
    def shown(self) -> str:
        """The words that may support a sentence, under the heading that says what they speak of."""
        return self._headed(self._written([(a, b, "") for a, b in self.asking]))

    @property
    def marked(self) -> str:
        """What the model reads, under its heading; what asks something of an assistant between marks."""
        asking = [(a, b, f"{ASKING} {{}} {ASKED}") for a, b in self.asking]
        # What is left out comes first where it begins at the same place.
        return self._headed(self._written(sorted([(a, b, OMITTED) for a, b in self.left_out] + asking)))

    def _headed(self, words: str) -> str:
        heading = " > ".join(self.section) or self.document.title
        return "\n".join(part for part in (heading, words) if part)

    def _written(self, forms: Sequence[tuple[int, int, str]]) -> str:
        """The words, with its form in place of each range."""
        text, at = "", self.start
        for a, b, form in forms:
            if b > at and a < self.end:
                first, last = max(a, at), min(b, self.end)
                text += self.document.text[at:first] + form.format(self.document.text[first:last])
                at = last
        return text + self.document.text[at : self.end]


def within_bounds(document: Document) -> Ranges:
    """Nothing in the document is out of bounds."""
    return ()


def gather(
    hits: Iterable[Hit],
    chunk_of: Callable[[str], Chunk | None],
    document_of: Callable[[DocumentId], Document],
    tokens_of: Callable[[str], int],
    budget: int,
    out_of_bounds: Callable[[Document], Ranges] = within_bounds,
) -> tuple[Evidence, ...]:
    """The chunks of the hits, best first, each once, as many as `budget` tokens hold.

    The best one is always in it, cut to its own passage where the whole chunk is too long.
    """
    found: dict[str, Evidence] = {}
    left = budget
    for hit in hits:
        passage = hit.passage
        if passage.chunk in found:
            continue
        chunk = chunk_of(passage.chunk)
        start, end = (chunk.start, chunk.end) if chunk else (passage.start, passage.end)
        document = document_of(passage.document)
        key = key_of(f"{passage.document!r} {start} {end}", {e.key for e in found.values()})
        piece = Evidence(
            key, document, start, end, path_at(document, start), hit.score, out_of_bounds(document)
        )
        cost = tokens_of(piece.shown)
        if cost > left and not found:
            piece = replace(piece, start=passage.start, end=passage.end, section=passage.section)
        elif cost > left:
            continue
        found[passage.chunk] = piece
        left -= cost
    return tuple(found.values())


def at_the_ends(ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """First, third, fifth ... then back to fourth and second: the best stand at either end."""
    return (*ranked[::2], *reversed(ranked[1::2]))


def key_of(identity: str, taken: set[str]) -> str:
    """Not among `taken`; of a hash, so the same for the same words, and for the provider's prefix cache."""
    salt = 0
    while True:
        digest = sha256(f"{identity} {salt}".encode()).digest()
        key = "".join(KEY_LETTERS[byte % len(KEY_LETTERS)] for byte in digest[:KEY_LENGTH])
        if key not in taken:
            return key
        salt += 1
