"""Answers as a language model might draft them, a fifth of their sentences with a fault that is known.

The sound sentences are the golden questions' reference answers, which a person worded, and sentences of the
excerpts, word for word or reworded by rule. A fault is put into such a sentence, or takes its place.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eval.golden import GoldenQuestion, in_section
from eval.training.support import corrupt
from eval.training.support.prose import prose
from eval.training.support.reword import reworded
from serve.generate.context import KEY_LENGTH, KEY_LETTERS

SHARE = 0.2
FROM_EXCERPTS = 4
"""Sentences of the excerpts in one answer, beside the reference."""
DRAWS = 10
NUMBER, KEY, UNSUPPORTED, NEGATED, INVENTED = FAULTS = (
    "wrong number",
    "wrong key",
    "unsupported sentence",
    "negated sentence",
    "invented key",
)
VERBATIM, REWORDED, REFERENCE = SOURCES = ("word for word", "reworded", "reference answer")
_EXCERPT = re.compile(r'<excerpt key="(\w+)">\n(.*?)\n</excerpt>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Planned:
    """A drafted sentence: the key that it names, what it was made from, and its fault, "" for none.

    `original` is the sound sentence behind it, which the excerpt `home` says; both are empty where the
    sentence is from elsewhere.
    """

    text: str
    key: str
    source: str
    original: str
    home: str
    fault: str = ""


def excerpts_of(prompt: str) -> dict[str, str]:
    """Key -> text of what the model is given to read, its heading in the first line."""
    return dict(_EXCERPT.findall(prompt))


@dataclass(slots=True)
class Drafter:
    """Drafts answers; of the kinds of faults that fit a sentence the rarest so far is planted.

    `elsewhere`: sentences of the material, of which those that no excerpt holds are unsupported.
    """

    elsewhere: Sequence[str]
    seed: int = 0
    planted: Counter[str] = field(default_factory=Counter)

    def draft(self, question: GoldenQuestion, excerpts: Mapping[str, str]) -> list[Planned]:
        """The sentences of one answer, in an order of their own."""
        sound, rng = self._sound(question, excerpts)
        return [self._faulty(s, excerpts, rng) if rng.random() < SHARE else s for s in sound]

    def redraft(self, question: GoldenQuestion, excerpts: Mapping[str, str], number: int) -> list[Planned]:
        """The same answer drawn again: a fifth left out, worded anew, with faults of its own."""
        sound, _ = self._sound(question, excerpts)
        rng = random.Random(f"{self.seed}/{question.id}/{number}")  # noqa: S311 - sampling, not secrets
        again = [replace(s, text=_otherwise(s.original, rng)) for s in sound if rng.random() >= SHARE]
        return [self._faulty(s, excerpts, rng) if rng.random() < SHARE else s for s in again]

    def _sound(
        self, question: GoldenQuestion, excerpts: Mapping[str, str]
    ) -> tuple[list[Planned], random.Random]:
        rng = random.Random(f"{self.seed}/{question.id}")  # noqa: S311 - sampling, not secrets
        sound = [*_references(question, excerpts), *_sentences(excerpts, rng)]
        rng.shuffle(sound)
        return sound, rng

    def _faulty(self, sound: Planned, excerpts: Mapping[str, str], rng: random.Random) -> Planned:
        plant: Mapping[str, Callable[[], Planned | None]] = {
            NUMBER: lambda: _changed(sound, NUMBER, _other_number(sound.text, rng)),
            KEY: lambda: _under(sound, KEY, _other_key(sound, excerpts, rng)),
            UNSUPPORTED: lambda: _from_elsewhere(sound, self.elsewhere, excerpts, rng),
            NEGATED: lambda: _changed(sound, NEGATED, corrupt.negation(sound.text, (), rng)),
            INVENTED: lambda: _under(sound, INVENTED, _new_key(excerpts, rng)),
        }
        for kind in sorted(FAULTS, key=lambda k: self.planted[k]):
            if faulty := plant[kind]():
                self.planted[kind] += 1
                return faulty
        return sound


def _references(question: GoldenQuestion, excerpts: Mapping[str, str]) -> list[Planned]:
    """The person's answer, where an excerpt of its section was found."""
    for key, text in excerpts.items():
        lines = text.splitlines()
        if any(in_section(lines[0], s) or s.split(" > ")[-1] in lines for s in question.sections):
            return [Planned(question.reference, key, REFERENCE, question.reference, key)]
    return []


def _sentences(excerpts: Mapping[str, str], rng: random.Random) -> list[Planned]:
    """Some sentences, two thirds of them reworded."""
    found = {s: key for key, text in excerpts.items() for s in prose(text.partition("\n")[2])}
    chosen = rng.sample(list(found), min(FROM_EXCERPTS, len(found)))
    planned = []
    for original in chosen:
        text = _otherwise(original, rng) if rng.random() < 2 / 3 else original
        source, key = VERBATIM if text == original else REWORDED, found[original]
        planned.append(Planned(text, key, source, original, key))
    return planned


def _otherwise(original: str, rng: random.Random) -> str:
    """Reworded, since many draws leave a sentence as it is."""
    drawn = (reworded(original, rng) for _ in range(DRAWS))
    return next((text for text in drawn if text != original), original)


def _changed(sound: Planned, fault: str, text: str) -> Planned | None:
    if not text or text.casefold() == sound.text.casefold():
        return None
    return Planned(text, sound.key, sound.source, sound.original, sound.home, fault)


def _under(sound: Planned, fault: str, key: str) -> Planned | None:
    return Planned(sound.text, key, sound.source, sound.original, sound.home, fault) if key else None


def _other_number(text: str, rng: random.Random) -> str:
    return corrupt.number(text, (), rng) or corrupt.word_number(text, (), rng)


def _other_key(sound: Planned, excerpts: Mapping[str, str], rng: random.Random) -> str:
    wrong = [k for k, text in excerpts.items() if k != sound.home and sound.original not in text]
    return rng.choice(wrong) if wrong else ""


def _from_elsewhere(
    sound: Planned, elsewhere: Sequence[str], excerpts: Mapping[str, str], rng: random.Random
) -> Planned | None:
    read = " ".join(" ".join(excerpts.values()).split())
    foreign = [s for s in elsewhere if s not in read]
    return Planned(rng.choice(foreign), sound.key, sound.source, "", "", UNSUPPORTED) if foreign else None


def _new_key(excerpts: Mapping[str, str], rng: random.Random) -> str:
    while (key := "".join(rng.choices(KEY_LETTERS, k=KEY_LENGTH))) in excerpts:
        pass
    return key
