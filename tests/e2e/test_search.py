"""`rag search`: the ranked evidence."""

import json
import re
from collections.abc import Callable


def test_a_search_gives_as_many_hits_as_asked_for(ask: Callable, text_of: Callable):
    """Exactly N verbatim passages, the 20 reranked ones first, by falling score, in one JSON object."""
    done = ask("search", "How are rankings merged?", "--top-k", "30", "--json")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    hits = json.loads(done.stdout)["hits"]
    ranks = [hit["stages"].get("rerank", {}).get("rank") for hit in hits]
    assert ranks == [*range(1, 21), *[None] * 10]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert text_of(hit["document"])[hit["start"] : hit["end"]] == hit["text"]


def test_a_search_shows_every_stage(ask: Callable):
    """As text each hit stands with its place, its range, and its rank and score in each stage."""
    done = ask("search", "rank fusion", "--top-k", "2")
    assert (done.returncode, done.stderr) == (0, "")
    first = re.search(r"^1\. \d\.\d+  \S+: .+ \[\d+:\d+\]\n   (.+)$", done.stdout, re.MULTILINE)
    assert first
    assert re.findall(r"(\w+) #\d+ [\d.]+", first[1]) == [
        "dense",
        "bm25",
        "fusion",
        "late",
        "piece",
        "rerank",
    ]
