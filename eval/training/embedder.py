"""Training the bi-encoder: of all passages of a step, a question's own has to be the nearest.

In-batch negatives (Karpukhin et al., "Dense Passage Retrieval", EMNLP 2020) beside what the product's own
search finds for the question and should not; the same once more with the sentences that answers are made of.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding
from torch import Tensor, nn
from torch.nn import functional

from eval.training.asked import Group
from eval.training.batches import pick
from eval.training.biencoder import BiEncoder
from eval.training.encoder import packaged
from eval.training.searched import Searched, load_searched
from eval.training.train import Recipe, Trainer
from ingest.models.embedder import MiniLmEmbedder
from ingest.models.package import load_tokenizer

NAME = "interview-rag-embedder"
SCALE = 20.0
"""What multiplies cosines, as where the packaged weights come from."""
HARD, TOP = 2, 8
"""Wrong candidates of each question, and of how many of the best promise they are drawn."""
BESIDE = 3
"""Sentences beside the one that tells."""
SENTENCES = 0.5
"""Weight of their loss beside that of passages, 1."""
SHARE = 0.75
"""Of the trained change, what ships: between the two models lies one that is better than either where the
data are others than the training's (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022)."""
SLOTS: tuple[Group, ...] = ("told",) * 20 + ("guides",) * 10 + ("sections",) * 12 + ("foreign",) * 6
RECIPE = Recipe(steps=400, rate=2e-4, warm_up=30, cool_down=0.5)


@dataclass(frozen=True, slots=True)
class Targets:
    """p texts to n questions, whose own come first. `askers`: int[n]; `wrong`: bool[n, p]."""

    askers: Tensor
    wrong: Tensor

    def loss(self, questions: Tensor, texts: Tensor) -> Tensor:
        """Cross-entropy of each question's own text among those that are wrong; unit vectors."""
        own = torch.arange(len(self.askers))
        shown = self.wrong.clone()
        shown[own, own] = True
        scores = SCALE * questions[self.askers] @ texts.T
        return functional.cross_entropy(scores.masked_fill(~shown, -torch.inf), own)


@dataclass(frozen=True, slots=True)
class Questions:
    """`pairs`: the questions, the passages and the sentences, one after the other."""

    pairs: list[Encoding]
    asked: int
    passages: Targets
    sentences: Targets


class Finding:
    """`groups`: the lists by what is asked in them."""

    def __init__(self, groups: dict[str, list[Searched]], recipe: Recipe) -> None:
        self.learned = nn.Module()
        self._groups, self._seed = groups, recipe.seed
        self._tokenizer = load_tokenizer()
        self._tokenizer.enable_truncation(recipe.max_tokens)

    def batch(self, step: int) -> Questions:
        """See `Task.batch`."""
        rng = random.Random(f"{self._seed} {step}")  # noqa: S311 - sampling, not secrets
        lists = []
        for slot, name in enumerate(SLOTS):
            number = step * SLOTS.count(name) + SLOTS[:slot].count(name)
            lists.append(pick(self._groups[name], name, number, self._seed))
        passages = [[*zip(one.passages, one.labels, strict=True)] for one in lists]
        found, near = targets(passages, HARD, TOP, rng)
        told, beside = targets([one.units for one in lists], BESIDE, BESIDE * 4, rng)
        texts = [*(one.question for one in lists), *found, *told]
        return Questions(self._tokenizer.encode_batch(texts), len(lists), near, beside)

    def loss(self, batch: Questions, vectors: Tensor) -> tuple[Tensor, dict[str, float]]:
        """See `Task.loss`; `vectors`: float[texts, d]."""
        start, end = batch.asked, batch.asked + batch.passages.wrong.shape[1]
        questions, passages, sentences = vectors[:start], vectors[start:end], vectors[end:]
        near = batch.passages.loss(questions, passages)
        told = batch.sentences.loss(questions, sentences)
        return near + SENTENCES * told, {"passages": float(near.detach()), "sentences": float(told.detach())}


def targets(
    lists: Sequence[Sequence[tuple[str, int]]], hard: int, top: int, rng: random.Random
) -> tuple[list[str], Targets]:
    """Of each list that has one the right text, then of each `hard` wrong ones of its first `top`.

    A text that is right for a question, or may be, is not wrong for it wherever it comes from.
    """
    askers = [i for i, one in enumerate(lists) if any(y == 1 for _, y in one)]
    texts = [next(t for t, y in lists[i] if y == 1) for i in askers]
    for i in askers:
        likely = [t for t, y in lists[i] if y == 0][:top]
        texts += rng.sample(likely, min(hard, len(likely)))
    right = [{t for t, y in lists[i] if y} for i in askers]
    wrong = torch.tensor([[text not in mine for text in texts] for mine in right])
    return texts, Targets(torch.tensor(askers), wrong)


def train(data: Path, folder: Path, recipe: Recipe, report: Callable[[str], None]) -> Path:
    """Searches where `folder` holds no lists, resumes where it holds a checkpoint; returns the weights."""
    groups: dict[str, list[Searched]] = defaultdict(list)
    for one in load_searched(data, folder, recipe.seed, report, MiniLmEmbedder(adapter=None)):
        if one.split == "train" and 1 in one.labels:
            groups[one.group].append(one)
    report(", ".join(f"{name} {len(found)}" for name, found in groups.items()))
    torch.manual_seed(recipe.seed)
    model = BiEncoder(packaged())
    trainer = Trainer(model, Finding(dict(groups), recipe), folder, recipe)
    trainer.run(report)
    path = folder / "embedder.safetensors"
    model.write(path, f"{NAME}-{trainer.step}", SHARE)
    return path
