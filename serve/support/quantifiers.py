"""The quantifier check: the claim says "all" or "always" where its evidence says "some" or "often"."""

import re
from collections.abc import Iterator
from re import Pattern

from retrieval.query.wording import wording
from serve.support.finding import Finding
from serve.support.overlap import terms

_STRONGER = [
    (wording(strong), wording(weak))
    for strong, weak in (
        (
            "all\nevery",
            "some\nmany\nmost\nseveral\nfew\nnot (?:all|every)",
        ),
        (
            "always\ninvariably",
            r"""
            often|sometimes|usually|typically|generally|frequently|occasionally|normally|commonly
            may|might|could
            can (?!only|not|never|always)
            not always
            """,
        ),
        (
            "must\n(?:has|have) to",
            "may|might|could|should|optionally|sometimes|often|usually|can (?!only|not|never|always)",
        ),
        ("will", "may|might|could"),
        ("never", "rarely|seldom|sometimes|occasionally|hardly ever|often|usually"),
        ("only\nexclusively\nsolely", "mainly|mostly|primarily|largely|usually|often|typically"),
    )
]
_UNDONE = re.compile(r"(?:\b(?:not|at|after|above|of)|n['’]t)\s$", re.IGNORECASE)
"""Before such a word stands no claim about all: "not all", "at all", "first of all"."""


def quantifier_findings(claim: str, sentence: str) -> Iterator[Finding]:
    """`sentence` is the evidence's closest one. Weakening is sound: what all do, some do."""
    for strong, weak in _STRONGER:
        if _heads(strong, sentence) or weak.search(claim):
            continue
        for word, head in _heads(strong, claim):
            if said := [w for w, h in _heads(weak, sentence) if head and head == h]:
                yield Finding("quantifier", f"the cited words say {said[0]} where the claim says {word}")


def _heads(words: Pattern[str], text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each of the words that the text holds, with the content terms behind it."""
    return [
        (m[0].casefold().strip(), terms(text[m.end() :])[:1])
        for m in words.finditer(text)
        if not _UNDONE.search(text[: m.start()])
    ]
