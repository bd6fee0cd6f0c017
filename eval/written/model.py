"""The scripted model: it answers with planted faults, and rewrites as told, in the excerpt's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.golden import GoldenQuestion
from eval.scripted import Request
from eval.written.draft import Drafter, Planned, excerpts_of
from ingest.sentences import sentence_spans
from serve.generate.reply import DECLINED
from serve.support.overlap import terms, word_overlap

LEAST_SHARED = 0.3
"""Share of a sentence's content words that the excerpt has to hold to say anything of the kind."""
MOST = 4
_REWRITE = re.compile(r"Excerpt:\n[^\n]*\n(.*)\n\nSentence: (.*)\n\nThe checker's reason:", re.DOTALL)
"""The excerpt without its heading, and the sentence, in `serve.generate.prompts.REWRITE`."""
_MARKER = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


@dataclass(slots=True)
class Script:
    """What was drafted for the question that is being asked, and what it was rewritten to."""

    drafter: Drafter
    question: GoldenQuestion | None = None
    excerpts: Mapping[str, str] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)
    rewritten: dict[str, list[str]] = field(default_factory=dict)

    def ask(self, question: GoldenQuestion) -> None:
        """The next request is about this question."""
        self.question = question
        self.excerpts, self.planned, self.rewritten = {}, [], {}

    def reply(self, request: Request) -> str:
        """An answer with its faults, or a rewritten sentence."""
        if asked := _REWRITE.search(request.last):
            excerpt, sentence = asked.groups()
            self.rewritten[sentence] = nearest_sentences(sentence, excerpt)
            return "\n".join(self.rewritten[sentence]) or DECLINED
        if self.question is None:
            return DECLINED
        self.excerpts = excerpts_of(request.last)
        self.planned = self.drafter.draft(self.question, self.excerpts)
        return "\n".join(f"{p.text} [{p.key}]" for p in self.planned) or DECLINED


def nearest_sentences(sentence: str, excerpt: str) -> list[str]:
    """The fewest sentences or lines of the excerpt, at most MOST, that hold most of the sentence's words.

    Nothing where even together they hold less than LEAST_SHARED.
    """
    lines = [_MARKER.sub("", line) for line in excerpt.splitlines()]
    candidates = [line[a:b] for line in lines for a, b in sentence_spans(line)]
    wanted, chosen = set(terms(sentence)), list[str]()
    left = set(wanted)
    while left and len(chosen) < MOST:
        best = max(candidates, key=lambda c: (len(left.intersection(terms(c))), word_overlap(c, sentence)))
        if not left.intersection(terms(best)):
            break
        chosen.append(best)
        left -= set(terms(best))
    return chosen if len(wanted - left) >= LEAST_SHARED * len(wanted) else []
