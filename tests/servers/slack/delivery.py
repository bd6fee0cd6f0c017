"""How Slack brings events to an app: signed requests or envelopes, again where no acknowledgement comes."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.servers.slack.api import Api
from tests.servers.slack.state import Body

PATIENCE = 3.0
"""Seconds within which an app has to acknowledge."""
RETRIES = 3


def signature(secret: str, timestamp: str, body: str) -> str:
    """As https://docs.slack.dev/authentication/verifying-requests-from-slack says."""
    said = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()


class Delivery:
    """Over HTTP once there is an address, else over a socket that the bot has opened."""

    def __init__(self, api: Api, secret: str) -> None:
        self.api, self.secret = api, secret
        self.url = ""
        self.unacknowledged = 0
        self._ids = count(1)
        self._under_way: list[Future[Body]] = []
        self._pool = ThreadPoolExecutor(max_workers=16)

    def close(self) -> None:
        """Delivers what is on its way, and nothing after it."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def send(self, kind: str, payload: Body, again: bool = False) -> "Future[Body]":
        """Delivers in the background; `again`: once more although it was acknowledged."""
        sent = self._pool.submit(self._insist, kind, payload, again)
        self._under_way.append(sent)
        return sent

    def settle(self) -> None:
        """Waits until everything is delivered; raises AssertionError for what was never acknowledged."""
        while self._under_way:
            self._under_way.pop().result()

    def _insist(self, kind: str, payload: Body, again: bool) -> Body:
        answer = None
        for attempt in range(RETRIES + 1):
            answer = self._deliver(kind, payload, attempt)
            if answer is not None and (not again or attempt):
                break
        if answer is None:
            raise AssertionError(f"never acknowledged: {kind}")
        return answer

    def _deliver(self, kind: str, payload: Body, attempt: int) -> Body | None:
        answer = self._post(kind, payload, attempt) if self.url else self._envelope(kind, payload, attempt)
        self.unacknowledged += answer is None
        return answer

    def _post(self, kind: str, payload: Body, attempt: int) -> Body | None:
        form = {"interactive": lambda: {"payload": json.dumps(payload)}, "slash_commands": lambda: payload}
        body = urlencode(form[kind]()) if kind in form else json.dumps(payload)
        content = "application/x-www-form-urlencoded" if kind in form else "application/json"
        extra = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}
        status, answer = self.request(body, content, str(int(time.time())), extra)
        return answer if status == 200 else None

    def request(
        self, body: str, content: str, timestamp: str, extra: dict[str, str] | None = None, signed: str = ""
    ) -> tuple[int, Body]:
        """One signed request: the status and the JSON that came back."""
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signed or signature(self.secret, timestamp, body),
            **(extra or {}),
        }
        request = urllib.request.Request(self.url, body.encode(), headers)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
                return response.status, _parsed(response.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, {}
        except OSError:
            return 0, {}

    def _envelope(self, kind: str, payload: Body, attempt: int) -> Body | None:
        state, envelope = self.api.state, f"E{next(self._ids)}"
        with state.changed:
            if not state.changed.wait_for(lambda: self.api.sockets, PATIENCE):
                return None
            link = self.api.sockets[next(self._ids) % len(self.api.sockets)]
        message: dict[str, Any] = {"envelope_id": envelope, "type": kind, "payload": payload}
        message["accepts_response_payload"] = kind == "slash_commands"
        if kind == "events_api":
            message |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        try:
            link.send(message)
        except OSError:
            return None
        with state.changed:
            state.changed.wait_for(lambda: envelope in self.api.acked, PATIENCE)
            acked = self.api.acked.get(envelope)
        return None if acked is None else acked.get("payload", {})


def _parsed(data: bytes) -> Body:
    """JSON, or the words that a command is acknowledged with."""
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {"text": data.decode()}
    return found if isinstance(found, dict) else {"text": str(found)}
