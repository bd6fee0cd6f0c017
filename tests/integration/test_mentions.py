"""Whether the material that somebody may see speaks of a word or spells an identifier."""

import json
from pathlib import Path

import pytest

from ingest.index import open_index
from ingest.models import Embedder
from ingest.pipeline import ingest
from retrieval.mentions import Mentions
from retrieval.query.process import vocabulary_of

RECORDS = [
    {"id": "all", "text": "Set `worker_prefetch_multiplier` to 1. The script is /etc/backups/run_all.sh."},
    {"id": "bsd", "text": "On freebsd, a unit of work is a lora."},
    {"id": "board", "text": "The Vorta desktop calls keep_within() every night.", "groups": ["board"]},
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder):
    """One document for everyone and one for the board."""
    folder: Path = tmp_path_factory.mktemp("mentions")
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, RECORDS)))
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    return open_index(folder / "data", embedder.name)


@pytest.mark.parametrize(
    ("identifier", "spelled"),
    [
        ("worker_prefetch_multiplier", True),
        ("WORKER_PREFETCH_MULTIPLIER", True),
        ("worker_prefetch_multiplyer", True),
        ("run_all.sh", True),
        ("prefetch_multiplier", True),
        ("worker_prefetch_limit", False),
        ("multiplier_worker", False),
        ("keep_within", False),
        ("--who", True),
        ("RUN_ALL.sh", True),
    ],
)
def test_an_identifier_is_spelled_whole(index, identifier: str, spelled: bool):
    """In any case, in a path, within a longer one, or a slip away; its parts alone are not it."""
    mentions = Mentions(index, vocabulary_of(index).frequency, ("everyone",))
    assert mentions.spelled(identifier) is spelled


def test_what_others_may_see_counts_for_nothing(index):
    """A name and an identifier of the board's document are known to the board alone."""
    for groups, seen in ((("everyone",), False), (("everyone", "board"), True)):
        mentions = Mentions(index, vocabulary_of(index).frequency, groups)
        assert mentions.word("Vorta") is mentions.spelled("keep_within") is seen


@pytest.mark.parametrize(
    ("word", "held"), [("FreeBSD", True), ("LoRA", True), ("unitt", True), ("JUnit", False), ("Heron", False)]
)
def test_a_word_is_held_as_one_or_as_a_slip(index, word: str, held: bool):
    """However it is written; what has capitals inside it is no slip for another word."""
    assert Mentions(index, vocabulary_of(index).frequency, ("everyone",)).word(word) is held
