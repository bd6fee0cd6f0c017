"""A question's names as the material spells them: "elo rating of gpt-4" asks for that of GPT-4.

Whoever types in small letters means the same thing, and every rule on names goes by capitals.
"""

import re
from collections.abc import Callable, Sequence

from ingest.models import word_list
from ingest.models.english import is_english, reads_english
from retrieval.query.names import RARE

_WORD = re.compile(r"(?<![\w./@#])[^\W_][\w.+#-]*")
_INSIDE = re.compile(r"(?<![^\W_])[^\WA-Z][^\WA-Z]*,? $")
"""What stands before a name inside a sentence: a word in small letters."""
_SHORT_FORM = re.compile("[A-Z]{2,5}s?")
"""APIs and GPUs are kinds of things, and not called by a name."""
SHORTEST = 3
MOST = 12
"""Words of a question that are looked up."""
LONGEST = 30
"""Letters of the word before."""


def as_spelled(question: str, texts_with: Callable[[str], Sequence[str]]) -> str:
    """The question, as long, with each small word that the material only writes large as it writes it most.

    `texts_with`: texts of the material that hold a word, in whatever letters. Everyday words are left alone;
    a rare one that is English, in all of its parts, has to be written large inside a sentence.
    """

    if not reads_english(question):  # German writes every noun large
        return question
    forms: dict[str, str] = {}

    def spelled(match: re.Match[str]) -> str:
        word = match[0].rstrip(".-")
        if len(word) < SHORTEST or word != word.lower() or word_list().get(word, RARE) < RARE:
            return match[0]
        if word not in forms:
            looked_up = len(forms) < MOST
            forms[word] = _written(word, "\n".join(texts_with(word))) if looked_up else ""
        return (forms[word] or word) + match[0][len(word) :]

    return _WORD.sub(spelled, question)


def _written(word: str, material: str) -> str:
    """As it is written most; nothing where that is ever in small letters, or only where a sentence begins."""
    found = [*re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", material, re.IGNORECASE)]
    if any(m[0] == word for m in found):
        return ""
    inside = (m for m in found if _INSIDE.search(material, max(0, m.start() - LONGEST), m.start()))
    english = all(map(is_english, word.split("-")))
    forms = [m[0] for m in (inside if english else found) if not (english and _SHORT_FORM.fullmatch(m[0]))]
    return max(forms, key=forms.count, default="")
