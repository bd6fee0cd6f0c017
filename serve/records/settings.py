"""Settings of what is kept, from `RAG_*` environment variables."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RecordsSettings(BaseSettings):
    """Where answers, feedback and keys are kept, how long, and whether with their words."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    records_url: str = Field(
        "", repr=False, description="a PostgreSQL database; empty: records.sqlite in the data directory"
    )
    records_days: int = Field(90, ge=0, description="answers are kept so many days; 0: for good")
    records_text: bool = Field(True, description="keep the words of questions, answers and comments")
