"""Question -> queries: what is searched, and what was done to get there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.index import IndexReader
from ingest.models import word_list
from ingest.tokens import stem
from retrieval.query.abbreviations import expand
from retrieval.query.decompose import compared, coordinated, sub_questions
from retrieval.query.followup import standalone
from retrieval.query.spelling import correct
from retrieval.settings import RetrievalSettings


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a corpus says of its own words: see `retrieval.query.spelling` and `.abbreviations`."""

    frequency: Mapping[str, int] = field(default_factory=dict)
    known: Collection[str] = frozenset()
    abbreviations: Mapping[str, str] = field(default_factory=dict)


def vocabulary_of(index: IndexReader) -> Vocabulary:
    """What the index's writer noted of the corpus's words, and how often short forms occur."""
    abbreviations = index.manifest.abbreviations
    short = {s: index.bm25.passages_with(stem(s)) for s in abbreviations}
    return Vocabulary({**index.manifest.frequency, **short}, word_list(), abbreviations)


@dataclass(frozen=True, slots=True)
class Query:
    """One search: `text` as understood, `expansions` the other forms of its abbreviations."""

    text: str
    expansions: tuple[str, ...] = ()

    @property
    def expanded(self) -> str:
        """The words that are searched."""
        return " ".join((self.text, *self.expansions))


@dataclass(frozen=True, slots=True)
class ProcessedQuestion:
    """`queries[0]` is the whole question, the others are its parts, if it has several.

    `subjects` are the two things that a question names side by side; when it is a comparison
    (`compares`), each has to be in the material.
    """

    original: str
    queries: tuple[Query, ...]
    corrections: Mapping[str, str]
    subjects: tuple[str, ...] = ()
    compares: bool = False

    @property
    def whole(self) -> Query:
        """The question in one query."""
        return self.queries[0]


def process(
    question: str, history: Sequence[str], vocabulary: Vocabulary, settings: RetrievalSettings
) -> ProcessedQuestion:
    """Applies what the settings switch on; with everything off the question is searched as typed."""
    text = question
    corrections: dict[str, str] = {}
    if settings.spelling:
        text, corrections = correct(question, vocabulary.frequency, vocabulary.known)
    text = standalone(text, history)
    parts = _parts(text) if settings.decompose else Parts()
    abbreviations = vocabulary.abbreviations if settings.abbreviations else {}
    queries = tuple(
        Query(t, tuple(expand(t, abbreviations, vocabulary.frequency))) for t in (text, *parts.texts)
    )
    return ProcessedQuestion(question, queries, corrections, parts.subjects, parts.compares)


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions that a question is made of, none when it is one."""

    texts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    compares: bool = False


def _parts(text: str) -> Parts:
    if found := compared(text):
        sides = (found.first, found.second)
        return Parts(tuple(f"{side} {found.aspect}".strip() for side in sides), sides, compares=True)
    if len(several := sub_questions(text)) > 1:
        return Parts(tuple(several))
    named = coordinated(text)
    return Parts(named, named)
