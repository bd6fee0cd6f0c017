"""Verified before shown: what becomes of a sentence that a language model drafted.

The keys that it names have to exist, and the words behind them have to say it. Where they do not, another
piece of the evidence may; where none does, the sentence is not shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from serve.generate.context import Evidence
from serve.generate.pin import Span, candidates, pinned
from serve.generate.reply import Drafted
from serve.support.finding import Verdict
from serve.support.numbers import number_findings
from serve.support.verifier import SupportVerifier

OTHER_WORDS = "other words are cited than the model named"


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that is shown, the words that it cites, and the probability that they support it.

    `note` says what was mended: keys that no evidence has, or other words cited than the model named.
    """

    text: str
    spans: tuple[Span, ...]
    score: float
    note: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence that is not shown, and why; `closest` is the evidence that came nearest to supporting it."""

    text: str
    reason: str
    closest: tuple[Evidence, ...] = ()


def check(drafted: Drafted, evidence: Mapping[str, Evidence], verifier: SupportVerifier) -> Passed | Failed:
    """Decides about one sentence, by the evidence that it names and then by the rest.

    Clauses between semicolons are claims of their own: where the sentence does not pass in one, each of them
    has to, on evidence of its own.
    """
    whole = _checked(drafted, evidence, verifier)
    clauses = [c for c in drafted.text.split("; ") if c.strip()]
    if isinstance(whole, Passed) or len(clauses) < 2:
        return whole
    parts = [_checked(replace(drafted, text=clause), evidence, verifier) for clause in clauses]
    passed = [p for p in parts if isinstance(p, Passed)]
    return _together(drafted, passed) if len(passed) == len(parts) else whole


def _together(drafted: Drafted, parts: Sequence[Passed]) -> Passed:
    spans = tuple(span for p in parts for span in p.spans)
    notes = "; ".join(dict.fromkeys(p.note for p in parts if p.note))
    return Passed(drafted.text, spans, min(p.score for p in parts), notes, drafted.listed)


def _checked(
    drafted: Drafted, evidence: Mapping[str, Evidence], verifier: SupportVerifier
) -> Passed | Failed:
    if _states_nothing(drafted.text, evidence.values()):
        return Failed(drafted.text, "it is a question or a heading and states nothing")
    named = tuple(evidence[k] for k in drafted.keys if k in evidence)
    unknown = [k for k in drafted.keys if k not in evidence]
    notes = [f"no evidence has the key {', '.join(unknown)}"] if unknown else []
    first = _best(drafted.text, _alone_and_joined(named), verifier)
    if first and first[0].supported:
        return _passed(drafted, *first, verifier, notes)
    other = _best(drafted.text, [(e,) for e in evidence.values() if e not in named], verifier)
    if other and other[0].supported:
        return _passed(drafted, *other, verifier, [*notes, OTHER_WORDS])
    if closest := first or other:
        return Failed(drafted.text, closest[0].reason, closest[1])
    return Failed(drafted.text, "there is no evidence")


Pieces = tuple[Evidence, ...]


def _states_nothing(text: str, evidence: Iterable[Evidence]) -> bool:
    """Headings are context, not words that could be cited for a statement."""
    said = text.rstrip(".: ").casefold()
    headings = {h.casefold() for e in evidence for h in (*e.section, " > ".join(e.section), e.document.title)}
    return text.endswith("?") or said in headings


def _best(claim: str, choices: Sequence[Pieces], verifier: SupportVerifier) -> tuple[Verdict, Pieces] | None:
    """The surest verdict and what it is on; of equals the one on less."""
    verdicts = verifier.verify([claim] * len(choices), [joined(c) for c in choices])
    return max(zip(verdicts, choices, strict=True), key=lambda v: (v[0].score, -len(v[1])), default=None)


def _passed(
    drafted: Drafted, verdict: Verdict, pieces: Pieces, verifier: SupportVerifier, notes: Sequence[str]
) -> Passed | Failed:
    spans = _spans(drafted.text, pieces, verifier)
    # Of a whole piece a figure may stand anywhere; what is cited has to hold it.
    if missing := next(number_findings(drafted.text, "\n".join(map(_in_context, spans))), None):
        return Failed(drafted.text, missing.detail, pieces)
    return Passed(drafted.text, spans, verdict.score, "; ".join(notes), drafted.listed)


def _alone_and_joined(named: Pieces) -> list[Pieces]:
    """Each piece by itself, and all of them together: a sentence may rest on two."""
    return [*((e,) for e in named), *((named,) if len(named) > 1 else ())]


def joined(pieces: Sequence[Evidence]) -> str:
    """What the pieces say, each under its heading."""
    return "\n\n".join(p.shown for p in pieces)


def _spans(claim: str, pieces: Sequence[Evidence], verifier: SupportVerifier) -> tuple[Span, ...]:
    """The one sentence that supports the claim under its heading; where none does, those that do together."""
    everything = [span for piece in pieces for span in candidates(piece)]
    few = pinned(claim, everything)
    alone = _best_span(claim, few, verifier) if len(few) > 1 else None
    return (alone,) if alone else few


def _best_span(claim: str, spans: Sequence[Span], verifier: SupportVerifier) -> Span | None:
    verdicts = verifier.verify([claim] * len(spans), [_in_context(s) for s in spans])
    verdict, span = max(zip(verdicts, spans, strict=True), key=lambda v: v[0].score)
    return span if verdict.supported else None


def _in_context(span: Span) -> str:
    return "\n".join((" > ".join(span.section), span.text))
