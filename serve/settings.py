"""All settings, composed once at an entry point, and the hash that travels with every answer."""

import difflib
import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsProblem
from ingest.settings import IngestSettings
from retrieval.calibration import FILE as CALIBRATION
from retrieval.settings import RetrievalSettings
from serve.guard.settings import GuardSettings
from serve.http.settings import HttpSettings
from serve.llm.choice import NONE, choice_of
from serve.operations.settings import OperationsSettings
from serve.records.settings import RecordsSettings
from serve.slack.settings import SlackSettings
from serve.support.calibration import FILE as SUPPORT_CALIBRATION

_NOT_SHAPING_ANSWERS = {
    "data_dir",
    "qdrant_url",
    "qdrant_api_key",
    "qdrant_index",
    "qdrant_shards",
    "qdrant_replicas",
    "verifier",
}
"""`verifier` judges what a language model wrote; the extractive answers are their citations' own words."""
_NOT_SHAPING_PROSE = {"llm_seconds", "llm_prices", "llm_budget", "llm_cache", "llm_store"}


class AnswerSettings(BaseSettings):
    """When to answer, and how much."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    refuse_below: float | None = Field(
        None, ge=0, le=1, description="least probability that the evidence answers; unset: the fitted one"
    )
    verifier: str = Field(
        "minilm",
        min_length=1,
        description="model of the support check: minilm, none, a .safetensors file, a folder or a hub name",
    )
    max_question_chars: int = Field(4000, ge=1, description="longer questions are an error")


class LanguageModelSettings(BaseSettings):
    """Which language model, and what a call may cost in time; keys come from the providers' own variables."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    llm: str = Field(NONE, description="openai:MODEL, anthropic:MODEL, openai-like:MODEL@URL or none")
    llm_cheap: str = Field(NONE, description="a second one, in the same form, for easy questions")
    llm_cheap_lead: float = Field(
        0.04, ge=0, le=1, description="lead of the best section from which a question is easy"
    )
    llm_seconds: float = Field(
        60.0, gt=0, le=3600, description="a call answers or fails within this time, retries included"
    )
    llm_prices: Path | None = Field(None, description="a TOML file of what tokens cost")
    llm_budget: float | None = Field(
        None, gt=0, allow_inf_nan=False, description="US dollars a day (UTC) beyond which it is not asked"
    )
    llm_cache: bool = Field(False, description="keep its answers for the same question over the same index")
    llm_store: Path | None = Field(
        None, description="SQLite file of costs and kept answers; unset: llm.sqlite in the data directory"
    )
    llm_context_tokens: int = Field(6000, ge=200, description="word pieces of evidence that it reads")
    llm_context_margin: float | None = Field(
        None, ge=0, le=2, description="passages whose cosine lies further below the best are left out of it"
    )
    llm_answer_tokens: int = Field(800, ge=16, description="tokens that a reply may have")
    llm_drafts: int = Field(1, ge=1, le=5, description="drafts of which a sentence has to stand in most")
    llm_second_opinion: bool = Field(
        False, description="ask the model which sentences it does not stand by, before any is shown"
    )
    llm_repair: bool = Field(True, description="one rewrite for a sentence that the evidence does not say")


SECTIONS: tuple[type[BaseSettings], ...] = (
    IngestSettings,
    RetrievalSettings,
    AnswerSettings,
    LanguageModelSettings,
    GuardSettings,
    RecordsSettings,
    HttpSettings,
    SlackSettings,
    OperationsSettings,
)
"""In the order in which docs/cli.md lists them."""


class Settings:
    """Every section, each built from the environment and explicit overrides."""

    def __init__(self, **overrides: Any) -> None:
        refuse_unknown(os.environ)
        try:
            self.ingest = IngestSettings(**_only(IngestSettings, overrides))
            self.retrieval = RetrievalSettings(**_only(RetrievalSettings, overrides))
            self.answer = AnswerSettings(**_only(AnswerSettings, overrides))
            self.language_model = LanguageModelSettings(**_only(LanguageModelSettings, overrides))
            self.records = RecordsSettings(**_only(RecordsSettings, overrides))
            self.http = HttpSettings(**_only(HttpSettings, overrides))
            self.slack = SlackSettings(**_only(SlackSettings, overrides))
            self.operations = OperationsSettings(**_only(OperationsSettings, overrides))
            self.guard = GuardSettings(**_only(GuardSettings, overrides))
        except ValidationError as error:
            first = error.errors()[0]
            name = "RAG_" + str(first["loc"][0]).upper()
            raise SettingsProblem(f"{name}: {first['msg']}; got {first['input']!r}") from error
        self.llm = choice_of(self.language_model.llm)
        """The language model that is chosen, None for none."""
        self.cheap_llm = choice_of(self.language_model.llm_cheap, "RAG_LLM_CHEAP")
        """The one for easy questions."""
        if self.cheap_llm and not self.llm:
            raise SettingsProblem("RAG_LLM_CHEAP needs RAG_LLM, for the other questions")

    @property
    def llm_store(self) -> Path:
        """The SQLite file of what language models cost and of their kept answers."""
        return self.language_model.llm_store or self.ingest.data_dir / "llm.sqlite"

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits over every setting and fitted number that shapes an answer."""
        values = {
            name: value
            for section in (self.ingest, self.retrieval, self.answer, self.guard)
            for name, value in section.model_dump(mode="json").items()
            if name not in _NOT_SHAPING_ANSWERS
        }
        values["calibration"] = sha256(CALIBRATION.read_bytes()).hexdigest()
        if self.llm is not None:
            values |= self.language_model.model_dump(mode="json", exclude=_NOT_SHAPING_PROSE)
            values["verifier"] = self.answer.verifier
            values["support"] = sha256(SUPPORT_CALIBRATION.read_bytes()).hexdigest()
        return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """Raises SettingsProblem for a RAG_* variable that no section knows: a typing error, most likely."""
    known = {"RAG_" + name.upper() for section in SECTIONS for name in section.model_fields}
    for name in sorted(environment):
        # The sections read their variables in either case.
        if name.upper().startswith("RAG_") and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(known))}"
            raise SettingsProblem(f"unknown setting {name}: {hint}")


def _only(section: type[BaseSettings], values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k in section.model_fields and v is not None}
