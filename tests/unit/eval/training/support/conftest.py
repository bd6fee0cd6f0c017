"""What the tests of the verifier's training share: a manual by hand, and the same data sets in small."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from eval.training.support.claims import Pair
from eval.training.support.prose import Place

SHARED = Path(__file__).resolve().parents[6] / "shared"
MANUAL = {
    "Storage": [
        "The broker keeps 12 segments of each partition on two disks, and some replicas follow it.",
        "A segment is closed after 30 minutes because the index must fit into memory.",
        "Since August 2019 the Kafka team has supported tiers that are cheaper than local disks.",
        "You can call flush_segment() when a segment must not be lost.",
    ],
    "When does a lease end?": [
        "The Raft leader usually renews its lease before the old lease of 5 seconds ends.",
        "A follower of the leader does not accept writes without a quorum of the members.",
        "Three members of the quorum have larger disks than the members of other regions.",
        "You may call renew_lease() on Monday, and etcd will log the quorum for 7 days.",
    ],
}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data sets; a user of the project does not have them."""
    if not (SHARED / "data").exists():
        pytest.skip("needs ../shared/data, which is not part of the project")
    return SHARED / "data"


@pytest.fixture(scope="session")
def manual() -> list[Place]:
    """The places of a manual of two sections, in order."""
    return [
        Place(sentence, tuple(said[:i]), tuple(said[i + 1 :]), heading, others)
        for heading, said in MANUAL.items()
        for others in [tuple(s for other, there in MANUAL.items() if other != heading for s in there)]
        for i, sentence in enumerate(said)
    ]


@pytest.fixture(scope="session")
def public() -> list[Pair]:
    """Pairs of two data sets, three of ten supported in the one and half in the other."""
    return [
        Pair(f"Claim {n} of {source}.", f"Words {n} of {source}.", n % 10 < of_ten, source)
        for source, of_ten in (("fever", 3), ("begin", 5))
        for n in range(30)
    ]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """(name, rows) -> the folder, with a data set's file in it."""

    def write(name: str, rows: Iterable[Mapping[str, object]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        return tmp_path

    return write
