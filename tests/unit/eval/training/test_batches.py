"""Steps: which lists and rows they hold, the same whenever they are asked for."""

import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch

from eval.training.batches import LIST, chosen, collate, micro_batches, pick, slots
from eval.training.mining import Mined
from ingest.models.package import load_tokenizer


def seeded(seed: int | str) -> random.Random:
    """A generator that always starts the same."""
    return random.Random(seed)  # noqa: S311 - sampling, not secrets


def test_a_step_has_nine_lists_and_the_foreign_sets_take_turns():
    """Guides 4, sections 4, and one of medquad or scifact, alternating."""
    even, odd = Counter(slots(0)), Counter(slots(1))
    assert even == {"guides": 4, "sections": 4, "scifact": 1}
    assert odd == {"guides": 4, "sections": 4, "medquad": 1}


def test_a_pass_shows_every_list_once_and_the_next_one_in_another_order(listed: Callable[..., Mined]):
    """Twenty picks of twenty lists are all of them; the second twenty again, shuffled anew."""
    group = [listed([0], [1], question=str(i)) for i in range(20)]
    picked = [pick(group, "guides", n, seed=3).question for n in range(40)]
    assert sorted(picked[:20]) == sorted(picked[20:]) == sorted(m.question for m in group)
    assert picked[:20] != picked[20:]
    assert picked == [pick(group, "guides", n, seed=3).question for n in range(40)]
    assert picked != [pick(group, "guides", n, seed=4).question for n in range(40)]


@pytest.mark.parametrize("seed", range(20))
def test_a_list_is_its_positive_and_negatives(listed: Callable[..., Mined], seed: int):
    """The positive comes first; masked passages never appear; one of the five is a random one."""
    labels = [0] * 24
    labels[4], labels[2], labels[22] = 1, -1, -1
    rows = chosen(listed(list(range(24)), labels), seeded(seed))
    assert len(rows) == LIST == len(set(rows))
    assert rows[0] == 4
    assert not {2, 22} & set(rows)
    assert sum(r >= 20 for r in rows) == 1


def test_a_short_list_repeats_its_negatives(listed: Callable[..., Mined]):
    """With two negatives in all, five places hold only those."""
    rows = chosen(listed([0, 1, 2, 0], [0, 1, 0, -1]), seeded(0))
    assert len(rows) == LIST
    assert rows[0] == 1
    assert set(rows[1:]) == {0, 2}


def test_micro_batches_cover_all_pairs_once_by_length():
    """Each row is in one group, and no group's shortest pair is shorter than the one before's longest."""
    tokenizer = load_tokenizer()
    pairs = tokenizer.encode_batch([("why?", "word " * (7 * i % 30)) for i in range(40)])
    groups = micro_batches(pairs, 16)
    assert sorted(i for g in groups for i in g) == list(range(40))
    lengths = [[len(pairs[i].ids) for i in g] for g in groups]
    assert all(max(a) <= min(b) for a, b in pairwise(lengths))


def test_collate_pads_to_the_longest_and_masks_the_padding():
    """The mask has as many ones as the pair has tokens, and types tell question from passage."""
    pairs = load_tokenizer().encode_batch([("why?", "because"), ("why not?", "because of the lock")])
    ids, types, mask = collate(pairs)
    assert ids.shape == types.shape == mask.shape == (2, max(len(p.ids) for p in pairs))
    assert mask.sum(1).tolist() == [len(p.ids) for p in pairs]
    assert torch.equal(types[1], torch.tensor(pairs[1].type_ids))
    assert np.all(ids.numpy()[0, len(pairs[0].ids) :] == 0)
