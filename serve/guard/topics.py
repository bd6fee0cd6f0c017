"""Allowed and forbidden subjects, by example sentences in a TOML file (docs/guards.md)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import SettingsProblem
from ingest.guard.planted import Embed
from serve.guard.types import Decision


class Subject(BaseModel):
    """A subject and sentences that are on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)


class TopicFile(BaseModel):
    """What the file holds: subjects, and the least cosines to an example that make a question one of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allowed: tuple[Subject, ...] = ()
    forbidden: tuple[Subject, ...] = ()
    like: float = Field(0.45, gt=0, lt=1)
    allowed_like: float = Field(0.2, gt=0, lt=1)


@dataclass(frozen=True, slots=True)
class Topics:
    """The file's subjects with their examples' vectors: float32[examples, dimension] each."""

    rules: TopicFile
    allowed: tuple[NDArray[np.float32], ...]
    forbidden: tuple[NDArray[np.float32], ...]

    def examine(self, vector: NDArray[np.float32] | None) -> Decision:
        """Blocks a question on a forbidden subject, and one on none of the allowed where some are named."""
        if vector is None:
            return Decision("topics", "allow")
        allowed = [float((v @ vector).max()) for v in self.allowed]
        forbidden = [float((v @ vector).max()) for v in self.forbidden]
        worst, best = max(forbidden, default=0.0), max(allowed, default=1.0 if not self.allowed else 0.0)
        if worst >= self.rules.like and (not allowed or worst > best):
            name = self.rules.forbidden[forbidden.index(worst)].name
            return Decision("topics", "block", f"questions on {name} are not answered here", round(worst, 4))
        if best < self.rules.allowed_like:
            names = ", ".join(s.name for s in self.rules.allowed)
            return Decision(
                "topics", "block", f"only questions on {names} are answered here", round(1 - best, 4)
            )
        return Decision("topics", "allow", "", round(max(worst, 0.0), 4))


def load_topics(path: Path, embed: Embed) -> Topics:
    """Reads and embeds the file; raises SettingsProblem for one that is none."""
    try:
        rules = TopicFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingsProblem(f"RAG_GUARD_TOPICS: cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise SettingsProblem(f"RAG_GUARD_TOPICS: {path}: {where}: {first['msg']}") from error
    except ValueError as error:
        raise SettingsProblem(f"RAG_GUARD_TOPICS: {path} is not TOML: {error}") from error
    vectors = [tuple(embed(list(s.examples)) for s in side) for side in (rules.allowed, rules.forbidden)]
    return Topics(rules, *vectors)
