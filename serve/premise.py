"""False premises: a question that takes for granted what the material contradicts.

Only wordings that presuppose something are examined ("Why does X need Y?", "Since X does Y, ...");
a yes-or-no question is simply answered. Nine contradictions can be shown without a model: another
figure for the same measure, another default, another maker, a denial, the opposite word, all for some, the
comparison the other way round, a denial of what the material affirms, and that what is said to be changed
stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tokens import tokenize
from retrieval.query.wording import wording
from serve.attributed import made_by_another
from serve.defaults import other_default
from serve.opposites import opposed
from serve.reversed import other_way_round
from serve.shares import only_some
from serve.support.identifiers import code_findings
from serve.support.names import names
from serve.support.naming import name_findings
from serve.unchanged import left_as_it_is

_PRESUPPOSES = wording(
    r"""
    (?:(?:so|and|but|ok|explain|then)\W+)?(?:why|how come|what makes|since|as|because)
    (?:given|considering|seeing) that
    what(?:'s| is| was) the reason
    how (?:does|do|did)
    """,
    start=r"^\W*",
)
_TOLD = re.compile(r"^(?P<told>[^?]+[.;])\s+(?:how|when|why|what|where|should|which)\b", re.IGNORECASE)
"""What is said before the question: "DPO trains a reward model. How large is it?"."""
_NEGATOR = re.compile(
    r"(?<![\w-])(?<!than )(?:no|not|never|without|none|neither|nor|cannot|lacks?|eliminat\w+|skips?)(?![\w-])"
    r"|n['’]t\b",
    re.IGNORECASE,
)
"""Not the "no" of an option's name, `--no-periodic`, nor what is worse than "not doing it at all"."""
_AVOIDS = wording(
    """
    avoid\\w*|prevent\\w*|bypass\\w*|circumvent\\w*|evad\\w+|dodg\\w+
    get(?:s|ting)? (?:around|away with|by with)
    """
)
"""What asks how something is not done: a denial agrees with it."""
_SUPPOSED = re.compile(r"\bif\b[^,;.]*(?:\bnot\b|n['’]t\b)[^,;.]*", re.IGNORECASE)
"""What is not so only in thought: "if it were not eager, ..."."""
_WHY = re.compile(r"\W*(?:(?:so|and|but)\W+)?(?:why|how come|since|because)\b", re.IGNORECASE)
_NON = re.compile(r"\bnon", re.IGNORECASE)
_SPOKEN = re.compile(r"(?P<non>\bnon-)?(?P<word>[^\W\d_]+)", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:()]")
_WITHOUT = wording("why\\b.*\\bwithout|why\\b.*\\blacks?|how come\\b.*\\bwithout")
_GENERIC = wording("needs?|needed|uses?|used|works?|have|has|makes?|gets?|takes?|gives?|keeps?|goes|go")
"""Words that a denial anywhere in the material may hold by chance."""
_FIGURE_OF = re.compile(r"(?<![\w.])(\d[\d,.]*)\s*([KMBT]\b)?[\s-]*(%|[^\W\d_]+)", re.IGNORECASE)
LEAST_SHARED = 0.5
"""Share of the question's terms that a statement and its heading must hold to be on the same matter."""
AGREED = 0.9
"""Share of them in one statement that denies nothing: then it says what the question takes for granted."""
REACH = 4
"""Words after a negation that it denies."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the material says, and the heading and lead-in that say what it speaks of.

    `tabular`: a table's row, whose "none" or "no" stands in another cell than what it denies.
    """

    text: str
    context: str = ""
    tabular: bool = False

    @property
    def all(self) -> str:
        """Text and context."""
        return f"{self.context}\n{self.text}"


def presupposes(question: str) -> bool:
    """The wording takes something for granted, so that it can be contradicted at all."""
    return bool(_granted(question))


def contradicted_by(question: str, statements: Sequence[Statement]) -> str:
    """The statement that contradicts what the question takes for granted, or nothing."""
    granted = _granted(question)
    if not granted:
        return ""
    near = [s for s in statements if _same_matter(granted, s)]
    opposite = [
        s.text for s in near if any(d(granted, s.text) for d in (opposed, other_way_round, only_some))
    ]
    if opposite and _says_so(granted, [s.text for s in near if s.text not in opposite]):
        opposite = []
    return (
        _denied(granted, [s for s in near if not s.tabular])
        or next(iter(opposite), "")
        or next((s.text for s in near if left_as_it_is(granted, s.text, s.context)), "")
        or _affirmed(granted, near)
        or _other_figure(granted, near)
        or made_by_another(granted, [s.text for s in statements])
        or other_default(granted, {s.text: s.context for s in near if not any(code_findings(granted, s.all))})
    )


def _granted(question: str) -> str:
    """The words that take something for granted, nothing where none do."""
    told = _TOLD.search(question.strip())
    return question if _PRESUPPOSES.search(question) else told["told"] if told else ""


def _says_so(question: str, statements: Sequence[str]) -> bool:
    """One of them holds nearly all of the question's terms."""
    asked = set(tokenize(question))
    return any(len(asked & set(tokenize(s))) >= AGREED * len(asked) for s in statements)


def _same_matter(question: str, statement: Statement) -> bool:
    asked = set(tokenize(question))
    own, around = set(tokenize(statement.text)), set(tokenize(statement.context))
    return bool(asked & own) and len(asked & (own | around)) >= LEAST_SHARED * len(asked)


def _denied(question: str, statements: Sequence[Statement]) -> str:
    """A statement that denies what the question affirms: "why a larger reward model" - "no reward model".

    `statements` come most relevant first, and the first that holds a term decides about it.
    """
    if _NEGATOR.search(question) or _AVOIDS.search(question):
        return ""
    for term in dict.fromkeys(tokenize(_GENERIC.sub(" ", question))):
        holding = next((s.text for s in statements if term in tokenize(s.text)), "")
        if any(denied[:1] == [term] for denied in _denials(holding)):
            return holding
        if _WHY.match(question) and not _NON.search(question) and _but_as_non(term, holding):
            return holding
    return ""


def _but_as_non(term: str, text: str) -> bool:
    """It speaks of the term as of what is not: "why a transaction" - "in a non-transactional pipeline"."""
    spoken = [m["non"] for m in _SPOKEN.finditer(text) if tokenize(m["word"])[:1] == [term]]
    return bool(spoken) and all(spoken)


def _denials(text: str) -> Iterator[list[str]]:
    for match in _NEGATOR.finditer(_SUPPOSED.sub(" ", text)):
        yield tokenize(" ".join(_CLAUSE.split(text[match.end() :])[0].split()[:REACH]))


def _affirmed(question: str, statements: Sequence[Statement]) -> str:
    """A statement that affirms what the question denies: "why without a teacher" - "mimics its teacher"."""
    match = _WITHOUT.search(question)
    denied = tokenize(" ".join(question[match.end() :].split()[:REACH]))[:1] if match else []
    holding = next((s.text for s in statements if set(denied) & set(tokenize(s.text))), "")
    return "" if _NEGATOR.search(holding) else holding


def _other_figure(question: str, statements: Sequence[Statement]) -> str:
    """A statement that gives the question's measure another figure while none gives it the question's.

    Where some hold the name of what is asked about, they alone decide: another's figure is no support.
    """
    if names(question):
        statements = [s for s in statements if not any(name_findings(question, s.text))] or statements
    for figure, measure in _figures(question):
        if any(figure == f for s in statements for f, _ in _figures(s.text)):
            continue
        for statement in statements:
            if any(m == measure for _, m in _figures(statement.text)):
                return statement.text
    return ""


def _figures(text: str) -> Iterator[tuple[str, str]]:
    """(figure with its magnitude, stem of the noun or unit behind it)."""
    for match in _FIGURE_OF.finditer(text):
        noun = (tokenize(match[3]) or [match[3]])[0]
        yield match[1].rstrip(".,").replace(",", "") + (match[2] or "").casefold(), noun
