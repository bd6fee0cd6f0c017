"""Figures for Prometheus, read by its own parser."""

from collections.abc import Callable

from prometheus_client.parser import text_string_to_metric_families

from serve.operations.metrics import Metrics
from serve.records.types import Given, Judged


def values(metrics: Metrics, version: str = "v-1") -> dict[str, float]:
    """Each sample's name with its labels, and its value."""
    page = metrics.page(version).decode()
    found = [s for family in text_string_to_metric_families(page) for s in family.samples]
    return {"/".join([s.name, *(str(v) for v in s.labels.values())]): s.value for s in found}


def test_an_answer_is_counted_with_its_stages_sentences_tokens_and_cost(given: Callable[..., Given]):
    """Seconds, not milliseconds; dropped sentences beside those shown."""
    metrics = Metrics()
    metrics.hear(given())
    metrics.hear(given(cost=None))
    metrics.hear(Judged("id-1", 1.0, "helpful", "", "", ""))
    found = values(metrics)
    assert found["rag_answers_total/http/answered"] == 2
    assert found["rag_stage_seconds_sum/rerank"] == 0.4
    assert (found["rag_sentences_total/shown"], found["rag_sentences_total/dropped"]) == (2, 2)
    assert (found["rag_tokens_total/prompt"], found["rag_tokens_total/completion"]) == (200, 40)
    assert (found["rag_cost_dollars_total"], found["rag_unpriced_answers_total"]) == (0.25, 1)
    assert found["rag_feedback_total/helpful"] == 1


def test_only_the_serving_version_is_shown(given: Callable[..., Given]):
    """After a swap the old version's figure is gone; none means not ready."""
    metrics = Metrics()
    assert values(metrics, "v-1")["rag_index_info/v-1"] == 1
    found = values(metrics, "v-2")
    assert (found["rag_index_info/v-2"], found["rag_ready"]) == (1, 1)
    assert "rag_index_info/v-1" not in found
    assert values(metrics, "")["rag_ready"] == 0


def test_no_words_are_in_any_label(given: Callable[..., Given]):
    """A label of a question, a quote or a person would keep them for ever."""
    metrics = Metrics()
    metrics.hear(given(status="refused", reason="The material says nothing about dogs."))
    page = metrics.page("v-1").decode()
    assert [w for w in ("cats", "purr", "dogs", "key:a") if w in page.casefold()] == []


def test_what_guards_flag_and_block_is_counted(given: Callable[..., Given]):
    """By part and verdict; what passes is not."""
    metrics = Metrics()
    decisions = [
        {"part": "injection", "verdict": "block"},
        {"part": "personal", "verdict": "flag"},
        {"part": "characters", "verdict": "allow"},
    ]
    metrics.hear(given(guard={"verdict": "block", "decisions": decisions, "ms": 1.0}))
    found = {n: v for n, v in values(metrics).items() if n.startswith("rag_guard_decisions_total")}
    assert found == {
        "rag_guard_decisions_total/injection/block": 1,
        "rag_guard_decisions_total/personal/flag": 1,
    }
