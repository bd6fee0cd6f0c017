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
from serve.generate.planted import Span, withheld

KEY_LETTERS = "bcdfghjkmnpqrstvwxz"
"""No vowels, so that no key is a word, and no digits, so that no key is counted."""
KEY_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of a document that may be cited: `document.text[start:end]`, best passage's `score`.

    `section` is where it begins; it may reach into the next ones. `withheld` are the parts that order a model
    about (`serve.generate.planted`).
    """

    key: str
    document: Document
    start: int
    end: int
    section: tuple[str, ...]
    score: float
    withheld: tuple[Span, ...] = ()

    @property
    def shown(self) -> str:
        """The words under the heading that says what they speak of, without instructions to a model."""
        heading = " > ".join(self.section) or self.document.title
        edges = [self.start, *(at for span in self.withheld for at in span), self.end]
        words = "".join(self.document.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        return "\n".join(part for part in (heading, words) if part)


def gather(
    hits: Iterable[Hit],
    chunk_of: Callable[[str], Chunk | None],
    document_of: Callable[[DocumentId], Document],
    tokens_of: Callable[[str], int],
    budget: int,
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
        key = _key(f"{passage.document!r} {start} {end}", {e.key for e in found.values()})
        piece = Evidence(key, document, start, end, path_at(document, start), hit.score)
        piece = replace(piece, withheld=withheld(document, start, end))
        cost = tokens_of(piece.shown)
        if cost > left and not found:
            piece = replace(piece, start=passage.start, end=passage.end, section=passage.section)
            piece = replace(piece, withheld=withheld(document, piece.start, piece.end))
        elif cost > left:
            continue
        found[passage.chunk] = piece
        left -= cost
    return tuple(found.values())


def at_the_ends(ranked: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """First, third, fifth ... then back to fourth and second: the best stand at either end."""
    return (*ranked[::2], *reversed(ranked[1::2]))


def _key(identity: str, taken: set[str]) -> str:
    """Letters of a hash: the same for the same words, and so for the provider's prefix cache."""
    salt = 0
    while True:
        digest = sha256(f"{identity} {salt}".encode()).digest()
        key = "".join(KEY_LETTERS[byte % len(KEY_LETTERS)] for byte in digest[:KEY_LENGTH])
        if key not in taken:
            return key
        salt += 1
