"""The reranker's second stage: the first one's logits from the first vector, on what the product reads.

The first learns from whole passages beside cosine and BM25 (`eval.training.ranking`), its head on the mean of
all vectors. This one goes on from its weights with the head on the first vector alone, for which the last
layer computes one row a pair: the logits of the first are what it learns (Hinton et al., "Distilling the
Knowledge in a Neural Network", 2015), and beside them to order lists together with all other figures.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding
from torch import Tensor, nn
from torch.nn import functional

from eval.training.asked import Group
from eval.training.batches import pick
from eval.training.crossencoder import started, write_weights
from eval.training.losses import list_loss
from eval.training.searched import Searched, load_searched
from eval.training.train import Recipe, Trainer
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.package import load_tokenizer
from ingest.models.pairs import OpenVinoPairScorer

LIST, TOP = 10, 8
"""Candidates of a list, and of how many of the best promise it is drawn first."""
KEPT = 0.5
"""Weight of the first stage's logits beside the order of the lists, 1."""
SLOTS: tuple[Group, ...] = ("told",) * 4 + ("guides",) * 4 + ("sections",) * 2 + ("foreign",) * 2
RECIPE = Recipe(steps=1000, rate=1e-4, warm_up=50, cool_down=0.5)


@dataclass(frozen=True, slots=True)
class Lists:
    """`pairs`: those of l lists of LIST, the first of each answering. `promise`, `taught`: float[l, LIST]."""

    pairs: list[Encoding]
    promise: Tensor
    taught: Tensor


class Weight(nn.Module):
    """What the logit counts beside the promise."""

    def __init__(self) -> None:
        super().__init__()
        # A hundredth of it, as fast as AdamW moves: so that one learning rate fits it as well.
        self.logit = nn.Parameter(torch.tensor(0.003))

    def forward(self, head: Tensor) -> Tensor:
        """float, any shape."""
        return 100 * self.logit * head


class Refining:
    """`groups`: the lists by what is asked in them; `teacher`: whose logits are learned."""

    def __init__(
        self, groups: dict[str, list[Searched]], teacher: OpenVinoPairScorer, recipe: Recipe
    ) -> None:
        self.learned = Weight()
        self._groups, self._teacher, self._seed = groups, teacher, recipe.seed
        self._tokenizer = load_tokenizer()
        self._tokenizer.enable_truncation(recipe.max_tokens)

    def batch(self, step: int) -> Lists:
        """See `Task.batch`."""
        rng = random.Random(f"{self._seed} {step}")  # noqa: S311 - sampling, not secrets
        questions: list[str] = []
        read: list[str] = []
        promise = []
        for slot, name in enumerate(SLOTS):
            number = step * SLOTS.count(name) + SLOTS[:slot].count(name)
            one = pick(self._groups[name], name, number, self._seed)
            rows = drawn(one, rng)
            questions += [one.question] * LIST
            read += [one.excerpts[i] for i in rows]
            promise.append([one.promise[i] for i in rows])
        taught = torch.from_numpy(self._teacher.score_pairs(questions, read)).view(-1, LIST)
        pairs = self._tokenizer.encode_batch([*zip(questions, read, strict=True)])
        return Lists(pairs, torch.tensor(promise), taught)

    def loss(self, batch: Lists, scores: Tensor) -> tuple[Tensor, dict[str, float]]:
        """See `Task.loss`."""
        head = scores.view(batch.promise.shape)
        kept = functional.mse_loss(head, batch.taught)
        order = list_loss(batch.promise + self.learned(head))
        return order + KEPT * kept, {"order": float(order.detach()), "kept": float(kept.detach())}


def drawn(one: Searched, rng: random.Random) -> list[int]:
    """Rows of one list: the answer and others, most of them likely."""
    others = [i for i, label in enumerate(one.labels) if label == 0]
    near, far = others[:TOP], others[TOP:]
    taken = rng.sample(near, min(LIST - 3, len(near)))
    taken += rng.sample(far, min(LIST - 1 - len(taken), len(far)))
    while len(taken) < LIST - 1:
        taken.append(rng.choice(others))
    return [one.labels.index(1), *taken]


def refine(data: Path, folder: Path, start: Path, recipe: Recipe, report: Callable[[str], None]) -> Path:
    """Searches where `folder` holds no lists yet, goes on from its checkpoint; returns the weights."""
    lists = load_searched(data, folder, recipe.seed, report, MiniLmEmbedder(adapter=None))
    groups: dict[str, list[Searched]] = defaultdict(list)
    for one in lists:
        if one.split == "train" and one.group in SLOTS:
            groups[one.group].append(one)
    report(", ".join(f"{name} {len(found)}" for name, found in groups.items()))
    model, said = started(start, "cls")
    teacher = OpenVinoPairScorer(start)
    trainer = Trainer(model, Refining(dict(groups), teacher, recipe), folder, recipe)
    trainer.run(report)
    path = folder / "reranker.safetensors"
    mix = {name: value for name, value in said.items() if name.startswith("mix")}
    write_weights(path, model, f"{said['name']}+{trainer.step}", int(said["max_tokens"]), mix)
    return path
