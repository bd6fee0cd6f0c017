"""Settings of the guards, from `RAG_GUARD_*` environment variables."""

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from serve.guard.types import PARTS
from serve.llm.choice import NONE

ALL = "all"
Kind = Literal[
    "EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS",
    "STREET_ADDRESS", "US_DRIVER_LICENSE", "PERSON", "ZIP_CODE", "AGE",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
MASKED = "EMAIL_ADDRESS,PHONE_NUMBER,CREDIT_CARD,IBAN_CODE,US_SSN"
"""What identifies somebody wherever it stands; names and places stand in any study guide."""


def _known(value: str, known: tuple[str, ...]) -> str:
    names = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [n for n in names if n not in (*known, ALL, NONE)]
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}; known are {', '.join(known)}, {ALL} and {NONE}")
    return value


def _parts(value: str) -> str:
    return _known(value, PARTS)


def _kinds(value: str) -> str:
    return _known(value, KINDS)


class GuardSettings(BaseSettings):
    """Which guards are on, and what they look for."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    guard_parts: Annotated[str, AfterValidator(_parts)] = Field(ALL, description="guards that are on")
    guard_masked: Annotated[str, AfterValidator(_kinds)] = Field(
        MASKED, description="kinds of personal data that are masked"
    )
    guard_finder: Literal["own", "presidio"] = Field("own", description="what finds personal data")
    guard_topics: Path | None = Field(None, description="a TOML file of allowed and forbidden subjects")
    guard_model: str = Field(NONE, description="a moderation model such as Llama Guard, named as RAG_LLM is")

    @property
    def parts(self) -> frozenset[str]:
        """The guards that are on."""
        return _chosen(self.guard_parts, PARTS)

    @property
    def masked(self) -> frozenset[str]:
        """The kinds of personal data that are masked."""
        return _chosen(self.guard_masked, KINDS)


def _chosen(value: str, known: tuple[str, ...]) -> frozenset[str]:
    names = {name.strip() for name in value.split(",")} - {"", NONE}
    return frozenset(known) if ALL in names else frozenset(names)
