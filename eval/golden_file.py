"""A person's own golden questions: JSON Lines with the fields of `eval/data/golden.jsonl`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from eval.golden import GoldenQuestion, in_section
from ingest.errors import PathProblem
from ingest.sections import sections
from ingest.types import Document, DocumentId

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Label(BaseModel):
    """A section that answers: the document's id and its heading path, joined by " > "."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: DocumentId
    section: Words


class GoldenLine(BaseModel):
    """One line; `why` is what a draft was made from, and is kept for whoever asks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Words
    question: Words
    kind: Words
    answerable: bool
    sections: tuple[Label, ...] = ()
    facts: tuple[tuple[Words, ...], ...] = ()
    reference: Words
    history: tuple[Words, ...] = ()
    why: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _measurable(self) -> Self:
        if self.answerable and not (self.sections and self.facts and all(self.facts)):
            raise ValueError("a question with an answer needs sections and facts, each fact with a spelling")
        return self


L = TypeVar("L", bound=GoldenLine)


def read_lines(path: Path, kind: type[L]) -> list[L]:
    """The lines that are not empty; raises PathProblem that names the first bad one."""
    found: list[L] = []
    first: dict[str, int] = {}
    for number, text in _numbered(path):
        try:
            line = kind.model_validate_json(text)
        except ValidationError as error:
            raise PathProblem(f"{path}, line {number}: {said(error)}") from error
        if line.id in first:
            raise PathProblem(
                f"{path}, line {number}: the id {line.id} stands in line {first[line.id]} already"
            )
        first[line.id] = number
        found.append(line)
    return found


def load_file(path: Path) -> list[GoldenQuestion]:
    """The questions of a golden file; raises PathProblem for a bad line, or where there is none."""
    lines = read_lines(path, GoldenLine)
    if not lines:
        raise PathProblem(f"{path} holds no question: `rag-eval draft` proposes some")
    return [_question(line) for line in lines]


def check_labels(questions: Sequence[GoldenQuestion], documents: Iterable[Document]) -> None:
    """Raises PathProblem for a labelled section that no document holds: it could never be found."""
    paths = {" > ".join(s.path) for d in documents for s in sections(d)}
    for q in questions:
        for label in q.sections:
            if not any(in_section(path, label) for path in paths):
                raise PathProblem(f"question {q.id}: no indexed document has the section “{label}”")


def _question(line: GoldenLine) -> GoldenQuestion:
    return GoldenQuestion(
        line.id,
        line.question,
        line.kind,
        line.answerable,
        line.history,
        tuple(label.section for label in line.sections),
        line.facts,
        line.reference,
    )


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise PathProblem(f"cannot read {path}: {reason}; give a JSON Lines file of questions") from error
    yield from ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def said(error: ValidationError) -> str:
    """The first of what is wrong, and where."""
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"{place}: no such field" + (f"; {DRAFT}" if place == "accepted" else "")
    reason = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {reason}" if place else reason


DRAFT = "this is a draft, and `rag-eval accept` moves those that a person accepted into a golden file"
