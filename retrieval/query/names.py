"""What a question calls by its name: in capitals inside a sentence, or spelled as a program's identifier."""

import re
from collections.abc import Callable, Mapping

RARE = 5000
"""Place in the word list, commonest first, from which on a word is no everyday word that has synonyms."""
MOST = 8
"""Identifiers of a question that are looked up: a stack trace has hundreds."""
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*")
_SENTENCE = re.compile(r"(?<![ei]\.[eg]\.)(?<=[.!?:;])\s+")
_ASIDE = re.compile(
    r",\s+(?=(?:how|what|why|when|where|which|who|is|are|can|could|does|do|did|should|will|would|has|have)\b)",
    re.IGNORECASE,
)
"""What stands before it is what the asker says of themselves: "in our Django app, how ..."."""
_SIDES = re.compile(r"\b(?:vs|versus|or)\b.*,\s+which\b", re.IGNORECASE)
"""Unless it sets out what is compared: "RQ vs Celery, which one ..."."""
_OWN = re.compile(
    r"\b(?:my|our)(?: (?!(?:and|at|by|for|from|in|into|of|on|or|to|with)\b)[^\W_][\w.+#/-]*){1,2}",
    re.IGNORECASE,
)
""""on my macbook": it is the asker's, and whatever the material has holds for it."""
_EXAMPLE = re.compile(
    r"(?:\be\.g\.|\bfor (?:example|instance)|\bsuch as)(?: \w+)? [^\W_][\w.+#/-]*|\blike --[\w-]+",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|how|what|why|which|who|where|is|are|can|could|do|does|did|should|would|of|for|to|with|and|from|by)\b",
    re.IGNORECASE,
)
"""Other languages write more than names large."""
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`")
_SPELLED = re.compile(r"[^\W_][\w.+#/-]*")
_LETTERS = re.compile(r"[A-Z0-9][A-Z0-9.&+#-]{0,4}s?")
"""A short form: the material may have the words that it stands for."""
_FILE = (
    r"\.(?:cfg|conf|csv|db|html?|ini|jpe?g|json|log|md|pdf|png|py|rst|service|sh|toml|txt|xml|ya?ml|zip)\b"
)
_IDENTIFIER = re.compile(
    rf"""
    (?<![\w/.-])(?!my_)(?:
    --[a-z][\w-]{{2,}}                        # --flag
    | (?=\w*[^\W\d_]\w*_\w)\w+_\w+          # snake_case, IN_CAPITALS
    | _[a-z]\w{{2,}}                         # _private
    | \.[a-z]\w*_\w+                        # .pytest_cache
    | (?!\w+{_FILE})[a-z]\w+(?:\.(?:[a-z_]\w+|[A-Z][a-z]+[A-Z]\w*))+  # module.function, not settings.py
    | [a-z]\w+(?=\(\))                      # function()
    )(?!{_FILE}|[\w/])
    """,
    re.VERBOSE,
)


def asked(question: str) -> str:
    """The question in its place, with blanks for what leads up to it, is quoted, or is the asker's own."""
    text = question
    for form in (_QUOTED, _EXAMPLE, _OWN):
        text = form.sub(lambda m: " " * len(m[0]), text)
    forms = (_SENTENCE,) if _SIDES.search(text) else (_SENTENCE, _ASIDE)
    start = max((m.end() for form in forms for m in form.finditer(text.rstrip())), default=0)
    return " " * start + text[start:]


def proper_names(question: str) -> list[str]:
    """What the question itself, not what leads up to it or is quoted, calls by a name of capitals inside it.

    "Datadog" of "how do I send logs to Datadog?", "Mount Everest"; no short form, and none of a question
    that writes Most Words Large or is not in English.
    """
    itself = asked(question)
    words = [word.rstrip(".-/") for word in _SPELLED.findall(itself)]
    large = [word != word.lower() for word in words]
    if 2 * sum(large[1:]) > len(words[1:]) or not _ENGLISH.search(itself):
        return []
    found: list[list[str]] = [[]]
    for place, word in enumerate(words):
        if large[place] and (place or word[1:] != word[1:].lower()):
            found[-1].append(word)
        else:
            found.append([])
    return [" ".join(name) for name in found if name and not all(map(_LETTERS.fullmatch, name))]


def identifiers(question: str) -> list[str]:
    """The first MOST, as they are spelled: `worker_prefetch_multiplier`, `--keep-daily`, `fit` of `fit()`."""
    return list(dict.fromkeys(_IDENTIFIER.findall(asked(question))))[:MOST]


def unheard_of(name: str, mentions: Callable[[str], bool], ranks: Mapping[str, int]) -> bool:
    """The last rare word of a name is not mentioned; where none is rare, no word of it.

    A maker's name comes first, and speaking of MusicBrainz is not speaking of MusicBrainz Picard.
    """
    parts = [part for part in parts_of(name) if not _LETTERS.fullmatch(part)] or parts_of(name)
    rare = [part for part in parts if ranks.get(part.casefold(), RARE) >= RARE]
    return not any(map(mentions, rare[-1:] or parts))


def parts_of(name: str) -> list[str]:
    """The words of a name."""
    return [word for word in _WORD.findall(name) if len(word) > 1] or [name]
