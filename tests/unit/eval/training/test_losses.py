"""The losses: zero where they should be, lower for better scores, and gradients that reach the head."""

import pytest
import torch

from eval.training.losses import TEACHER_TEMPERATURE, Mix, distillation, judgement, list_loss, total_loss

COSINE = torch.tensor([[0.7, 0.5, 0.3], [0.2, 0.4, 0.1]])
BM25 = torch.tensor([[4.0, 0.0, 9.0], [1.0, 2.0, 0.0]])


def hybrid() -> torch.Tensor:
    """The teacher's logits: (cosine + 0.005 BM25) * 20."""
    return (COSINE + 0.005 * BM25) / TEACHER_TEMPERATURE


def test_distillation_is_zero_where_the_head_equals_the_teacher():
    """Also with a constant added to each list, which a softmax does not see."""
    shifted = hybrid() + torch.tensor([[3.0], [-7.0]])
    assert distillation(shifted, COSINE, BM25).item() == pytest.approx(0, abs=1e-6)


def test_distillation_is_positive_elsewhere():
    """The teacher's order turned round costs."""
    assert distillation(-hybrid(), COSINE, BM25).item() > 0.1


def test_the_list_loss_is_lower_the_higher_the_first_entry():
    """Raising the answer's score, the first of its list, lowers the loss; raising another one raises it."""
    scores = torch.zeros(1, 4)
    base, first, other = (
        list_loss(scores + torch.tensor(row)).item() for row in ([0.0] * 4, [1.0, 0, 0, 0], [0, 1.0, 0, 0])
    )
    assert first < base < other


def test_gradients_flow_to_the_head_and_to_the_mix():
    """Every part of the total moves the head's scores, and the mix learns both of its weights."""
    mix, head = Mix(), torch.zeros(2, 3, requires_grad=True)
    loss, parts = total_loss(mix, COSINE, BM25, head)
    loss.backward()
    assert (head.grad != 0).all()
    assert mix.cosine.grad != 0
    assert mix.bm25.grad != 0
    assert set(parts) == {"mix", "alone", "distilled", "judged"}


def test_the_mix_starts_at_the_hybrid():
    """Before training, with a head of zeros, the mix is the teacher."""
    assert torch.allclose(Mix()(COSINE, BM25, torch.zeros(2, 3)), hybrid())


def test_a_judgement_sees_what_a_list_does_not():
    """A constant added to a whole list leaves the list loss as it is and changes the judgement."""
    scores = torch.tensor([[2.0, -2.0, -3.0]])
    assert list_loss(scores + 5).item() == pytest.approx(list_loss(scores).item(), abs=1e-6)
    assert judgement(scores).item() < judgement(scores + 5).item()
    assert judgement(scores).item() < judgement(-scores).item()
