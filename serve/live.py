"""The engine over whichever index version serves: a new one is taken up without a restart."""

import logging
from threading import Event, Thread

from ingest.errors import IndexMissing, RagError, damaged
from ingest.index.home import home_of
from ingest.models import Embedder
from serve.bootstrap import load_models, open_engine
from serve.engine import Engine
from serve.settings import Settings

EVERY_SECONDS = 0.5
_LOG = logging.getLogger(__name__)


class LiveEngine:
    """Hands out the engine of the serving version, with models that are loaded once.

    A thread looks for another version and opens it aside; until it is ready, and where it cannot be
    opened, the one before answers. An engine that was handed out stays whole for as long as somebody
    holds it: ask for one for every question, from any thread, and keep it until the answer is there.
    """

    def __init__(self, settings: Settings, every: float = EVERY_SECONDS) -> None:
        """Raises ModelProblem and SettingsProblem; an index may be built later. `every` is in seconds."""
        self._settings = settings
        self._home = home_of(settings.ingest.data_dir, settings.ingest.server)
        self._models = load_models(settings)
        self._engine: Engine | None = None
        self._problem: RagError = IndexMissing("the index is not open yet")
        self._look()
        self._ended = Event()
        self._thread = Thread(target=self._follow, args=(every,), name="live-engine", daemon=True)
        self._thread.start()

    def engine(self) -> Engine:
        """The engine of the serving version; raises IndexMissing, IndexMismatch where none ever opened."""
        if self._engine is None:
            raise type(self._problem)(str(self._problem)) from self._problem
        return self._engine

    @property
    def embedder(self) -> Embedder:
        """The model that its index versions are built with."""
        return self._models.embedder

    def close(self) -> None:
        """Looks no further; engines that were handed out go on working."""
        self._ended.set()
        self._thread.join()

    def _follow(self, every: float) -> None:
        while not self._ended.wait(every):
            self._look()

    def _look(self) -> None:
        try:
            version = self._home.serving()
            if self._engine is None or self._engine.retriever.index.version != version:
                self._engine = open_engine(self._settings, self._models)
        except Exception as error:  # whatever is wrong with the next version, the one before answers
            problem = error if isinstance(error, RagError) else damaged(error)
            if str(problem) != str(self._problem):
                _LOG.warning("the serving version of the index cannot be opened: %s", problem)
            self._problem = problem
