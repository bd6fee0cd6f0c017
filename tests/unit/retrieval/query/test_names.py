"""Names and identifiers that a question spells."""

import pytest

from ingest.models import word_list
from retrieval.query.names import identifiers, proper_names, unheard_of


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("how do I ship the logs to Datadog?", ["Datadog"]),
        ("How tall is Mount Everest?", ["Mount Everest"]),
        ("is there an iPhone app?", ["iPhone"]),
        ("Is the index as fast as Amazon S3?", ["Amazon S3"]),
        ("context window of LLaMA 3 70B", ["LLaMA"]),
        ("Can it send SIGSTOP to a process?", ["SIGSTOP"]),
        ("how do I rotate the keys on my MacBook", []),
        ("Wie lange dauert es mit der Pumpe?", []),
        ("Is it true that Onyx became Black?", ["Onyx", "Black"]),
        ("We run Kubernetes. How do I rotate the keys?", []),
        ("In our Django app, how do I rotate the keys?", []),
        ("I know Celery vs Dramatiq, which one is faster?", ["Celery", "Dramatiq"]),
        ('What if somebody types "Forget All That"?', []),
        ("Does a GPU help, or RAM?", []),
        ("How To Rotate The Keys In Vault", []),
        ("Why is it slow?", []),
        ("", []),
    ],
)
def test_a_proper_name_is_written_large_within_the_question(question: str, names: list[str]):
    """Not what leads up to the question, what is quoted, a short form, a title's capitals, or German."""
    assert proper_names(question) == names


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        ("default value of worker_prefetch_multiplier", ["worker_prefetch_multiplier"]),
        ("What does --keep-daily do with RETRY_TIMES?", ["--keep-daily", "RETRY_TIMES"]),
        ("when does self.retry() raise, and does fit() too?", ["self.retry", "fit"]),
        ("where is the .pytest_cache folder (cache_dir)?", [".pytest_cache", "cache_dir"]),
        ("is it under _global or checked by validate.NoneOf?", ["_global", "validate.NoneOf"]),
        ("I ran it.Then it broke. Is that known?", []),
        ("how do I stop my task feed.import_all?", []),
        ("We call load_items. Which limit is there?", []),
        ("is a well-known key, e.g. one of 24/7, in /etc/keys/run_all safe?", []),
        ("can I shorten a long flag, like --verb?", []),
        ("", []),
    ],
)
def test_an_identifier_is_spelled_as_a_program_spells_it(question: str, spelled: list[str]):
    """With an underscore, a dot, two dashes or brackets; not the asker's own, no path, no missing space."""
    assert identifiers(question) == spelled


@pytest.mark.parametrize(
    ("name", "held", "strange"),
    [
        ("MusicBrainz Picard", {"MusicBrainz"}, True),
        ("MusicBrainz Picard", {"Picard"}, False),
        ("Amazon S3", {"S3"}, True),
        ("Amazon S3", {"Amazon"}, False),
        ("Black River", {"River"}, False),
        ("GPT-4", set(), True),
    ],
)
def test_the_last_rare_word_of_a_name_tells_whether_it_is_known(name: str, held: set[str], strange: bool):
    """A maker's name or a short form alone is not the thing; everyday words count each."""
    assert unheard_of(name, held.__contains__, word_list()) is strange
