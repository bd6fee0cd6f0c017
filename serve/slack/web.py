"""Slack's Web API through its own client: what to wait for, what is gone, and what nobody can know.

https://docs.slack.dev/apis/web-api/rate-limits: a 429 names the seconds to wait, for that method alone.
"""

import time
from collections.abc import Mapping
from http.client import HTTPException
from threading import Event, Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from serve.slack.errors import Gone, Refused, SlackProblem, Uncertain
from serve.slack.triggers import Me
from serve.slack.types import Body

SECONDS = 20
"""A call answers within this time or counts as failed."""
_SHUT_OUT = """
invalid_auth not_authed account_inactive token_revoked token_expired access_denied org_login_required
not_allowed_token_type team_access_not_granted
""".strip()
_GONE = """
channel_not_found not_in_channel is_archived message_not_found thread_not_found cant_update_message
edit_window_closed user_not_in_channel cannot_reply_to_message is_inactive user_not_found no_permission
messages_tab_disabled restricted_action restricted_action_read_only_channel
restricted_action_thread_only_channel restricted_action_non_threadable_channel
trigger_expired exchanged_trigger_id expired_trigger_id
""".strip()
_SERVER = "internal_error fatal_error service_unavailable request_timeout"
_FORM = frozenset({"conversations.replies", "conversations.history", "auth.test"})
"""Methods that take no JSON."""


class Slack:
    """Calls Slack, waiting as long as a rate limit says; `stopping` cuts the waiting short."""

    def __init__(self, client: WebClient, stopping: Event) -> None:
        self.client = client
        self._stopping = stopping
        self._lock = Lock()
        self._not_before: dict[str, float] = {}

    def call(self, method: str, **arguments: Any) -> Body:
        """What the method returns; raises SlackProblem, Gone, Refused, Uncertain."""
        while True:
            self._wait(method)
            try:
                return self._once(method, arguments)
            except SlackApiError as error:
                self._judge(method, error)
            except (OSError, HTTPException, SlackClientError) as error:
                raise Uncertain(f"{method}: {type(error).__name__}") from error

    def reply(self, url: str, message: Body) -> None:
        """Answers a command or a button where only one person sees it; raises Gone, Refused, Uncertain."""
        while True:
            self._wait(url)
            try:
                response = WebhookClient(url, timeout=SECONDS, retry_handlers=[]).send_dict(message)
            except (OSError, HTTPException, SlackClientError) as error:
                raise Uncertain(f"response_url: {type(error).__name__}") from error
            if response.status_code == 200:
                return
            if response.status_code == 429:
                self._rest(url, response.headers)
            elif response.status_code >= 500:
                raise Uncertain(f"response_url: {response.status_code}")
            else:
                raise Gone(f"response_url: {response.status_code}")

    def _once(self, method: str, arguments: Mapping[str, Any]) -> Body:
        sent: dict[str, Any] = {"params" if method in _FORM else "json": dict(arguments)}
        data = self.client.api_call(method, **sent).data
        if not isinstance(data, dict):
            raise Uncertain(f"{method}: no JSON")
        return data

    def _judge(self, method: str, error: SlackApiError) -> None:
        """Returns where the call may be made again."""
        status = error.response.status_code
        said = str(error.response.get("error", "")) if isinstance(error.response.data, dict) else ""
        if status == 429 or said in ("ratelimited", "rate_limited"):
            self._rest(method, error.response.headers)
        elif said in _SHUT_OUT.split():
            raise SlackProblem(
                f"Slack does not let the bot in ({said}): set SLACK_BOT_TOKEN anew"
            ) from None  # the error holds the request, and that the token
        elif said in _GONE.split():
            raise Gone(f"{method}: {said}") from None
        elif status >= 500 or said in _SERVER.split():
            raise Uncertain(f"{method}: {said[:80] or status}") from None
        else:
            needed = error.response.get("needed", "") if said == "missing_scope" else ""
            raise Refused(f"{method}: {said[:80]} {needed}".strip()) from None

    def _rest(self, name: str, headers: Mapping[str, Any]) -> None:
        given = next((v for k, v in headers.items() if k.lower() == "retry-after"), "1")
        seconds = float(given[0] if isinstance(given, list) else given)
        with self._lock:
            self._not_before[name] = max(self._not_before.get(name, 0.0), time.monotonic() + seconds)

    def _wait(self, name: str) -> None:
        with self._lock:
            seconds = self._not_before.get(name, 0.0) - time.monotonic()
        if seconds > 0 and self._stopping.wait(seconds):
            raise Uncertain(f"{name}: stopped while waiting")


def web_client(token: str, api_url: str) -> WebClient:
    """Slack's client without retries of its own, which could post a message twice."""
    return WebClient(token=token, base_url=api_url, timeout=SECONDS, retry_handlers=[])


def who_am_i(slack: Slack) -> Me:
    """The bot's own user and workspace; raises SlackProblem where Slack does not answer or lets nobody in."""
    try:
        said = slack.call("auth.test")
    except (Gone, Refused, Uncertain) as error:
        raise SlackProblem(f"Slack does not answer ({error}): try again later") from error
    return Me(said["user_id"], said["team_id"])
