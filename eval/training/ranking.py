"""The reranker's task: lists of candidates, the one that answers first."""

import random
from collections.abc import Mapping, Sequence

from torch import Tensor

from eval.training.batches import ListBatch, assemble, pick, slots
from eval.training.losses import Mix, total_loss
from eval.training.mining import Mined
from eval.training.train import Recipe
from ingest.models.package import load_tokenizer


class Ranking:
    """`groups` are the mined lists of each data set, `texts` the passages that they number."""

    def __init__(self, groups: Mapping[str, Sequence[Mined]], texts: Sequence[str], recipe: Recipe) -> None:
        self.learned = Mix()
        self._groups, self._texts, self._seed = groups, texts, recipe.seed
        self._tokenizer = load_tokenizer()
        self._tokenizer.enable_truncation(recipe.max_tokens)

    def batch(self, step: int) -> ListBatch:
        """See `Task.batch`."""
        lists, taken = [], dict.fromkeys(self._groups, 0)
        for name in slots(step):
            per_step = slots(step).count(name)
            number = (step // 2 if per_step == 1 else step * per_step) + taken[name]
            taken[name] += 1
            lists.append(pick(self._groups[name], name, number, self._seed))
        rng = random.Random(f"{self._seed} {step}")  # noqa: S311 - sampling, not secrets
        return assemble(lists, self._texts, self._tokenizer, rng)

    def loss(self, batch: ListBatch, scores: Tensor) -> tuple[Tensor, dict[str, float]]:
        """See `Task.loss`."""
        return total_loss(self.learned, batch.cosine, batch.bm25, scores.view(batch.cosine.shape))
