"""Files of runs -> named configurations, and the questions that two of them share."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from eval.pairwise.errors import SameRun
from eval.pairwise.types import Entrant, Pairing
from eval.runs.compare import paired
from eval.runs.store import read_run


def read_entrants(files: Sequence[Path]) -> list[Entrant]:
    """A configuration a file; raises PathProblem for one that is no run, SameRun for one given twice."""
    paths = [path.resolve() for path in files]
    for path in paths:
        if paths.count(path) > 1:
            raise SameRun(f"{path} is given twice: name two or more different run.json files")
    runs = [read_run(path) for path in files]
    names = names_of(paths)
    digests = [sha256(path.read_bytes()).hexdigest()[:8] for path in paths]
    return [
        Entrant(name, f"{name}@{digest}", run) for name, digest, run in zip(names, digests, runs, strict=True)
    ]


def names_of(paths: Sequence[Path]) -> list[str]:
    """The shortest ends of the paths that tell them apart, `run.json` and the like left out.

    .work/before/run.json and .work/after/run.json are `before` and `after`.
    """
    stems = [p.parent.parts[1:] if p.name == "run.json" else p.with_suffix("").parts[1:] for p in paths]
    for depth in range(1, max(map(len, stems)) + 1):
        names = ["/".join(parts[-depth:]) for parts in stems]
        if len(set(names)) == len(names):
            return names
    return [str(path) for path in paths]


def pairings(entrants: Sequence[Entrant]) -> Iterator[Pairing]:
    """Every two configurations on every question that both were asked; raises Incomparable."""
    for first, second in combinations(entrants, 2):
        for answers in paired(first.run, second.run):
            yield Pairing(first.name, second.name, answers)


def alike(pairing: Pairing) -> bool:
    """Both say the same and cite the same, so that nobody could prefer one."""
    one, other = ((a.answer["text"], _cited(a.answer["citations"])) for a in pairing.answers)
    return one == other


def _cited(citations: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(c["document"], c["section"], c["quote"]) for c in citations]
