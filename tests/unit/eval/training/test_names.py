"""What the head for names typed in small letters is fitted on."""

import json
import random
from gzip import compress
from pathlib import Path

from eval.training.names import labelled, slipped, train
from retrieval.query.small import load_name_head


def drawing() -> random.Random:
    """The same draws each time."""
    return random.Random(1)  # noqa: S311 - sampling, not secrets


def test_names_and_one_slip_are_labelled():
    """A capital within a sentence makes a name; one everyday word gets a slip, and its place is told."""
    text, words = labelled("You can send every message to RabbitMQ or to Datadog instead.", drawing())
    assert {text[w.start : w.end] for w in words if w.is_name} == {"RabbitMQ", "Datadog"}
    (slip,) = [w for w in words if not w.is_name]
    assert text[slip.start : slip.end] == slip.small not in ("send", "every", "message", "instead")


def test_titles_and_first_words_teach_nothing():
    """There a capital tells nothing."""
    assert labelled("RabbitMQ Message Priorities", drawing())[1] == []
    assert not any(w.is_name for w in labelled("Kafka is not what they sent it to.", drawing())[1])


def test_a_slip_changes_a_word_by_one_edit():
    """A letter left out, doubled, exchanged, or swapped with its neighbour, behind the first."""
    rng = drawing()
    made = {slipped("message", rng) for _ in range(200)}
    assert all(w[0] == "m" and abs(len(w) - 7) <= 1 for w in made)
    assert {"mesage", "messsage", "emssage"} & made == {"mesage", "messsage"}


def test_a_head_is_fitted_measured_and_written(tmp_path: Path):
    """From questions and prose in the data sets' form; what was written can be read."""
    names = ("RabbitMQ", "PostgreSQL", "Kubernetes", "Grafana", "MongoDB", "SQLAlchemy", "Datadog", "Ansible")
    rows = [
        {"question": f"How does one connect the service number {n} to {name}?"}
        for n, name in enumerate(names)
    ]
    text = " ".join(
        f"The service of team {n} writes its messages to {name} every night." for n, name in enumerate(names)
    )
    for folder in ("interview_qa", "sections"):
        (tmp_path / folder).mkdir()
    (tmp_path / "interview_qa/train.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "sections/train.jsonl.gz").write_bytes(compress(json.dumps({"text": text}).encode()))
    figures = train(tmp_path, tmp_path / "names.safetensors", seed=0)
    assert "of the names are told" in figures
    assert load_name_head(tmp_path / "names.safetensors").weights.shape == (384,)
