"""An index on a Qdrant server: a version is two collections, an alias says which one serves."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from ingest.errors import IndexBusy, IndexMismatch, IndexMissing, RagError, damaged
from ingest.index.change import Change
from ingest.index.connection import asked, connect
from ingest.index.reader import IndexReader, Texts, refuse_another_model
from ingest.index.serverstore import ServerFinder, Terms
from ingest.index.servertexts import ServerTexts, read_manifest, texts_of
from ingest.index.serverwriter import Target, build_on_server
from ingest.index.versions import KEPT_VERSIONS, Manifest, chosen_version, number_of
from ingest.index.writer import Built, Progress
from ingest.models import Embedder
from ingest.settings import Server

BEAT_SECONDS = 10
DEAD_SECONDS = 60
"""A writer that gives no sign of life for so long is taken for dead."""


class ServerHome:
    """See `ingest.index.home.Home`; any number of machines may read, and nothing is kept on theirs."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client = connect(server)

    def serving(self) -> str:
        """See `Home.serving`."""
        for alias in asked(self._client.get_aliases).aliases:
            if alias.alias_name == self._server.index:
                return str(alias.collection_name).rpartition(".")[2]
        raise IndexMissing(
            f"there is no index {self._server.index} at RAG_QDRANT_URL: run rag ingest PATH with it"
        )

    def open(self, embedder: str, late: bool = False) -> IndexReader:
        """See `Home.open`; a server's version needs no opening."""
        collection = self._collection(self.serving())
        found = read_manifest(self._client, collection)
        if found is None:
            raise damaged(f"{collection} has no manifest")
        manifest, words, holding = found
        refuse_another_model(
            manifest, embedder, f"the index {self._server.index} at RAG_QDRANT_URL", "RAG_QDRANT_INDEX"
        )
        terms = Terms(words, holding, manifest.passages)
        finder = ServerFinder(self._client, collection, terms)
        texts = ServerTexts(self._client, collection)
        return IndexReader(manifest, texts, terms, finder, lambda: None)

    def texts(self) -> Texts:
        """See `Home.texts`."""
        return ServerTexts(self._client, self._collection(self.serving()))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Home.writing`: making a collection is what only one of two writers can do."""
        lock = f"{self._server.index}.writing"
        self._take(lock)
        ended = Event()
        beat = Thread(target=self._beat, args=(lock, ended), daemon=True)
        beat.start()
        try:
            yield
        finally:
            ended.set()
            beat.join()
            asked(self._client.delete_collection, lock)

    def build(
        self,
        change: Change,
        embedder: Embedder,
        previous: IndexReader | None,
        progress: Progress,
        thorough: bool = False,
    ) -> Built:
        """See `Home.build`; a collection is always written anew."""
        if previous and not change.touched:
            return Built(previous.manifest, unchanged=True, embedded=0)
        versions = self._versions()
        unfinished = [self._collection(name) for name, manifest in versions.items() if manifest is None]
        number = 1 + max(map(number_of, versions), default=0)
        target = Target(self._client, self._server, number, unfinished)
        built = build_on_server(target, change, embedder, previous, progress)
        self._point_at(built.version)
        finished = [name for name, manifest in versions.items() if manifest is not None]
        keep = {*sorted(finished, key=number_of)[1 - KEPT_VERSIONS :], built.version}
        self._drop([name for name in versions if name not in keep])
        return built

    def kept(self) -> list[Manifest]:
        """See `Home.kept`."""
        return sorted((m for m in self._versions().values() if m), key=lambda m: number_of(m.name))

    def roll_back(self, wanted: str | None) -> str:
        """See `Home.roll_back`."""
        with self.writing():
            chosen = chosen_version([m.name for m in self.kept()], self.serving(), wanted)
            self._point_at(chosen)
            return chosen

    def forget_earlier(self) -> None:
        """See `Home.forget_earlier`."""
        serving = self.serving()
        self._drop([name for name in self._versions() if name != serving])

    def _collection(self, name: str) -> str:
        return f"{self._server.index}.{name}"

    def _versions(self) -> dict[str, Manifest | None]:
        """Every version on the server; None for one that is unfinished or not ours to read."""
        names = [str(c.name) for c in asked(self._client.get_collections).collections]
        prefix = f"{self._server.index}.v"
        found: dict[str, Manifest | None] = {}
        for collection in names:
            if collection.startswith(prefix) and not collection.endswith(".texts"):
                manifest = None
                with suppress(IndexMismatch):
                    read = read_manifest(self._client, collection)
                    manifest = read[0] if read else None
                found[collection.rpartition(".")[2]] = manifest
        return found

    def _point_at(self, name: str) -> None:
        from qdrant_client import models

        create = models.CreateAlias(collection_name=self._collection(name), alias_name=self._server.index)
        steps: list[Any] = [models.CreateAliasOperation(create_alias=create)]
        with suppress(IndexMissing):
            self.serving()
            gone = models.DeleteAlias(alias_name=self._server.index)
            steps.insert(0, models.DeleteAliasOperation(delete_alias=gone))
        asked(self._client.update_collection_aliases, steps)

    def _drop(self, names: list[str]) -> None:
        for name in names:
            for collection in (self._collection(name), texts_of(self._collection(name))):
                asked(self._client.delete_collection, collection)

    def _take(self, lock: str) -> None:
        try:
            self._client.create_collection(lock, vectors_config={})
        except Exception as error:  # qdrant-client lets several libraries' errors through
            if not asked(self._client.collection_exists, lock):
                asked(self._client.create_collection, lock, vectors_config={})  # names what is wrong
                return
            signs = asked(self._client.retrieve, lock, [1], True)
            who, at = (signs[0].payload["who"], signs[0].payload["at"]) if signs else ("unknown", 0)
            if time.time() - at < DEAD_SECONDS:
                raise IndexBusy(
                    f"{who} is writing the index {self._server.index} at RAG_QDRANT_URL: "
                    "wait for it or stop it"
                ) from error
        self._sign(lock)

    def _sign(self, lock: str) -> None:
        from qdrant_client import models

        who = {"who": f"process {os.getpid()} on {socket.gethostname()}", "at": time.time()}
        asked(self._client.upsert, lock, [models.PointStruct(id=1, vector={}, payload=who)], wait=True)

    def _beat(self, lock: str, ended: Event) -> None:
        while not ended.wait(BEAT_SECONDS):
            with suppress(RagError):
                self._sign(lock)
