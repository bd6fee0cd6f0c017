"""An index on a Qdrant server: the same answers as in process, and nothing on this machine's disk.

qdrant-client's local mode stands in for the server.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from eval.golden import load_golden
from ingest.errors import IndexBusy, IndexMissing, PathProblem
from ingest.index import open_index
from ingest.index.home import home_of
from ingest.index.server import ServerHome
from ingest.models import Embedder
from ingest.pipeline import delete, ingest
from ingest.settings import Server
from ingest.tokens import tokenize
from retrieval.fusion import reciprocal_rank_fusion
from tests.hashing import HashEmbedder

NOWHERE = Path("/nowhere/at/all")
CANDIDATES, DEPTH = 20, 60


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A server of its own."""
    return Server(f"memory:{tmp_path}")


@pytest.fixture
def write(tmp_path: Path, server: Server) -> Callable[..., HashEmbedder]:
    """Ingests a note of this wording; returns the embedder, which knows what it was asked for."""

    def written(wording: str, name: str = "note") -> HashEmbedder:
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / f"{name}.md").write_text(f"# Note\n\n{wording}\n\n## More\n\nIt goes on.\n")
        embedder = HashEmbedder()
        ingest([tmp_path / "docs"], NOWHERE, lambda: embedder, server)
        return embedder

    return written


def _text(server: Server, name: str = "note.md") -> str:
    with closing(home_of(NOWHERE, server).open(HashEmbedder.name)) as reader:
        return reader.document(name).text.splitlines()[2]


@pytest.mark.slow
def test_both_stores_find_the_same_documents(
    corpus: Path, corpus_index: Path, tmp_path: Path, embedder: Embedder
):
    """For every golden question the candidates of both come from the same documents, in the same order."""
    server = Server(f"memory:{tmp_path}")
    ingest([corpus], NOWHERE, lambda: embedder, server)
    questions = [q.question for q in load_golden("corpus")]
    vectors = embedder.embed_queries(questions)
    assert len(questions) > 150
    with (
        closing(open_index(corpus_index, embedder.name)) as local,
        closing(home_of(NOWHERE, server).open(embedder.name)) as remote,
    ):
        assert local.manifest.passages == remote.manifest.passages
        differing = []
        for question, vector in zip(questions, vectors, strict=True):
            found = []
            for reader in (local, remote):
                dense, lexical = reader.search_both(vector, tokenize(question), DEPTH, ["everyone"])
                ranked = reciprocal_rank_fusion(
                    {"dense": [o for o, _ in dense], "bm25": [o for o, _ in lexical]}, {"dense": 1, "bm25": 1}
                )
                found.append([p.document for p in reader.passages([o for o, _ in ranked[:CANDIDATES]])])
            if found[0] != found[1]:
                differing.append((question, *found))
        assert differing == []


def test_nothing_is_kept_on_disk_and_unchanged_work_is_not_redone(write: Callable, server: Server):
    """The data directory is never made; what is unchanged is neither embedded nor written again."""
    assert len(write("Zebras graze.").embedded) == 2
    version = home_of(NOWHERE, server).serving()
    assert write("Zebras graze.").embedded == []
    assert home_of(NOWHERE, server).serving() == version
    assert len(write("Zebras sleep.").embedded) == 1
    assert _text(server) == "Zebras sleep."
    assert not NOWHERE.exists()


def test_versions_are_kept_rolled_back_and_swept(write: Callable, server: Server):
    """Three versions are kept; an earlier one serves again, and its successor goes on from it."""
    home = home_of(NOWHERE, server)
    with pytest.raises(IndexMissing):
        home.serving()
    for number in range(5):
        write(f"Wording {number}.")
    assert [m.name[:5] for m in home.kept()] == ["v0003", "v0004", "v0005"]
    assert home.roll_back(None).startswith("v0004")
    assert _text(server) == "Wording 3."
    write("Another.", "other")
    assert (_text(server), _text(server, "other.md")) == ("Wording 4.", "Another.")
    with pytest.raises(PathProblem, match="v0001"):
        home.roll_back("v0001")


def test_a_reader_keeps_its_version_through_a_swap(write: Callable, server: Server):
    """A reader that was opened before reads on, whole."""
    write("Zebras graze.")
    with closing(home_of(NOWHERE, server).open(HashEmbedder.name)) as reader:
        write("Zebras sleep.")
        assert "graze" in reader.document("note.md").text
        (ordinal, _), *_ = reader.search_lexical(["graze"], 5, ["everyone"])
        assert reader.passages([ordinal])[0].text == "Zebras graze."


def test_deleted_means_gone(write: Callable, server: Server):
    """No collection holds a word of it any more, and no version with it is left to go back to."""
    write("Zebras graze.")
    write("Pomegranates ripen.", "fruit")
    delete("fruit.md", NOWHERE, HashEmbedder, server)
    home = ServerHome(server)
    assert len(home.kept()) == 1
    client = home._client  # what lies on the server is asked for past the reader
    for collection in client.get_collections().collections:
        points, _ = client.scroll(collection.name, limit=1000, with_payload=True)
        assert "pomegranate" not in str(points).casefold()
    with closing(home.open(HashEmbedder.name)) as reader:
        assert reader.search_lexical(["pomegran"], 9, ["everyone"]) == []
        assert [d.id for d in reader.documents()] == ["note.md"]


class Dying(HashEmbedder):
    """Stops an ingest at its second batch."""

    def embed_passages(self, texts):
        """See `Embedder.embed_passages`."""
        if self.embedded:
            raise KeyboardInterrupt
        return super().embed_passages(texts)


def test_what_a_stopped_ingest_embedded_is_not_embedded_again(
    write: Callable, server: Server, tmp_path: Path, write_large: Callable
):
    """The old version serves, the next ingest takes over the vectors, and the torn collections go."""
    write("Zebras graze.")
    write_large(tmp_path / "docs", "Pebble")
    dying = Dying()
    with pytest.raises(KeyboardInterrupt):
        ingest([tmp_path / "docs"], NOWHERE, lambda: dying, server)
    assert _text(server) == "Zebras graze."
    again = HashEmbedder()
    report = ingest([tmp_path / "docs"], NOWHERE, lambda: again, server)
    assert len(again.embedded) == report.passages - 2 - len(dying.embedded)
    names = [c.name for c in ServerHome(server)._client.get_collections().collections]
    assert sorted(n.split(".")[1][:5] for n in names) == ["v0001", "v0001", "v0003", "v0003"]


def test_one_writer_at_a_time(write: Callable, server: Server):
    """A second writer is told who writes; a writer that gave no sign of life for long is passed over."""
    write("Zebras graze.")
    home = ServerHome(server)
    with home.writing():
        with pytest.raises(IndexBusy, match=r"process \d+ on "), ServerHome(server).writing():
            pytest.fail("two writers at once")
        home._client.overwrite_payload(f"{server.index}.writing", {"who": "nobody", "at": 0}, [1])
        with ServerHome(server).writing():
            pass


def test_several_indexes_share_a_server(write: Callable, server: Server, tmp_path: Path):
    """An index of another name holds its own documents."""
    write("Zebras graze.")
    other = Server(server.url, index="other")
    (tmp_path / "else.md").write_text("# Else\n\nYaks climb.\n")
    ingest([tmp_path / "else.md"], NOWHERE, HashEmbedder, other)
    ids = [[d.id for d in home_of(NOWHERE, s).texts().documents()] for s in (server, other)]
    assert ids == [["note.md"], ["else.md"]]
