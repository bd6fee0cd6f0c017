"""Where an index lives, a data directory or a Qdrant server, with all that is done to it."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from ingest.index import versions
from ingest.index.catalogue import Catalogue
from ingest.index.change import Change
from ingest.index.reader import IndexReader, Texts, open_index
from ingest.index.versions import Manifest
from ingest.index.writer import Built, Progress, build
from ingest.models import Embedder
from ingest.settings import Server


class Home(Protocol):
    """The versions of one index; see the functions that `DataDir` names."""

    def serving(self) -> str:
        """The serving version's name; raises IndexMissing."""
        ...

    def open(self, embedder: str) -> IndexReader:
        """The serving version; raises IndexMissing, IndexMismatch."""
        ...

    def texts(self) -> Texts:
        """What the serving version holds, without what searches it; raises IndexMissing."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Keeps other writers out; raises IndexBusy."""
        ...

    def build(
        self,
        change: Change,
        embedder: Embedder,
        previous: IndexReader | None,
        progress: Progress,
        thorough: bool = False,
    ) -> Built:
        """Builds and swaps in a version, while `writing`; raises StorageProblem."""
        ...

    def kept(self) -> list[Manifest]:
        """The versions that are kept, oldest first."""
        ...

    def roll_back(self, wanted: str | None) -> str:
        """Serves a version again, by default the one before; raises PathProblem, IndexBusy."""
        ...

    def forget_earlier(self) -> None:
        """Removes every version but the serving one, while `writing`."""
        ...


class DataDir:
    """An index in a folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir

    def serving(self) -> str:
        """See `Home.serving`."""
        return versions.serving_version(self._folder)

    def open(self, embedder: str) -> IndexReader:
        """See `Home.open`."""
        return open_index(self._folder, embedder)

    def texts(self) -> Texts:
        """See `Home.texts`."""
        return Catalogue(versions.version_folder(self._folder, self.serving()) / "catalogue.sqlite")

    def writing(self) -> AbstractContextManager[None]:
        """See `Home.writing`."""
        return versions.writing(self._folder)

    def build(
        self,
        change: Change,
        embedder: Embedder,
        previous: IndexReader | None,
        progress: Progress,
        thorough: bool = False,
    ) -> Built:
        """See `Home.build`."""
        return build(self._folder, change, embedder, previous, progress, thorough)

    def kept(self) -> list[Manifest]:
        """See `Home.kept`."""
        return versions.kept_versions(self._folder)

    def roll_back(self, wanted: str | None) -> str:
        """See `Home.roll_back`."""
        return versions.rolled_back(self._folder, wanted)

    def forget_earlier(self) -> None:
        """See `Home.forget_earlier`."""
        versions.forget_earlier(self._folder)


def home_of(data_dir: Path, server: Server) -> Home:
    """The server's index where a server is set, and nothing on this machine's disk; else the folder's."""
    if not server:
        return DataDir(data_dir)
    from ingest.index.server import ServerHome

    return ServerHome(server)
