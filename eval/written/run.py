"""`rag-eval written`: what a language model's faults come to, in one document."""

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from eval.golden import Material, load_golden
from eval.runs.store import write
from eval.written.asking import Written, ask_all
from eval.written.document import document
from eval.written.pace import Times, measure
from eval.written.service import meet_all
from serve.bootstrap import build_retriever
from serve.settings import Settings

TIMED = 20


def run(
    data_dir: Path | None, export: Path | None, most: int, out: Path | None, answers: Path | None
) -> None:
    """Prints the document, and writes it and every drafted sentence's fate where asked to."""
    written, times = _over("corpus", Settings(data_dir=data_dir), most, TIMED)
    if export and len(written) < most:
        written += _over("export", Settings(data_dir=export), most - len(written), 0)[0]
    text = document(written, meet_all(), times)
    click.echo(text)
    if out:
        write(out, text.rstrip())
    if answers:
        write(answers, "\n".join(map(_line, written)))


def _over(material: Material, settings: Settings, most: int, timed: int) -> tuple[list[Written], list[Times]]:
    retriever = build_retriever(settings)
    with closing(retriever.index):
        questions = [q for q in load_golden(material) if q.answerable]
        written = ask_all(retriever, settings, material, questions, most)
        return written, measure(retriever, settings, questions, timed) if timed else []


def _line(written: Written) -> str:
    """A question with its answer and the fate of each sentence, as JSON."""
    said = {"id": written.question.id, "question": written.question.question, "answer": written.answer.text}
    return json.dumps({**said, "sentences": [asdict(o) for o in written.outcomes]}, ensure_ascii=False)
