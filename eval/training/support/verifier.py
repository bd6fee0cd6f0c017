"""Training the support verifier, and the judge that evaluation uses in its place.

The two share nothing but the packaged MiniLM: neither claims, nor documents, nor seeds. What the
verifier let through is judged by a model that was made without it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from eval.training.crossencoder import CrossEncoder, started, write_weights
from eval.training.encoder import packaged
from eval.training.support.claims import Pair, Part, load_claims, split
from eval.training.support.judging import Judging
from eval.training.support.mixture import Mixture
from eval.training.support.prose import Place, places
from eval.training.support.titles import titles
from eval.training.support.written import written
from eval.training.train import Recipe, Trainer, read_checkpoint
from ingest.models.bert import Pooling
from ingest.models.weights import read_tensors
from retrieval.rerank import SHIPPED

Report = Callable[[str], None]
Role = Literal["verifier", "judge"]
PARTS: dict[Role, tuple[Part, ...]] = {"verifier": ("train",), "judge": ("calibrate", "test")}
"""The judge learns from what is held back from the verifier, and is measured on what that learns from."""
POOLING: dict[Role, Pooling] = {"verifier": "cls", "judge": "mean"}
"""The first vector spares most of the last layer; evaluation may take its time."""


def train(
    data: Path, folder: Path, role: Role, recipe: Recipe, report: Report, before: Path | None = None
) -> Path:
    """Resumes where `folder` holds a checkpoint, else starts at the weights `before`; returns the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    public, prose = _read(data, PARTS[role])
    report(f"{len(public)} public pairs, {len(prose)} sentences")
    task = Judging(Mixture(public, prose, recipe.seed), recipe)
    fresh = {"name": f"interview-rag-{role}"}
    model, said = started(before, POOLING[role]) if before else (start(role), fresh)
    trainer = Trainer(model, task, folder, recipe)
    trainer.run(report)
    path = folder / f"{role}.safetensors"
    name = f"{said['name']}{'+' if before else '-'}{trainer.step}"
    write_weights(path, model, name, recipe.max_tokens, {})
    return path


def named(role: Role, step: int) -> str:
    """The name that the weights' file carries."""
    return f"interview-rag-{role}-{step}"


def start(role: Role) -> CrossEncoder:
    """A head of zeros on an encoder: the reranker's, which reads two texts together, or the packaged one."""
    if role == "judge":
        return CrossEncoder(packaged(), POOLING[role])
    learned = {n: t for n, t in read_tensors(SHIPPED)[0].items() if not n.startswith("head")}
    return CrossEncoder({**packaged(), **learned}, POOLING[role])


def export_checkpoint(folder: Path, path: Path, role: Role) -> int:
    """Writes the weights of the folder's last checkpoint; returns its step."""
    state, model = read_checkpoint(folder), CrossEncoder(packaged(), POOLING[role])
    model.load_state_dict(state["model"])
    write_weights(path, model, named(role, state["step"]), Recipe().max_tokens, {})
    return int(state["step"])


def _read(data: Path, parts: tuple[Part, ...]) -> tuple[list[Pair], list[Place]]:
    public = split(load_claims(data))
    claims = [p for part in parts for p in (*public[part], *titles(data, part), *written(data, part))]
    return claims, [p for part in parts for p in places(data, part)]
