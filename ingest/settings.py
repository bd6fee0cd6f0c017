"""Settings of reading, embedding and storing, from `RAG_*` environment variables."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IngestSettings(BaseSettings):
    """What an index is built with; a reader needs the same embedder as the writer had."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    data_dir: Path = Field(Path("data"), description="folder of the index")
    embedder: str = Field("minilm", description="`minilm` (packaged), a hub name or a folder")
    qdrant_url: str = Field("", description="a Qdrant server; empty means in-process")
    qdrant_api_key: str = Field("", description="its key", repr=False)
