"""Abbreviations that a corpus defines itself, after Schwartz and Hearst."""

import pytest

from ingest.abbreviations import find_abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We use Reciprocal Rank Fusion (RRF) here.", "rrf", "reciprocal rank fusion"),
        ("We use reciprocal rank fusion (RRF) here.", "rrf", "reciprocal rank fusion"),
        ("DPO (Direct Preference Optimization) is simpler.", "dpo", "direct preference optimization"),
        ("Large language models (LLMs) write.", "llms", "large language models"),
        ("Retrieval-Augmented Generation (RAG) helps.", "rag", "retrieval-augmented generation"),
        ("the key-value cache and Low-Rank Adaptation (LoRA)", "lora", "low-rank adaptation"),
        ("a heat shock transcription factor (HSF)", "hsf", "heat shock transcription factor"),
        ("Time To First Token (TTFT)", "ttft", "time to first token"),
        ("Longer prompts raise time-to-first-token (TTFT).", "ttft", "time-to-first-token"),
    ],
)
def test_definitions_are_found(text: str, short: str, long: str):
    """Both orders of definition are read, plurals and hyphens too, and no word before is taken in."""
    assert find_abbreviations([text]) == {short: long}


@pytest.mark.parametrize(
    "text",
    [
        "It works (see Figure 2).",
        "The best model (GPT-4) won.",
        "A method (RRF) without its words.",
        "Something unrelated (XYZ) entirely.",
        "The optimizer (the AdamW one) is fine.",
        "OpenAI (founded in San Francisco) grew.",
        "",
    ],
)
def test_parentheses_that_define_nothing_are_left_alone(text: str):
    """A remark in parentheses is no abbreviation unless the words before it spell it."""
    assert find_abbreviations([text]) == {}


def test_the_commonest_definition_wins():
    """Where a corpus defines one short form twice over, the most frequent meaning is kept."""
    texts = ["Mean Average Precision (MAP)", "maximum a posteriori (MAP)", "mean average precision (MAP)"]
    assert find_abbreviations(texts) == {"map": "mean average precision"}
