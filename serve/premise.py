"""False premises: a question that takes for granted what the material contradicts.

Only wordings that presuppose something are examined ("Why does X need Y?"); a plain yes-or-no
question is simply answered. Three contradictions can be shown without a model: another figure
for the same noun, a negated statement, and the opposite adjective or direction.
"""

import re
from collections.abc import Iterable, Sequence

from ingest.tokens import tokenize

_PRESUPPOSES = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\W+)?(?:why|how come|explain why|what makes|what is the reason)\b"
    r"|\b(?:given|considering|seeing) that\b|\bwhy (?:is|are|do|does|did|was|were|can|has|have)\b",
    re.IGNORECASE,
)
_NEGATOR = re.compile(
    r"\b(?:no|not|never|without|none|neither|nor|cannot|lacks?|eliminat\w+|avoid\w*|remov\w+|skip\w*|"
    r"instead of|rather than|unlike)\b|n['’]t\b",
    re.IGNORECASE,
)
_FIGURE_OF = re.compile(r"(?<![\w.])(\d[\d,.]*)(?:\s*|-)(%|[^\W\d_]+)")
_OPPOSITES = [
    frozenset(pair)
    for pair in (
        ("always", "never"),
        ("better", "worse"),
        ("cheap", "expensive"),
        ("cheaper", "expensive"),
        ("cheapest", "expensive"),
        ("deterministic", "random"),
        ("easier", "harder"),
        ("fast", "slow"),
        ("faster", "slower"),
        ("fewer", "more"),
        ("identical", "different"),
        ("improve", "degrade"),
        ("improves", "worse"),
        ("increase", "decrease"),
        ("increase", "reduce"),
        ("increases", "reduces"),
        ("less", "more"),
        ("low", "high"),
        ("lower", "higher"),
        ("parallel", "sequential"),
        ("parallel", "sequentially"),
        ("short", "long"),
        ("shorter", "longer"),
        ("simple", "complex"),
        ("simpler", "complex"),
        ("small", "large"),
        ("smaller", "larger"),
        ("stable", "unstable"),
        ("static", "dynamic"),
    )
]
LEAST_SHARED = 0.6
"""Share of the question's terms that a statement must hold to count as being about the same thing."""


def contradicted_by(question: str, statements: Sequence[str]) -> str:
    """The statement that contradicts what the question takes for granted, or nothing."""
    if not _PRESUPPOSES.search(question):
        return ""
    for statement in statements:
        if _same_matter(question, statement) and (
            _negated(question, statement) or _opposite(question, statement)
        ):
            return statement
    return _other_figure(question, statements)


def _same_matter(question: str, statement: str) -> bool:
    asked = set(tokenize(question))
    return bool(asked) and len(asked & set(tokenize(statement))) >= LEAST_SHARED * len(asked)


def _negated(question: str, statement: str) -> bool:
    """The statement denies a term of the question that the question does not deny itself."""
    if _NEGATOR.search(question):
        return False
    asked = set(tokenize(question))
    for match in _NEGATOR.finditer(statement):
        denied = tokenize(" ".join(statement[match.end() :].split()[:4]))[:2]
        if denied and denied[0] in asked:
            return True
    return False


def _opposite(question: str, statement: str) -> bool:
    asked, said = _words(question), _words(statement)
    return any(
        len(pair & asked) == 1 and not pair & asked & said and pair - asked <= said for pair in _OPPOSITES
    )


def _other_figure(question: str, statements: Sequence[str]) -> str:
    """A statement that gives the question's noun another figure while none gives it the question's."""
    for figure, noun in _figures(question):
        said = [(s, f) for s in statements for f, n in _figures(s) if n == noun]
        if said and not any(f == figure for _, f in said) and all(figure not in s for s in statements):
            about = [s for s, _ in said if len(set(tokenize(question)) & set(tokenize(s))) >= 2]
            if about:
                return about[0]
    return ""


def _figures(text: str) -> Iterable[tuple[str, str]]:
    for match in _FIGURE_OF.finditer(text):
        noun = (tokenize(match.group(2)) or [match.group(2)])[0]
        yield match.group(1).rstrip(".,").replace(",", ""), noun


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))
