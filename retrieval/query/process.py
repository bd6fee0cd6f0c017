"""Question -> queries: what is searched, and what was done to get there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.index import IndexReader
from ingest.models import word_list
from ingest.tokens import stem
from retrieval.query.abbreviations import expand
from retrieval.query.assist import Assistant, Consultation, Step
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
    """One search: `text` as understood, `expansions` the other forms of its abbreviations.

    `variants` are searched beside it, and `hypothetical`, an imagined answer, by its vector alone.
    """

    text: str
    expansions: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    hypothetical: str = ""

    @property
    def expanded(self) -> str:
        """The words that are searched."""
        return " ".join((self.text, *self.expansions))


@dataclass(frozen=True, slots=True)
class ProcessedQuestion:
    """`queries[0]` is the whole question, the others are its parts, if it has several.

    `subjects` are the two things that a question names side by side; when it is a comparison
    (`compares`), each has to be in the material. `steps` are what a language model did.
    """

    original: str
    queries: tuple[Query, ...]
    corrections: Mapping[str, str]
    subjects: tuple[str, ...] = ()
    compares: bool = False
    steps: tuple[Step, ...] = ()

    @property
    def whole(self) -> Query:
        """The question in one query."""
        return self.queries[0]

    def worded(self, words: Callable[[str], str]) -> "ProcessedQuestion":
        """The same with every query and subject worded so."""
        queries = tuple(replace(q, text=words(q.text)) for q in self.queries)
        return replace(self, queries=queries, subjects=tuple(map(words, self.subjects)))


def process(
    question: str,
    history: Sequence[str],
    vocabulary: Vocabulary,
    settings: RetrievalSettings,
    assistant: Assistant | None = None,
) -> ProcessedQuestion:
    """Applies what the settings switch on; with everything off the question is searched as typed."""
    consultation = Consultation(settings, assistant)
    text = question
    corrections: dict[str, str] = {}
    if settings.spelling:
        text, corrections = correct(question, vocabulary.frequency, vocabulary.known)
    text = _standalone(text, history, consultation)
    parts = _parts(text, consultation) if settings.decompose else Parts()
    abbreviations = vocabulary.abbreviations if settings.abbreviations else {}
    whole, *rest = (
        Query(t, tuple(expand(t, abbreviations, vocabulary.frequency))) for t in (text, *parts.texts)
    )
    imagined = " ".join(consultation.ask("hypothetical answer", text))
    whole = replace(whole, variants=consultation.ask("other wordings", text), hypothetical=imagined)
    steps = tuple(consultation.steps)
    return ProcessedQuestion(question, (whole, *rest), corrections, parts.subjects, parts.compares, steps)


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions that a question is made of, none when it is one."""

    texts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    compares: bool = False


def _standalone(text: str, history: Sequence[str], consultation: Consultation) -> str:
    """The model's wording, else that of the rules."""
    rewritten = consultation.ask("follow-up", text, history) if history else ()
    return rewritten[0] if rewritten else standalone(text, history)


def _parts(text: str, consultation: Consultation) -> Parts:
    """A comparison is the rules' to see, since refusal rests on its sides; the rest first the model's."""
    if found := compared(text):
        sides = (found.first, found.second)
        return Parts(tuple(f"{side} {found.aspect}".strip() for side in sides), sides, compares=True)
    if len(asked := consultation.ask("parts", text)) > 1:
        return Parts(asked)
    if len(several := sub_questions(text)) > 1:
        return Parts(tuple(several))
    named = coordinated(text)
    return Parts(named, named)
