"""Settings of reading, embedding and storing, from `RAG_*` environment variables."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


@dataclass(frozen=True, slots=True)
class Server:
    """A Qdrant server or cluster, and the name of the index on it; false where there is none."""

    url: str = ""
    api_key: str = field(default="", repr=False)
    index: str = "rag"
    shards: int = 1
    replicas: int = 1

    def __bool__(self) -> bool:
        return bool(self.url)


class IngestSettings(BaseSettings):
    """What an index is built with; a reader needs the same embedder as the writer had."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    data_dir: Path = Field(Path("data"), description="folder of the index")
    embedder: str = Field("minilm", description="`minilm` (packaged), a hub name or a folder")
    qdrant_url: str = Field("", description="a Qdrant server; empty means in-process")
    qdrant_api_key: str = Field("", description="its key", repr=False)
    qdrant_index: str = Field(
        "rag", pattern=r"^[\w-]+$", description="name of the index on the server, which may hold several"
    )
    qdrant_shards: int = Field(1, ge=1, description="shards of each new version on the server")
    qdrant_replicas: int = Field(1, ge=1, description="copies of each shard, for a cluster")

    @property
    def server(self) -> Server:
        """The Qdrant server that is set."""
        return Server(
            self.qdrant_url, self.qdrant_api_key, self.qdrant_index, self.qdrant_shards, self.qdrant_replicas
        )
