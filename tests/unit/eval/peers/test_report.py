"""The page that puts contestants side by side says who is ahead, by how much, and beyond what."""

from eval.peers.cost import Cost
from eval.peers.player import OURS
from eval.peers.quality import Quality
from eval.peers.report import Report, chart, markdown

VERSIONS = {OURS: "1", "LlamaIndex": "2"}


def quality(gain: float, low: float, high: float) -> Quality:
    """A set on which ours is ahead by `gain`, MRR alone."""
    means = {"MRR@10": {OURS: (0.8, 0.7, 0.9), "LlamaIndex": (0.8 - gain, 0.7, 0.9)}}
    behind = {"MRR@10": {"LlamaIndex": (gain, low, high)}}
    return Quality("a set", 50, means, behind, {OURS: 0.8, "LlamaIndex": None})


def cost(ms: float, rate: float) -> Cost:
    """A contestant with this median and this rate of indexing."""
    return Cost(rate, 2.0, {True: (ms, ms * 2), False: (ms / 10, ms / 5)}, 500.0)


def page(*found: Quality) -> str:
    """The page over these sets, without costs."""
    return markdown(Report(found, {}, VERSIONS, 0, 0))


def test_a_peer_that_is_ahead_is_named():
    """A peer's lead is said with its size, and whether the interval excludes chance."""
    assert "LlamaIndex on a set by MRR@10 (0.050, beyond the interval)" in page(quality(-0.05, -0.08, -0.02))
    assert "LlamaIndex on a set by MRR@10 (0.050)." in page(quality(-0.05, -0.08, 0.02))
    assert "No peer is ahead on any set." in page(quality(0.05, 0.02, 0.08))


def test_a_set_without_unanswerable_questions_tells_of_no_separation():
    """An AUC that was not measured is a dash, not a number."""
    assert "| 0.800 | — |" in page(quality(0.05, 0.02, 0.08))


def test_costs_are_put_in_proportion_to_the_fastest_peer():
    """The ratio is that of medians, and of rates of indexing."""
    costs = {2000: {OURS: cost(100, 60), "LlamaIndex": cost(400, 20)}}
    text = markdown(Report((), costs, VERSIONS, 0, 10))
    assert "0.25 of its time, indexes 3.00 times as fast" in text
    assert chart(costs).count("<rect") == 2
