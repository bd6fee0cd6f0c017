"""Settings of the HTTP server, from `RAG_*` environment variables."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class HttpSettings(BaseSettings):
    """Where it listens and how much it takes on."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    host: str = Field("127.0.0.1", min_length=1, description="address that `rag serve` listens on")
    port: int = Field(8000, ge=0, le=65535, description="its port; 0 takes a free one")
    at_once: int = Field(0, ge=0, description="questions answered at once; 0: one a core")
    waiting: int = Field(32, ge=0, description="questions that wait for their turn; more are sent away")
    upload_mb: int = Field(64, ge=1, description="largest upload in megabytes")
