"""Both vector stores give exactly the nearest neighbours that the groups may see."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from ingest.errors import IndexMismatch, SettingsProblem, StorageProblem
from ingest.index.connection import connect
from ingest.index.serverstore import ServerFinder, Terms, create, upsert
from ingest.index.vectors import BATCH, EdgeStore
from ingest.models.late import Embedded
from ingest.settings import Server

PASSAGES, DIMENSION = 160, 32  # qdrant-client's local mode takes 15 ms a point
NO_TERMS = Terms([], [], 0)
GROUPS = [("everyone",), ("hr",), ("hr", "legal"), ("legal",)]

READER = """
import sys, time, numpy as np
from pathlib import Path
from ingest.index.vectors import EdgeStore
folder, vectors = Path(sys.argv[1]), np.load(sys.argv[2])
store = EdgeStore(folder)
print("open", flush=True)
sys.stdin.readline()
print([o for o, _ in store.search(vectors[7], 5, ["everyone", "legal"])], flush=True)
store.close()
"""


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Unit vectors, float32[PASSAGES, DIMENSION]."""
    drawn = np.random.default_rng(7).normal(size=(PASSAGES, DIMENSION)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def _codes(ordinal: int) -> bytes:
    """Every other point has none."""
    return bytes(range(16)) * (ordinal % 5) if ordinal % 2 else b""


def _points(vectors: np.ndarray):
    return ((i, Embedded(v, _codes(i)), {"groups": GROUPS[i % len(GROUPS)]}) for i, v in enumerate(vectors))


@pytest.fixture(scope="module", params=["edge", "server"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, vectors: np.ndarray):
    """The same points in the embedded store and in qdrant-client's, in its local mode."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "edge":
        EdgeStore.build(folder / "vectors", DIMENSION, _points(vectors))
        with closing(EdgeStore(folder / "vectors")) as edge:
            yield SimpleNamespace(dense=edge.search, vectors=edge.vectors, codes=edge.codes)
    else:
        server = Server(f"path:{folder}")
        with closing(connect(server)) as client:
            _build(client, server, vectors)
            yield ServerFinder(client, "v0001", NO_TERMS)


def _build(client, server: Server, vectors: np.ndarray) -> None:
    create(client, "v0001", DIMENSION, server)
    upsert(client, "v0001", ((*point, ((), ())) for point in _points(vectors)))


def _brute_force(vectors: np.ndarray, query: np.ndarray, groups: list[str]) -> list[int]:
    seen = [i for i in range(PASSAGES) if set(GROUPS[i % len(GROUPS)]) & set(groups)]
    return sorted(seen, key=lambda i: -float(vectors[i] @ query))


@pytest.mark.parametrize("groups", [["everyone"], ["hr"], ["everyone", "legal"], ["hr", "legal"]])
def test_neighbours_are_those_of_brute_force(store, vectors: np.ndarray, groups: list[str]):
    """Ordinals, order and cosines are numpy's, over exactly what one of the groups may see."""
    queries = np.random.default_rng(1).normal(size=(5, DIMENSION)).astype(np.float32)
    for query in queries / np.linalg.norm(queries, axis=1, keepdims=True):
        found = store.dense(query, 20, groups)
        assert [o for o, _ in found] == _brute_force(vectors, query, groups)[:20]
        assert [s for _, s in found] == pytest.approx([float(vectors[o] @ query) for o, _ in found], abs=1e-5)


@pytest.mark.parametrize("groups", [[], ["nobody"], ["every"], ["hr,legal"]])
def test_strangers_see_nothing(store, vectors: np.ndarray, groups: list[str]):
    """No group, an unknown one or part of a name opens nothing."""
    assert store.dense(vectors[0], 10, groups) == []


def test_a_limit_beyond_the_store_returns_all_of_it(store, vectors: np.ndarray):
    """Everything visible comes back when more is asked for than there is."""
    assert len(store.dense(vectors[0], 5 * PASSAGES, ["hr"])) == PASSAGES / 2


def test_vectors_come_back_in_the_order_asked_for(store, vectors: np.ndarray):
    """`vectors` gives what was stored, in any order and with repetitions."""
    asked = [90, 3, 3, 0, PASSAGES - 1]
    assert store.vectors(asked) == pytest.approx(vectors[asked], abs=1e-6)


def test_codes_come_back_in_the_order_asked_for(store):
    """`codes` gives the bytes that were stored, in any order and with repetitions, and b"" for none."""
    asked = [90, 3, 3, 0, PASSAGES - 1]
    assert store.codes(asked) == [_codes(o) for o in asked]


def test_several_processes_open_one_version_at_once(tmp_path: Path, vectors: np.ndarray):
    """Four processes and this one hold one edge store open, find the same and change nothing."""
    np.save(tmp_path / "vectors.npy", vectors)
    EdgeStore.build(tmp_path / "vectors", DIMENSION, _points(vectors))
    built = _files(tmp_path / "vectors")
    command = [sys.executable, "-c", READER, str(tmp_path / "vectors"), str(tmp_path / "vectors.npy")]
    pipe = subprocess.PIPE
    with closing(EdgeStore(tmp_path / "vectors")) as mine:
        readers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]  # noqa: S603 - our own
        opened = [r.stdout.readline() for r in readers]
        answers = [r.communicate("go\n")[0] for r in readers]
        expected = [o for o, _ in mine.search(vectors[7], 5, ["everyone", "legal"])]
    assert opened == ["open\n"] * 4
    assert answers == [f"{expected}\n"] * 4
    assert _files(tmp_path / "vectors") == built


def _files(folder: Path) -> dict[Path, bytes]:
    return {f: f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_more_points_than_a_batch_are_all_kept(tmp_path: Path):
    """Batches join without a gap: every ordinal of a larger store is its own nearest neighbour."""
    drawn = np.random.default_rng(3).normal(size=(2 * BATCH + 1, 8)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    EdgeStore.build(tmp_path / "vectors", 8, _points(drawn))
    with closing(EdgeStore(tmp_path / "vectors")) as edge:
        for ordinal in (0, BATCH - 1, BATCH, 2 * BATCH):
            assert edge.search(drawn[ordinal], 1, GROUPS[ordinal % 4])[0][0] == ordinal


def test_a_missing_or_damaged_store_is_named(tmp_path: Path):
    """Neither a folder without a shard nor a server without the collection passes for an empty index."""
    with pytest.raises(IndexMismatch, match="damaged"):
        EdgeStore(tmp_path / "nowhere")
    with closing(connect(Server(f"path:{tmp_path}"))) as client, pytest.raises(IndexMismatch, match="v0009"):
        ServerFinder(client, "v0009", NO_TERMS)


def test_a_server_that_is_not_there_is_a_storage_problem():
    """A refused connection is one line with a name, not a stack of foreign errors."""
    with (
        closing(connect(Server("http://127.0.0.1:1"))) as client,
        pytest.raises(StorageProblem, match="server"),
    ):
        ServerFinder(client, "v0001", NO_TERMS)


def test_a_key_without_tls_is_no_warning():
    """A server on this machine is asked in the clear, as the compose file has it."""
    with closing(connect(Server("http://127.0.0.1:1", "key"))) as client, pytest.raises(StorageProblem):
        ServerFinder(client, "v0001", NO_TERMS)


@pytest.mark.parametrize("url", ["foo://bar", "http://localhost:99999", " "])
def test_an_address_that_is_none_is_a_settings_problem(url: str):
    """It names the setting and shows what an address looks like."""
    with pytest.raises(SettingsProblem, match=r"RAG_QDRANT_URL.*http://127\.0\.0\.1:6333"):
        connect(Server(url))


def test_rebuilding_a_collection_replaces_it(tmp_path: Path, vectors: np.ndarray):
    """What an earlier, killed ingest left in a collection of the same name is gone."""
    server = Server(f"path:{tmp_path}")
    with closing(connect(server)) as client:
        _build(client, server, vectors[:9])
        _build(client, server, vectors[:4])
        finder = ServerFinder(client, "v0001", NO_TERMS)
        assert len(finder.dense(vectors[0], 9, ["everyone", "hr", "legal"])) == 4


def test_a_store_that_was_never_asked_is_closed_without_being_opened(tmp_path: Path):
    """Opening takes longer than most changes of an index; a folder that is no store could not be opened."""
    EdgeStore(tmp_path / "none", late=True).close()
