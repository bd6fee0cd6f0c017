"""Settings of the Slack bot, from `RAG_SLACK_*`; its tokens come from Slack's own variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsProblem
from ingest.types import EVERYONE


class SlackSettings(BaseSettings):
    """Where the bot listens and to whom; lists have commas between, and an empty one lets everybody in."""

    model_config = SettingsConfigDict(env_prefix="RAG_", frozen=True)

    public_url: str = Field("", description="address of the web page, for links to the cited words")
    slack_mode: Literal["socket", "http"] = Field("socket", description="socket or http")
    slack_host: str = Field("127.0.0.1", description="address that http mode listens on")
    slack_port: int = Field(3000, ge=0, le=65535, description="port that http mode listens on")
    slack_api_url: str = Field("https://slack.com/api/", description="address of Slack's Web API")
    slack_workspaces: str = Field("", description="ids of the workspaces that may ask")
    slack_channels: str = Field("", description="ids of the channels in which it answers")
    slack_users: str = Field("", description="ids of the people who may ask")
    slack_auto_channels: str = Field("", description="ids of channels whose questions it answers unasked")
    slack_channel_groups: str = Field("", description="CHANNEL=GROUP|GROUP: what is shown in a channel")
    slack_helpers: str = Field("", description="id of the user group that knows more")
    slack_per_minute: int = Field(20, ge=1, description="questions that a person may ask in a minute")
    slack_days: int = Field(30, ge=1, description="days that the buttons of an answer work")
    slack_workers: int = Field(2, ge=1, le=32, description="questions that are answered at once")

    @field_validator("slack_channel_groups")
    @classmethod
    def _pairs(cls, value: str) -> str:
        """Raises ValueError for an entry that is no CHANNEL=GROUP."""
        for entry in listed(value):
            channel, _, groups = entry.partition("=")
            if not channel.strip() or not groups.strip("| "):
                raise ValueError(f"“{entry}” is no CHANNEL=GROUP")
        return value

    @property
    def auto_channels(self) -> tuple[str, ...]:
        """The channels whose questions are answered unasked."""
        return listed(self.slack_auto_channels)

    def groups_of(self, channel: str) -> tuple[str, ...]:
        """Whose documents a channel sees: everyone's, and those of its own groups."""
        pairs = dict(entry.split("=", 1) for entry in listed(self.slack_channel_groups))
        named = {name.strip(): groups for name, groups in pairs.items()}.get(channel, "")
        return (EVERYONE, *(g.strip() for g in named.split("|") if g.strip()))

    def admits(self, teams: frozenset[str], channel: str, user: str) -> bool:
        """Whether somebody of these workspaces may ask there; a direct message's channel needs no entry."""
        workspaces, channels, users = map(
            listed, (self.slack_workspaces, self.slack_channels, self.slack_users)
        )
        return (
            (not workspaces or teams <= set(workspaces))
            and (not channels or channel in channels or channel.startswith("D"))
            and (not users or user in users)
        )


def listed(value: str) -> tuple[str, ...]:
    """The entries of a list that is separated by commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Tokens:
    """What proves to Slack who we are, and to us that Slack is speaking."""

    bot: str = field(repr=False)
    app: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)


def tokens_from(environment: Mapping[str, str], mode: str) -> Tokens:
    """SLACK_BOT_TOKEN and what the mode needs besides; raises SettingsProblem, naming what is missing."""
    needed = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN" if mode == "socket" else "SLACK_SIGNING_SECRET")
    for name in needed:
        if not environment.get(name, "").strip():
            raise SettingsProblem(
                f"{name} is not set: {mode} mode needs it (docs/slack.md says where it stands)"
            )
    bot, app, secret = (
        environment.get(name, "").strip()
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
    )
    return Tokens(bot, app, secret)
