"""Settings of whoever runs the server, from `RAG_*` environment variables."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class OperationsSettings(BaseSettings):
    """Limits, logs, traces and the watch over live answers."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    rate_per_key: str = Field("120/minute", description="requests that a key may make; empty: any number")
    rate_per_address: str = Field("300/minute", description="requests from one address; empty: any number")
    rate_store: str = Field("", repr=False, description="redis:// where the counts are; empty: in memory")
    request_seconds: float = Field(120.0, gt=0, description="a request is read and answered within them")
    cors_origins: str = Field("", description="origins whose pages may ask, by commas; empty: no others")
    log_text: bool = Field(False, description="questions and answers are in logs and traces too")
    traces: str = Field("", description="where traces go by OTLP over HTTP; empty: nowhere")
    quality_share: float = Field(0.05, ge=0, le=1, description="share of live answers that are judged")
    quality_judge: str = Field("minilm", min_length=1, description="the model that judges them")
