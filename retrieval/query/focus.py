"""What a question is about, where its form says so, and whether the material ever speaks of it.

"How does beam search work?" over a guide that knows search and no beam finds plenty, and none of it
answers. Somebody who asks what a thing is calls it by its name; who describes it in words of their own asks
in another form, and these rules stay out of it.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from ingest.models.english import is_english
from ingest.tokens import STOP_WORDS
from retrieval.query.attribute import is_a_kind
from retrieval.query.names import RARE, identifiers, proper_names, unheard_of

NAMED = 0.4
"""Least share of the thing's words, rare ones weighing more, that must be strange for it to be unknown."""
COMMONEST = 1000
MOST_WORDS = 6
_SHORTEST_SUPERLATIVE = 5
BARE = 2
"""Words up to which a question is a mere name."""
_ASPECT = re.compile(
    r"(?:accuracy|advantage|benefit|boost|cost|damage|delay|drawback|effect|expense|gain|harm|impact|improvement"
    r"|latency|lag|loss|overhead|penalty|performance|pitfall|precaution|problem|profit|quality|remedy|saving"
    r"|setback|shortcoming|slowdown|speedup|throughput|tradeoff|upside|downside|weakness)s?"
)
"""What a thing brings or costs has many names: the material may say it in another word."""
_LEAD = re.compile(r"^\W*(?:(?:so|ok|okay|please|and|hi|hello|can you|could you)\b[\s,]+)+", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:\s+(?:in (?:layman'?s|simple|plain|your own) (?:terms|words)|in detail|used for|for"
    r"|with (?:an )?examples?|(?:and (?:why|how|when|what|in what|give)|that|which|who)\b.*)|['’]s\s.*)$",
    re.IGNORECASE,
)
_THING = (
    r"(?!(?:it|its|they|their|this|that|these|those|he|his|she|her|you|your|we|our|my)\b)"
    r"(?:an? |the )?(?:(?:[\w-]+ ){1,3}?(?:of|for|between|behind) (?:an? |the )?)?(?P<thing>[^?,;:]{2,60}?)"
)
"""What somebody asks of a thing ("the drawbacks of") may have synonyms in the material; its name has none."""
_FORMS = (
    rf"^(?:what|who)(?:'s| is| are| was| were) {_THING}\W*$",
    r"^(?:define|explain|describe|tell me about|what is meant by"
    r"|what do you (?:mean by|understand by|know about)"
    rf"|(?:the )?(?:meaning|formula) (?:of|for)) {_THING}\W*$",
    rf"^how (?:does|do|did|is|are|was) {_THING} "
    r"(?:works?|function|operate|computed|calculated|implemented|trained|defined|used|measured)\b",
    rf"^what (?:does|do) {_THING} (?:mean|do(?! to\b)|stand for)\b",
)
_THINGS = [re.compile(form, re.IGNORECASE) for form in _FORMS]
_KIND = re.compile(
    r"^(?:what|which) (?P<thing>(?:[\w-]+ ){0,2}?[\w-]+) "
    r"(?:should|would|could|can|does|do|did|has|have|had|will|was|were)\b",
    re.IGNORECASE,
)
"""What kind of thing is asked for: "which tokenizer does it use"."""
_MEASURED = re.compile(
    r"^(?:is|are|was|were|does|do|did|can|will|would)\s+(?P<one>[^?,;]{2,40}?)\s+(?:[a-z]+\s+)?"
    r"(?:[a-z]+er|(?:less|more)\s+[a-z]+|less|more|worse)\s+than\s+(?P<other>[^?,;\s]{2,40})",
    re.IGNORECASE,
)
"""Two things by one measure: "is Rust faster than Go for this?"."""
_WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*")


class Material(Protocol):
    """What is asked: see `retrieval.mentions.Mentions`."""

    def word(self, word: str) -> bool:
        """Whether it holds a form of the word."""
        ...

    def spelled(self, identifier: str) -> bool:
        """Whether it holds the identifier."""
        ...


def unmentioned(
    question: str,
    material: Material,
    ranks: Mapping[str, int],
    compared: Sequence[str] = (),
    small: Sequence[str] = (),
) -> tuple[str, ...]:
    """The words that name what the question is about and that the material lacks; empty where it has them.

    `ranks`: everyday words in lower case, to their place from the commonest on; what is missing from it is
    rare. `compared`: the things that the question compares, each of which has to be there. `small`: its names
    that are typed in small letters.
    """
    for side in (*compared, *_measured(question)):
        words = _strange(side, material.word, ranks, NAMED)
        if any(word != word.lower() or not is_english(word) for word in words):
            return words
    match = _KIND.search(_LEAD.sub("", question.strip()))
    match = None if match and is_a_kind(match["thing"].split()[-1]) else match
    asked = _strange(_thing(question), material.word, ranks, NAMED) or (
        _strange(match["thing"], material.word, ranks, 1.0) if match else ()
    )
    spelled = tuple(i for i in identifiers(question) if not material.spelled(i))
    names = [n for n in proper_names(question) if unheard_of(n, material.word, ranks)]
    return asked or spelled or (*names, *(n for n in small if not material.word(n)))


def _measured(question: str) -> tuple[str, ...]:
    match = _MEASURED.search(_LEAD.sub("", question.strip()))
    return match.groups() if match else ()


def named(question: str, ranks: Mapping[str, int]) -> tuple[str, ...]:
    """The names of a thing that is asked for: those of its words that are no everyday ones.

    Who asks what a thing is, or types its name alone, is answered where it is named; not who asks its price.
    """
    thing = _thing(question) or (question if len(question.split()) <= BARE else "")
    words = (w for w in _WORD.findall(thing) if len(w) > 1 and w.casefold() not in STOP_WORDS)
    return tuple(w for w in dict.fromkeys(words) if ranks.get(w.casefold(), RARE) >= RARE)


def _thing(question: str) -> str:
    """What a question of one of the forms asks about, or nothing."""
    text = _LEAD.sub("", question.strip())
    found = (form.search(text) for form in _THINGS)
    return next((_TAIL.sub("", match["thing"]) for match in found if match), "")


def _says_little(word: str) -> bool:
    return word in STOP_WORDS or bool(_ASPECT.fullmatch(word)) or _is_superlative(word)


def _is_superlative(word: str) -> bool:
    """`longest`, `largest`, `easiest`: how much of something, and no name; a forest is no "forer"."""
    return len(word) > _SHORTEST_SUPERLATIVE and word.endswith("est") and is_english(word[:-2] + "r")


def _strange(
    thing: str, mentions: Callable[[str], bool], ranks: Mapping[str, int], least: float
) -> tuple[str, ...]:
    words = [w for w in _WORD.findall(thing) if len(w) > 1 and not _says_little(w.casefold())]
    if not 0 < len(words) <= MOST_WORDS:
        return ()
    places = {w: ranks.get(w.casefold(), len(ranks) + COMMONEST) for w in words}
    weights = {w: math.log(max(place, COMMONEST + 1) / COMMONEST) for w, place in places.items()}
    strange = [w for w in dict.fromkeys(words) if places[w] >= RARE and not mentions(w)]
    share = sum(weights[w] for w in strange) / sum(weights.values())
    return tuple(strange) if share >= least - 1e-9 else ()
