"""What a question asks to know of a named thing: the licence of LlamaGuard, the processor of a Fieldgate 360.

A section may be full of the thing and say nothing of its licence, and the nearest sentence then reads like an
answer. An attribute is told under its own name, more often than not; a kind of thing ("which method") is told
by naming one, so that the words for kinds are left alone.
"""

import re

from ingest.tokens import tokenize
from retrieval.query.names import proper_names

_KINDS = frozenset(
    tokenize(
        "action activity advantage aim algorithm alternative amount approach area argument aspect "
        "benefit case category cause challenge chance characteristic choice city class command company "
        "complication component concept condition consequence construct cost country criterion data "
        "date day definition difference disadvantage downside drawback effect element else example "
        "factor feature field figure file flag form format framework function gain goal group idea "
        "impact importance information instance issue item job kind length level library limit list "
        "manner meaning measure mechanism method metric mistake model month name number object one "
        "opinion option order organisation outlook output package parameter part people percentage "
        "person phase piece place plan point possible practice price principle problem procedure "
        "process product prognosis program property purpose quality question reason release relevance "
        "remedy requirement result risk role rule scenario service setting share sign significance "
        "situation size software solution sort source speedup stage step strategy structure support "
        "system tactic take task team technique term thing time tool tradeoff treatment trick type "
        "upside usage use value variant vendor version view way word year"
    )
)
_ENDS = r"is|was|did|does|do|will|would|should|can|could|has|have|had|must|may"
_SMALL = rf"{_ENDS}|are|were|of|for|to|in|on|at|from|by|with|and|or|the|an?|it|its|i|we|you|they|that|this"
_NOUN = rf"((?:(?!(?:{_SMALL})\b)[\w-]+ ){{0,2}}?(?!(?:{_SMALL})\b)[\w-]+)"
_FORMS = (
    re.compile(
        rf"\b(?:which|what) values? (?:of|for|should) (?:i |one |the |we |you )?(?:set |use )?{_NOUN}(?= )",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:which|what) {_NOUN} (?={_ENDS})\b", re.IGNORECASE),
    re.compile(rf"\bwhat(?:'s| is| was) (?:the )?(?!an? ){_NOUN} (?=(?:of|for|in|on|at)\b)", re.IGNORECASE),
)
_VALUES = frozenset(["code", "size", "status", "value"])
"""Behind a name of its own: "which beta value", "what exit code"."""
_OWN_WORD = re.compile(
    "licen[cs]e|copyright|exit|logo|mascot|patent|slogan|trademark|warranty", re.IGNORECASE
)
"""Told under no other word, whatever the thing is that has it, and in what letters its name is typed."""
_CODED = re.compile(r"\b(?=\w*[^\W\d_])[\w-]*\d[\w-]*|\b\w*[A-Z]{2}\w*")
"""Names that are no words: GPT-4, e5-large-v2."""
_WITH_FIGURE = re.compile(r"\b[^\W\d_][\w-]*\d[\w-]*|\b\d+(?:\.\d+){2,}\b")
_TOKEN = re.compile(r"[^\W_]+")


def told_in(asked: str, text: str) -> bool:
    """The text has a form of the attribute's word: "licensed" of "licence", not "tokens" of "tokenizer"."""
    whole, stems = asked.casefold(), set(tokenize(asked))
    begins = whole[: max(3, len(whole) - 2)]
    words = (word.casefold() for word in _TOKEN.findall(text))
    return any(w.startswith(whole) or (w.startswith(begins) and stems <= set(tokenize(w))) for w in words)


def coded_names(question: str) -> list[str]:
    """Names with a figure in them, and versions: `GPT-4`, `e5-large-v2`, `1.2.0`."""
    return _WITH_FIGURE.findall(question)


def is_a_kind(word: str) -> bool:
    """A word for a kind of thing, which the material may call otherwise: library, framework."""
    return bool(_KINDS.intersection(tokenize(word)))


def attribute(question: str) -> str:
    """The attribute's noun, where a question names the thing that it asks it of; else nothing."""
    found = next(filter(None, (form.search(question) for form in _FORMS)), None)
    asked = found[1].split() if found else [""]
    asked = asked[:-1] if asked[-1] in _VALUES and len(asked) > 1 else asked
    stems = tokenize(asked[-1])
    if len(stems) != 1 or not asked[-1][0].isalpha() or stems[0] in _KINDS or asked[-1].endswith("s"):
        return ""
    named = (*proper_names(question), *_CODED.findall(question))
    alone = _OWN_WORD.fullmatch(asked[-1]) or any(not set(name.split()) <= set(asked) for name in named)
    return asked[-1] if alone else ""
