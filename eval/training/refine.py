"""The reranker's second stage: on what the product gives it to read, beside all that the product knows.

The first learns from whole passages beside cosine and BM25 (`eval.training.ranking`). This one goes on
from its weights beside the sum of all other figures, and learns of questions that a text on the very
subject does not answer (Rajpurkar et al., "Know What You Don't Know", ACL 2018).
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
from ingest.models import load_embedder
from ingest.models.package import load_tokenizer

LIST, UNTOLD = 10, 4
"""Candidates of a list, and of one without an answer."""
TOP = 8
"""Candidates of the best promise that a list is drawn from first."""
ALONE, DISTILLED, JUDGED = 0.5, 0.2, 0.5
"""Weights of the smaller losses beside that of the sum, 1."""
SLOTS: tuple[Group, ...] = ("told",) * 5 + ("untold",) * 4 + ("guides",) * 2 + ("sections", "foreign")
RECIPE = Recipe(steps=1000, rate=8e-5, warm_up=100, cool_down=0.4)


@dataclass(frozen=True, slots=True)
class Lists:
    """`pairs`: those of l lists of LIST, the first of each answering, and then those that nothing answers.

    `promise`: float[l, LIST].
    """

    pairs: list[Encoding]
    promise: Tensor


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
    """`groups`: the lists by what is asked in them."""

    def __init__(self, groups: dict[str, list[Searched]], recipe: Recipe) -> None:
        self.learned = Weight()
        self._groups, self._seed = groups, recipe.seed
        self._tokenizer = load_tokenizer()
        self._tokenizer.enable_truncation(recipe.max_tokens)

    def batch(self, step: int) -> Lists:
        """See `Task.batch`."""
        rng = random.Random(f"{self._seed} {step}")  # noqa: S311 - sampling, not secrets
        pairs: list[tuple[str, str]] = []
        untold: list[tuple[str, str]] = []
        promise = []
        for slot, name in enumerate(SLOTS):
            number = step * SLOTS.count(name) + SLOTS[:slot].count(name)
            one = pick(self._groups[name], name, number, self._seed)
            rows = drawn(one, rng)
            read = [(one.question, one.excerpts[i]) for i in rows]
            if name == "untold":
                untold += read
            else:
                pairs += read
                promise.append([one.promise[i] for i in rows])
        return Lists(self._tokenizer.encode_batch(pairs + untold), torch.tensor(promise))

    def loss(self, batch: Lists, scores: Tensor) -> tuple[Tensor, dict[str, float]]:
        """See `Task.loss`."""
        head = scores[: batch.promise.numel()].view(batch.promise.shape)
        untold = scores[batch.promise.numel() :]
        parts = {
            "sum": list_loss(batch.promise + self.learned(head)),
            "alone": list_loss(head),
            "distilled": _distillation(head, batch.promise),
            "judged": _judgement(head, untold),
        }
        weights = {"sum": 1.0, "alone": ALONE, "distilled": DISTILLED, "judged": JUDGED}
        loss = torch.stack([weights[name] * part for name, part in parts.items()]).sum()
        return loss, {name: float(part.detach()) for name, part in parts.items()}


def drawn(one: Searched, rng: random.Random) -> list[int]:
    """Rows of one list: the answer and others, most of them likely; without an answer what is likeliest."""
    others = [i for i, label in enumerate(one.labels) if label == 0]
    if one.group == "untold":
        about = [i for i, label in enumerate(one.labels) if label == -1]
        return [*about[:2], *others][:UNTOLD]
    near, far = others[:TOP], others[TOP:]
    taken = rng.sample(near, min(LIST - 3, len(near)))
    taken += rng.sample(far, min(LIST - 1 - len(taken), len(far)))
    while len(taken) < LIST - 1:
        taken.append(rng.choice(others))
    return [one.labels.index(1), *taken]


def _distillation(head: Tensor, promise: Tensor) -> Tensor:
    """KL(promise || head) over each list."""
    return functional.kl_div(
        head.log_softmax(-1), promise.log_softmax(-1), reduction="batchmean", log_target=True
    )


def _judgement(head: Tensor, untold: Tensor) -> Tensor:
    """Cross-entropy of each pair by itself; answers, their neighbours and what tells nothing weigh alike."""
    right = functional.logsigmoid(head[:, 0]).mean()
    wrong = functional.logsigmoid(-head[:, 1:]).mean() + functional.logsigmoid(-untold).mean()
    return -(right + wrong / 2) / 2


def refine(data: Path, folder: Path, start: Path, recipe: Recipe, report: Callable[[str], None]) -> Path:
    """Searches where `folder` holds no lists yet, goes on from its checkpoint; returns the weights."""
    lists = load_searched(data, folder, recipe.seed, report, load_embedder())
    groups: dict[str, list[Searched]] = defaultdict(list)
    for one in lists:
        if one.split == "train":
            groups[one.group].append(one)
    report(", ".join(f"{name} {len(found)}" for name, found in groups.items()))
    model, said = started(start, "mean")
    trainer = Trainer(model, Refining(dict(groups), recipe), folder, recipe)
    trainer.run(report)
    path = folder / "reranker.safetensors"
    mix = {name: value for name, value in said.items() if name.startswith("mix")}
    write_weights(path, model, f"{said['name']}+{trainer.step}", int(said["max_tokens"]), mix)
    return path
