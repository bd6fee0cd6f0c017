"""Mined lists -> training steps: which lists, which negatives, and their tensors."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from eval.training.data import Group
from eval.training.mining import DEPTH, Mined

Item = TypeVar("Item")
LIST = 6
RANDOM_IN_LIST = 1
MICRO_BATCH = 16


@dataclass(frozen=True, slots=True)
class ListBatch:
    """l lists of LIST. `pairs`: l * LIST encoded; `cosine`, `bm25`: float[l, LIST]; the first is positive."""

    pairs: list[Encoding]
    cosine: Tensor
    bm25: Tensor


def slots(step: int) -> tuple[Group, ...]:
    """The data sets of a step's lists; the two of foreign domains take turns."""
    foreign: Group = "medquad" if step % 2 else "scifact"
    return ("guides",) * 4 + ("sections",) * 4 + (foreign,)


def pick(group: Sequence[Item], group_name: str, number: int, seed: int) -> Item:
    """Item `number` of an endless sequence of shuffled passes, the same for the same seed."""
    turn, place = divmod(number, len(group))
    order = list(range(len(group)))
    random.Random(f"{seed} {group_name} {turn}").shuffle(order)  # noqa: S311 - sampling, not secrets
    return group[order[place]]


def chosen(mined: Mined, rng: random.Random) -> list[int]:
    """Rows of one list: the positive, hard negatives of the hybrid's top, and a few random ones."""
    positive = int(np.flatnonzero(mined.labels == 1)[0])
    negatives = [int(i) for i in np.flatnonzero(mined.labels == 0)]
    hard = [i for i in negatives if i < DEPTH]
    easy = [i for i in negatives if i >= DEPTH]
    taken = rng.sample(easy, min(RANDOM_IN_LIST, len(easy)))
    taken += rng.sample(hard, min(LIST - 1 - len(taken), len(hard)))
    while len(taken) < LIST - 1:
        taken.append(rng.choice(negatives))
    return [positive, *taken]


def assemble(
    lists: Sequence[Mined], texts: Sequence[str], tokenizer: Tokenizer, rng: random.Random
) -> ListBatch:
    """Samples and encodes one step."""
    picked = [(m, chosen(m, rng)) for m in lists]
    pairs = [(m.question, texts[m.passages[i]]) for m, rows in picked for i in rows]
    cosine = torch.tensor(np.stack([m.cosine[rows] for m, rows in picked]))
    bm25 = torch.tensor(np.stack([m.bm25[rows] for m, rows in picked]))
    return ListBatch(tokenizer.encode_batch(pairs), cosine, bm25)


def micro_batches(pairs: Sequence[Encoding], size: int = MICRO_BATCH) -> list[list[int]]:
    """Row numbers in groups of like length, so that little is padded."""
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
    return [order[i : i + size] for i in range(0, len(order), size)]


def collate(pairs: Sequence[Encoding]) -> tuple[Tensor, Tensor, Tensor]:
    """(ids, types, mask), each int64[b, t] with t the longest pair."""
    width = max(len(p.ids) for p in pairs)
    arrays = np.zeros((3, len(pairs), width), np.int64)
    for row, pair in enumerate(pairs):
        length = len(pair.ids)
        arrays[:, row, :length] = (pair.ids, pair.type_ids, pair.attention_mask)
    ids, types, mask = torch.from_numpy(arrays)
    return ids, types, mask
