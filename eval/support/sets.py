"""Claims that the verifier never saw: public pairs held back, and changed sentences of given material."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.support.answers import clapnq
from eval.training.support.claims import Pair, Part, load_claims, split
from eval.training.support.corrupt import CHANGES
from eval.training.support.mixture import NEAR
from eval.training.support.prose import REACH, Place, places, prose, window
from eval.training.support.reword import merged, reworded
from eval.training.support.titles import titles
from eval.training.support.written import written
from ingest.reading import read_paths
from ingest.sections import sections
from ingest.types import Document

SOUND = ("verbatim", "paraphrased", "merged")
NEIGHBOUR, HALF = "neighbour", "half"
"""A sentence from elsewhere in place of the claim, or joined to it."""
A_KIND = 150
"""Claims of a kind at most: enough to tell a twentieth from a tenth."""


def held_back(data: Path, part: Part, seed: int) -> list[Pair]:
    """The public pairs of a part, free wordings, and changed sentences of the part's documentation."""
    public = split(load_claims(data))[part]
    told = (*clapnq(data, part, seed), *titles(data, part), *written(data, part))
    return [*public, *told, *changed(places(data, part), "changed", seed)]


def answers_trained_on(data: Path) -> list[Pair]:
    """BEGIN's answers of the training part: of the public pairs, what is nearest to what is verified."""
    return [p for p in split(load_claims(data))["train"] if p.source == "begin"]


def material(paths: Sequence[Path], seed: int, name: str) -> list[Pair]:
    """Changed sentences of documents of any format."""
    documents = [d for d in read_paths(paths) if isinstance(d, Document)]
    return changed([place for d in documents for place in of_document(d)], name, seed)


def of_document(document: Document) -> Iterable[Place]:
    """A document's prose sentences in their sections; list items count as sentences of theirs."""
    cut = [
        (s.path, prose("\n\n".join(document.text[b.start : b.end] for b in s.blocks if b.kind != "code")))
        for s in sections(document)
    ]
    for number, (path, sentences) in enumerate(cut):
        others = tuple(s for i, (_, found) in enumerate(cut) if i != number for s in found)
        for i, sentence in enumerate(sentences):
            before, after = sentences[max(0, i - REACH) : i], sentences[i + 1 : i + 1 + REACH]
            yield Place(sentence, tuple(before), tuple(after), path[-1] if path else "", others)


def changed(all_places: Sequence[Place], source: str, seed: int) -> list[Pair]:
    """For each kind up to A_KIND claims beside the original: sound ones, changed ones, and strangers."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    found = []
    for kind in (*SOUND, *CHANGES, NEIGHBOUR, HALF):
        some = rng.sample(all_places, len(all_places))
        claims = (pair for place in some if (pair := _pair(place, kind, source, rng)))
        found += [pair for pair, _ in zip(claims, range(A_KIND), strict=False)]
    return found


def _pair(place: Place, kind: str, source: str, rng: random.Random) -> Pair | None:
    evidence = window(place, rng)
    claim = _claim(place, kind, evidence, rng)
    sound = kind in SOUND
    if not claim or (not sound and claim.casefold() == place.sentence.casefold()):
        return None
    return Pair(claim, evidence, sound, source, kind)


def _claim(place: Place, kind: str, evidence: str, rng: random.Random) -> str:
    """The claim of this kind beside this evidence; nothing where there can be none."""
    if kind in CHANGES:
        others = (*place.before, *place.after, *place.elsewhere[:NEAR])
        return CHANGES[kind](place.sentence, others, rng)
    if kind == "merged":
        after = place.after[:1]
        return merged(place.sentence, after[0], rng) if after and after[0] in evidence else ""
    if kind in (NEIGHBOUR, HALF):
        stranger = _stranger(place, evidence, rng)
        return merged(place.sentence, stranger, rng) if stranger and kind == HALF else stranger
    return place.sentence if kind == "verbatim" else reworded(place.sentence, rng)


def _stranger(place: Place, evidence: str, rng: random.Random) -> str:
    near = [s for s in (*place.before, *place.after, *place.elsewhere[:NEAR]) if s not in evidence]
    return rng.choice(near) if near else ""
