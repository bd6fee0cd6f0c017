"""What tokens cost: a table that whoever pays keeps, since prices change and no provider feeds them out."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import SettingsProblem
from serve.llm.types import Usage

_MILLION = 1_000_000


class Price(BaseModel):
    """US dollars per million tokens; those read from or written to a cache cost `input` by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    cached_input: float | None = Field(None, ge=0, allow_inf_nan=False)
    cache_write: float | None = Field(None, ge=0, allow_inf_nan=False)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    models: dict[str, Price]


Prices = Mapping[str, Price]


def load_prices(path: Path | None) -> Prices:
    """Prices by model, empty without a file; raises SettingsProblem for a file that is missing or wrong."""
    if path is None:
        return {}
    try:
        table = _Table.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsProblem(f"RAG_LLM_PRICES: {path} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsProblem(f"RAG_LLM_PRICES: {path}: {place}: {first['msg']}") from error
    return table.models


def cost_of(usage: Usage | None, price: Price | None) -> float | None:
    """US dollars, or None where the tokens or the price are not known: that is not nothing."""
    if usage is None or price is None:
        return None
    cached = price.input if price.cached_input is None else price.cached_input
    written = price.input if price.cache_write is None else price.cache_write
    plain = usage.prompt - usage.cached - usage.written
    total = (
        plain * price.input
        + usage.cached * cached
        + usage.written * written
        + usage.completion * price.output
    )
    return total / _MILLION
