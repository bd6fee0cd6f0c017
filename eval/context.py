"""`rag-eval context`: what may be left out of the evidence that a language model reads."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import click

from eval.golden import Material, facts_found, load_golden
from eval.metrics import wilson
from eval.retrieval.tables import short, table
from eval.runs.store import write
from ingest.models.package import load_tokenizer
from serve.bootstrap import build_retriever
from serve.generate.reading import Reading
from serve.settings import Settings

MARGINS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
SPARED = 0.25
"""Share of the tokens that has to be spared, on the half on which the margin is chosen."""

HEAD = """# What a language model need not read

`RAG_LLM_CONTEXT_MARGIN` leaves out of the prompt those passages of the evidence whose cosine with the
question lies further than that below the best one's, unless the search itself found them. It is off by
default: whether a model answers as well from what is left was not measured with one. Measured is what
is in the prompt: of the golden questions the share of the expected facts, and the tokens of the
evidence beside those of whole chunks. Made by

    rag-eval context --data-dir DIR --export-dir DIR --out docs/context-figures.md"""

CHOSEN = """{asked} golden questions with an answer ({materials}), reranked by {reranker}, cut in two halves
by a hash of their names. The margin is the widest that spares at least {spared:.0%} of the tokens on the
first half: **{margin:g}**. On the second half it leaves {facts} of the facts in the prompt, where whole
chunks hold {whole}, and {tokens} of the tokens. In brackets: 95% intervals (Wilson)."""

SENTENCES = """Choosing single sentences by their vectors was tried before and dropped: it left .942 of the
facts, of .977 with whole chunks, in a measurement of its own that no command repeats."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one question's prompt holds under one margin, None for whole chunks."""

    id: str
    margin: float | None
    facts: tuple[bool, ...]
    tokens: int

    @property
    def second(self) -> bool:
        """It is in the half that is reported."""
        return bool(sha256(self.id.encode()).digest()[0] % 2)


def run(data_dir: Path | None, export: Path | None, out: Path | None) -> None:
    """Prints the document, and writes it where asked to."""
    settings = Settings(data_dir=data_dir)
    read = {"corpus": list(observe("corpus", settings))}
    if export:
        read["export"] = list(observe("export", Settings(data_dir=export)))
    every = [r for some in read.values() for r in some]
    counts = {name: len({r.id for r in some}) for name, some in read.items()}
    text = document(every, counts, settings.retrieval.reranker)
    click.echo(text)
    if out:
        write(out, text)


def observe(material: Material, settings: Settings) -> Iterator[Read]:
    """Every question that has an answer, with whole chunks and under each margin."""
    tokenizer = load_tokenizer()

    def tokens_of(text: str) -> int:
        return len(tokenizer.encode(text).ids)

    retriever = build_retriever(settings)
    whole = Reading(retriever.index, tokens_of, settings.language_model.llm_context_tokens)
    with closing(retriever.index):
        for question in (q for q in load_golden(material) if q.answerable):
            found = retriever.retrieve(question.question, question.history)
            for margin in (None, *MARGINS):
                text = "\n\n".join(e.marked for e in replace(whole, margin=margin).of(found))
                yield Read(question.id, margin, tuple(facts_found(text, question.facts)), tokens_of(text))


def chosen(read: Sequence[Read]) -> float:
    """The widest margin that spares SPARED of the tokens, the narrowest where none does."""
    sparing = [m for m in MARGINS if _tokens(read, m) <= 1 - SPARED]
    return max(sparing, default=MARGINS[0])


def document(read: Sequence[Read], counts: dict[str, int], reranker: str) -> str:
    """The margin that is chosen, what it does on the other half, and the others."""
    first, second = [r for r in read if not r.second], [r for r in read if r.second]
    margin = chosen(first)
    said = CHOSEN.format(
        asked=sum(counts.values()),
        materials=", ".join(f"{n} over {name}" for name, n in counts.items()),
        reranker=reranker,
        spared=SPARED,
        margin=margin,
        facts=_share(_under(second, margin)),
        whole=_share(_under(second, None)),
        tokens=short(_tokens(second, margin)),
    )
    lines = [
        [
            "whole chunks" if m is None else f"{m:g}",
            *(cell for half in (first, second) for cell in _cells(half, m)),
        ]
        for m in (None, *reversed(MARGINS))
    ]
    head = ["margin", "first half: facts", "tokens", "second half: facts", "tokens"]
    return "\n\n".join([HEAD, said, table(head, lines, 1), SENTENCES])


def _cells(read: Sequence[Read], margin: float | None) -> list[str]:
    return [_share(_under(read, margin)), f"{_tokens(read, margin):.3f}"]


def _under(read: Sequence[Read], margin: float | None) -> list[Read]:
    return [r for r in read if r.margin == margin]


def _tokens(read: Sequence[Read], margin: float | None) -> float:
    """Beside those of whole chunks."""
    return sum(r.tokens for r in _under(read, margin)) / sum(r.tokens for r in _under(read, None))


def _facts(read: Sequence[Read]) -> float:
    return sum(sum(r.facts) for r in read) / sum(len(r.facts) for r in read)


def _share(read: Sequence[Read]) -> str:
    low, high = wilson(sum(sum(r.facts) for r in read), sum(len(r.facts) for r in read))
    return f"{short(_facts(read))} [{short(low)}, {short(high)}]"
