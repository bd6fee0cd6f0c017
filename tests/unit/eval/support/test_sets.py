"""Claims to measure on: public ones held back, and changed sentences of documents."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from eval.support import sets
from eval.support.sets import HALF, NEIGHBOUR, SOUND, changed, held_back, material, of_document
from eval.training.support.claims import FILE, Pair, part_of
from eval.training.support.corrupt import CHANGES
from eval.training.support.prose import FILE as SECTIONS
from ingest.reading import read_paths
from ingest.types import Document

GUIDE = """# The broker

The broker keeps 12 segments of each partition on the disk of a server. A segment is closed
after 30 minutes because the index must fit into memory. You can call `flush_segment` when a
segment must not be lost.

```sh
The broker --keeps 99 segments of each partition on the disk of a server.
```

## Leases

- The Raft leader usually renews its lease before the old one of 5 seconds ends.
- A follower of the Raft leader has fewer disks than the members of other groups.
"""


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A document of five sentences and some code."""
    path = tmp_path / "guide" / "broker.md"
    path.parent.mkdir()
    path.write_text(GUIDE, encoding="utf-8")
    return path


def test_sentences_stand_in_their_sections(guide: Path):
    """Prose and list entries with their neighbours and heading; code is none of them."""
    (document,) = [d for d in read_paths([guide]) if isinstance(d, Document)]
    first, second, third, *leases = of_document(document)
    assert first.sentence == "The broker keeps 12 segments of each partition on the disk of a server."
    assert second.before == (first.sentence,)
    assert second.after == (third.sentence,)
    assert [p.heading for p in (first, *leases)] == ["The broker", "Leases", "Leases"]
    assert first.elsewhere == tuple(p.sentence for p in leases)
    assert leases[0].after == (leases[1].sentence,)


def test_labels_are_what_was_done(guide: Path):
    """Verbatim, reworded and joined claims are supported, changed ones and strangers are not."""
    pairs = material([guide], 7, "guide")
    by_kind = defaultdict(list)
    for pair in pairs:
        by_kind[pair.kind].append(pair)
    assert {*SOUND, NEIGHBOUR, "number", "unit", "quantifier", "negation", "cause"} <= set(by_kind)
    assert set(by_kind) <= {*SOUND, *CHANGES, NEIGHBOUR, HALF}
    assert all(p.supported == (p.kind in SOUND) and p.source == "guide" for p in pairs)
    assert all(p.claim in p.evidence for p in by_kind["verbatim"])
    assert not any(p.claim in p.evidence for p in pairs if not p.supported)
    assert "99" not in " ".join(p.claim + p.evidence for p in pairs)


def test_joined_claims_have_both_halves_beside_them(guide: Path):
    """The evidence of a joined claim holds more than one sentence."""
    joined = [p for seed in range(9) for p in material([guide], seed, "guide") if p.kind == "merged"]
    assert joined
    assert all(p.evidence.count(".") >= 2 for p in joined)


def test_the_same_seed_gives_the_same_claims(guide: Path):
    """And another one others."""
    assert material([guide], 7, "guide") == material([guide], 7, "guide") != material([guide], 8, "guide")


def test_a_kind_has_only_so_many_claims(guide: Path, monkeypatch: pytest.MonkeyPatch):
    """No more than the limit, however many sentences there are."""
    places = [p for d in read_paths([guide]) if isinstance(d, Document) for p in of_document(d)]
    monkeypatch.setattr(sets, "A_KIND", 3)
    counts = Counter(p.kind for p in changed(places * 20, "guide", 7))
    assert set(counts.values()) == {3}
    assert counts.keys() >= {*SOUND, NEIGHBOUR}


def write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """A data set's file, compressed where its name says so."""
    path.parent.mkdir(exist_ok=True)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_what_is_held_back_is_of_the_part(tmp_path: Path):
    """Public claims and documentation of the part that was asked for, and of no other."""
    write(
        tmp_path / FILE,
        [
            {"claim": f"claim {n}", "evidence": f"words {n}", "label": "supported", "source": "covid-fact"}
            for n in range(60)
        ],
    )
    write(tmp_path / "clapnq/dev_a.jsonl", [])
    write(tmp_path / "scifact/corpus.jsonl.gz", [])
    write(tmp_path / "scifact/claims_train.jsonl", [])
    files = [f"{n}.md" for n in range(60)]
    write(
        tmp_path / SECTIONS,
        [
            {
                "source": "r",
                "path": f,
                "headings": ["All"],
                "text": f"The broker keeps file {f} on the old disk.",
            }
            for f in files
        ],
    )
    pairs = held_back(tmp_path, "test", 7)
    public = [p for p in pairs if p.source == "covid-fact"]
    assert public == [
        Pair(f"claim {n}", f"words {n}", True, "covid-fact", "supported")
        for n in range(60)
        if part_of(f"claim {n}") == "test"
    ]
    own = {f for f in files if part_of(f"r {f}") == "test"}
    verbatim = {p.claim.split()[4] for p in pairs if p.kind == "verbatim"}
    assert verbatim == own != set()
