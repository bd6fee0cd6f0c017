"""`rag-eval routing`: which questions a cheap model may have, decided on one half, measured on the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from eval.answers import outcome
from eval.golden import Material, load_golden
from eval.metrics import wilson
from eval.retrieval.tables import short, table
from eval.runs.store import write
from retrieval.types import Retrieval
from serve.bootstrap import build_retriever, engine_over
from serve.extract.intent import read_intent
from serve.generate.route import lead_of
from serve.settings import LanguageModelSettings, Settings
from serve.types import Answer

SURE = 0.9
"""Of what is routed, at least this share has to be right: the lower end of the interval on the first half."""
LEADS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5)

HEAD = """# Which questions are easy

With `RAG_LLM_CHEAP` a second language model writes the answers to easy questions ([language
models](language-models.md#a-cheap-model-for-easy-questions)). Easy is meant as: the documents' own
sentences, as the extractive answerer picks them, are a right answer already, so that a model has little
to add. Whether they are is known for the golden questions alone. What stands for it has to be known
before a word is written: the question has one part, and the probability of its best passage lies above
that of the best passage of any other section by a **lead**. Made by

    rag-eval routing --data-dir DIR --export-dir DIR --out docs/routing-figures.md"""

CHOSEN = """## The lead that is chosen

{asked} golden questions that are answered ({materials}), cut in two halves by a hash of their names, so
that a question stands in the same half for both materials. On the first half the least lead is taken from
which on at least {sure:.0%} of what is routed is right, by the lower end of the 95% interval (Wilson):
**{lead:.2f}**. The second half had no part in it. The default of `RAG_LLM_CHEAP_LEAD` is {default:.2f},
chosen in the same way when it was set."""

SO = """On the second half, {right} of what is routed is right, where at least {sure} was aimed at, and {rest}
of the rest: the rule tells easy questions from others, {aim}. Where it errs, a weaker model writes
what the other one should have; its sentences are checked all the same, and where too few are left the
other one is asked."""

AT_LEADS = """## Other leads

Share of the questions that are routed, and of those the share that is right, with that of the rest behind
it."""

SIGNS = """## What else was looked at

How well each sign tells right answers from wrong ones: the probability that a right one has more of it
than a wrong one (AUC; .5 is chance), over both halves. The form of the rule was picked by these, so only
its lead is measured on questions that it has not seen. The kinds of intent (`serve/extract/intent.py`)
are at chance, so they are no part of the rule."""

RIGHT, FACTS, SECTION = "right", "facts complete", "first section right"


@dataclass(frozen=True, slots=True)
class Seen:
    """An answered golden question: what was known before the answer, and what was right in it."""

    id: str
    lead: float
    signs: Mapping[str, float]
    facts: bool
    section: bool

    @property
    def right(self) -> bool:
        """All expected facts are said, and the first citation stands where it should."""
        return self.facts and self.section

    @property
    def second(self) -> bool:
        """It is in the half that is reported."""
        return bool(sha256(self.id.encode()).digest()[0] % 2)


def run(data_dir: Path | None, export: Path | None, out: Path | None) -> None:
    """Prints the document, and writes it where asked to."""
    seen = {"corpus": list(observe("corpus", Settings(data_dir=data_dir)))}
    if export:
        seen["export"] = list(observe("export", Settings(data_dir=export)))
    text = document(seen)
    click.echo(text)
    if out:
        write(out, text)


def observe(material: Material, settings: Settings) -> Iterator[Seen]:
    """Every question that has an answer and gets one."""
    retriever = build_retriever(settings)
    with closing(retriever.index):
        engine = engine_over(retriever, settings)
        for question in load_golden(material):
            found, *_, answer = engine.follow(question.question, question.history)
            if not (isinstance(found, Retrieval) and isinstance(answer, Answer) and question.answerable):
                continue
            judged = outcome(question, answer)
            if not judged.refused:
                yield Seen(question.id, lead_of(found), _signs(found), all(judged.facts), judged.section)


def chosen(seen: Sequence[Seen]) -> float:
    """The least lead, in hundredths, from which on what is routed is surely enough right; 1 for none."""
    for lead in (n / 100 for n in range(101)):
        routed = [s for s in seen if s.lead >= lead]
        if routed and wilson(sum(s.right for s in routed), len(routed))[0] >= SURE:
            return lead
    return 1.0


def document(seen: Mapping[str, Sequence[Seen]]) -> str:
    """The lead that is chosen, what it does on the other half, other leads, other signs."""
    every = [s for some in seen.values() for s in some]
    first, second = [s for s in every if not s.second], [s for s in every if s.second]
    lead = chosen(first)
    materials = ", ".join(f"{len(some)} over {name}" for name, some in seen.items())
    default = LanguageModelSettings.model_fields["llm_cheap_lead"].default
    head = CHOSEN.format(asked=len(every), materials=materials, sure=SURE, lead=lead, default=default)
    at = [_at(first, second, x) for x in sorted({*LEADS, lead})]
    names = ["lead", "first half: routed", "right, the rest", "second half: routed", "right, the rest"]
    parts = [
        HEAD,
        head,
        _halves(first, second, lead),
        _so(second, lead),
        AT_LEADS,
        table(names, at, 0),
        SIGNS,
        _aucs(every),
    ]
    return "\n\n".join(parts)


def _so(second: Sequence[Seen], lead: float) -> str:
    routed, rest = ([s.right for s in second if (s.lead >= lead) is r] for r in (True, False))
    if not (routed and rest):
        return "On the second half all questions or none are routed."
    right, other = sum(routed) / len(routed), sum(rest) / len(rest)
    aim = "and keeps what was aimed at" if right >= SURE else "but misses what was aimed at"
    return SO.format(right=short(right), sure=short(SURE), rest=short(other), aim=aim)


def _halves(first: Sequence[Seen], second: Sequence[Seen], lead: float) -> str:
    lines = [
        [half, who, f"{len(group)} of {len(some)}", *(_share(group, of) for of in _JUDGED.values())]
        for half, some in (("first", first), ("**second**", second))
        for who, group in (
            ("routed to the cheap model", [s for s in some if s.lead >= lead]),
            ("the other model's", [s for s in some if s.lead < lead]),
        )
    ]
    return table(["half", "questions", "number", *_JUDGED], lines, 2)


_JUDGED: Mapping[str, Callable[[Seen], bool]] = {
    RIGHT: lambda s: s.right,
    FACTS: lambda s: s.facts,
    SECTION: lambda s: s.section,
}


def _share(some: Sequence[Seen], of: Callable[[Seen], bool]) -> str:
    if not some:
        return "–"
    low, high = wilson(sum(map(of, some)), len(some))
    return f"{short(sum(map(of, some)) / len(some))} [{short(low)}, {short(high)}]"


def _at(first: Sequence[Seen], second: Sequence[Seen], lead: float) -> list[str]:
    cells = [f"{lead:.2f}"]
    for some in (first, second):
        routed, rest = [s for s in some if s.lead >= lead], [s for s in some if s.lead < lead]
        shares = (short(sum(s.right for s in g) / len(g)) if g else "–" for g in (routed, rest))
        cells += [short(len(routed) / len(some)), ", ".join(shares)]
    return cells


def _signs(found: Retrieval) -> dict[str, float]:
    intent, whole = read_intent(found.question.whole.text), found.whole
    return {
        "lead, and one part": lead_of(found),
        "one part": -float(len(found.parts)),
        "confidence that the evidence answers": whole.confidence,
        "probability of the best passage": whole.hits[0].score,
        "few words": -float(len(found.question.whole.text.split())),
        "asks for no list": -float(intent.wants_list),
        "asks for no steps": -float(intent.wants_steps),
        "asks for no figure": -float(intent.wants_number),
        "asks for no definition": -float(intent.wants_definition),
    }


def _aucs(seen: Sequence[Seen]) -> str:
    lines = [[name, short(_auc(seen, name))] for name in seen[0].signs]
    return table(["sign", "AUC"], lines, 1)


def _auc(seen: Sequence[Seen], sign: str) -> float:
    right, wrong = ([s.signs[sign] for s in seen if s.right is r] for r in (True, False))
    above = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return above / (len(right) * len(wrong)) if right and wrong else 0.5
