"""`rag-eval written`: what a language model's faults come to, in one document."""

import json
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from eval.golden import Material, load_golden
from eval.runs.store import write
from eval.written.asking import Written, ask_all, elsewhere_in
from eval.written.document import document
from eval.written.pace import Times, measure
from eval.written.service import meet_all
from eval.written.votes import Vote, votes_on
from serve.bootstrap import build_retriever
from serve.settings import Settings
from serve.support.verifier import load_verifier

TIMED = 20
UNREAD = "none"
"""RAG_VERIFIER: overlap and checks alone, no model reads the sentence."""


def run(
    data_dir: Path | None, export: Path | None, most: int, out: Path | None, answers: Path | None
) -> None:
    """Prints the document, and writes it and every drafted sentence's fate where asked to."""
    over = _over("corpus", Settings(data_dir=data_dir), most)
    written = over.written
    if export and len(written) < most:
        written = [*written, *_asked("export", Settings(data_dir=export), most - len(written))]
    text = document(written, over.votes, meet_all(), over.times)
    click.echo(text)
    if out:
        write(out, text.rstrip())
    if answers:
        write(answers, "\n".join(map(_line, written)))


@dataclass(frozen=True, slots=True)
class _Over:
    """What is measured over the corpus."""

    written: list[Written]
    votes: list[tuple[str, list[Vote]]]
    times: list[Times]


def _over(material: Material, settings: Settings, most: int) -> _Over:
    retriever = build_retriever(settings)
    with closing(retriever.index):
        questions = [q for q in load_golden(material) if q.answerable]
        written = ask_all(retriever, settings, material, questions, most)
        unread = ask_all(retriever, settings, material, questions, most, verifier=UNREAD)
        elsewhere = elsewhere_in(retriever)
        votes = [
            (name, votes_on(some, elsewhere, load_verifier(name), retriever.embedder))
            for name, some in ((settings.answer.verifier, written), (UNREAD, unread))
        ]
        return _Over(written, votes, measure(retriever, settings, questions, TIMED))


def _asked(material: Material, settings: Settings, most: int) -> list[Written]:
    retriever = build_retriever(settings)
    with closing(retriever.index):
        questions = [q for q in load_golden(material) if q.answerable]
        return ask_all(retriever, settings, material, questions, most)


def _line(written: Written) -> str:
    """A question with its answer and the fate of each sentence, as JSON."""
    said = {"id": written.question.id, "question": written.question.question, "answer": written.answer.text}
    return json.dumps({**said, "sentences": [asdict(o) for o in written.outcomes]}, ensure_ascii=False)
