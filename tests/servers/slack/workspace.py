"""People in a workspace: they write, press buttons, open panes, and see what the bot does."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.servers.slack.api import Api
from tests.servers.slack.delivery import Delivery
from tests.servers.slack.state import Body, Channel, State

T = TypeVar("T")
SECONDS = 30.0


class Workspace:
    """Serves while it is a context. `UBOT` is the bot, `T1` the workspace."""

    bot, team = "UBOT", "T1"
    bot_token, app_token, secret = "xoxb-test", "xapp-test", "shh"

    def __init__(self) -> None:
        self.state = State(self.bot, self.team)
        self.api = Api(self.state, self.bot_token, self.app_token)
        self.delivery = Delivery(self.api, self.secret)
        self.faults = self.api.faults

    def __enter__(self) -> Self:
        Thread(target=self.api.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.delivery.close()
        for link in list(self.api.sockets):
            link.close()
        self.api.shutdown()
        self.api.server_close()

    @property
    def api_url(self) -> str:
        """What stands in for https://slack.com/api/."""
        return f"http://127.0.0.1:{self.api.server_port}/api/"

    def listens_at(self, url: str) -> None:
        """From now on events go there."""
        self.delivery.url = url

    def channel(self, name: str, members: Iterable[str] = ("U1",), bot: bool = True) -> Channel:
        """Makes a channel with these people and the bot in it."""
        made = Channel(name, {*members, *([self.bot] if bot else [])})
        self.state.channels[name] = made
        return made

    def say(self, user: str, channel: str, text: str, thread: str = "", **event: Any) -> str:
        """Somebody writes: the message's timestamp; the bot gets the events that it subscribes to."""
        again = bool(event.pop("delivered_twice", False))
        with self.state.changed:
            ts = self.state.next_ts()
            message: Body = {"type": "message", "user": user, "text": text, "ts": ts, **event}
            message |= {"thread_ts": thread} if thread else {}
            self.state.channels[channel].messages.append(message)
        kind = "im" if channel.startswith("D") else "channel"
        self.event({**message, "channel": channel, "channel_type": kind, "team": self.team}, again)
        if f"<@{self.bot}>" in text and kind == "channel":
            self.event({**message, "type": "app_mention", "channel": channel, "team": self.team}, again)
        return ts

    def event(self, event: Body, again: bool = False, **body: Any) -> Any:
        """Delivers an event in its envelope."""
        whole = {"type": "event_callback", "team_id": self.team, "api_app_id": "A1", "event": event}
        whole |= {"event_id": f"Ev{time.monotonic_ns()}", "event_time": int(time.time()), **body}
        return self.delivery.send("events_api", whole, again)

    def settle(self) -> None:
        """Waits until the bot has acknowledged everything that happened."""
        self.delivery.settle()

    def delete(self, channel: str, ts: str) -> None:
        """Somebody deletes a message."""
        with self.state.changed:
            place = self.state.channels[channel]
            place.messages = [m for m in place.messages if m["ts"] != ts]
        gone = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": ts}
        self.event({**gone, "channel": channel, "ts": self.state.next_ts()}).result()

    def command(self, user: str, channel: str, text: str, trigger: str = "") -> tuple[Body, list[Body]]:
        """`/ask`: what the person sees at once, and the list that later replies go to."""
        name, replies = self._response_url()
        payload = {
            "command": "/ask",
            "text": text,
            "user_id": user,
            "channel_id": channel,
            "team_id": self.team,
            "trigger_id": trigger or f"tr{time.monotonic_ns()}",
            "response_url": name,
        }
        return self.delivery.send("slash_commands", payload).result(), replies

    def press(
        self, user: str, channel: str, message: Body, name: str, private: bool = False
    ) -> tuple[Body, list[Body]]:
        """Presses a button in a message: what came back, and the list that later replies go to."""
        buttons = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
        chosen = next(e for e in buttons if e["action_id"] == f"rag_{name}")
        url, replies = self._response_url()
        ts = message.get("ts", "1.0")
        place = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": private}
        place |= {"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}
        payload: Body = {
            "type": "block_actions",
            "user": {"id": user, "team_id": self.team},
            "team": {"id": self.team},
            "channel": {"id": channel},
            "container": place,
            "trigger_id": f"tr{time.monotonic_ns()}",
            "response_url": url,
            "actions": [{**chosen, "block_id": "b", "action_ts": str(time.time())}],
        }
        payload |= {} if private else {"message": message}
        return self.delivery.send("interactive", payload).result(), replies

    def submit(self, user: str, view: Body, reason: str, comment: str = "") -> Body:
        """Sends the dialog of “Not helpful”."""
        values = {
            "reason": {"value": {"type": "radio_buttons", "selected_option": {"value": reason}}},
            "comment": {"value": {"type": "plain_text_input", "value": comment or None}},
        }
        payload = {
            "type": "view_submission",
            "user": {"id": user},
            "team": {"id": self.team},
            "view": {**view, "state": {"values": values}},
        }
        return self.delivery.send("interactive", payload).result()  # type: ignore[no-any-return]

    def open_pane(self, user: str, channel: str) -> str:
        """Opens the assistant pane: the thread that it is."""
        with self.state.changed:
            ts = self.state.next_ts()
            self.state.channels[channel].messages.append(
                {"type": "message", "user": self.bot, "text": "", "ts": ts}
            )
        thread = {"user_id": user, "channel_id": channel, "thread_ts": ts, "context": {}}
        self.event({"type": "assistant_thread_started", "assistant_thread": thread}).result()
        return ts

    def replies(self, channel: str, thread: str) -> list[Body]:
        """The bot's messages in a thread."""
        with self.state.changed:
            found = self.state.channels[channel].messages
            return [dict(m) for m in found if m["user"] == self.bot and m.get("thread_ts") == thread]

    def finished(self, message: Body) -> bool:
        """Whether a message has its buttons: the answer is whole."""
        return any(b["type"] == "actions" for b in message.get("blocks", ()))

    def reply_to(self, channel: str, thread: str, number: int = 1) -> Body:
        """The bot's answer in a thread, the so-manieth, once it is whole."""

        def whole() -> Body | None:
            said = [m for m in self.replies(channel, thread) if self.finished(m)]
            return said[number - 1] if len(said) >= number else None

        return self.wait(whole, f"answer {number} in {channel}")

    def calls(self, method: str) -> list[Body]:
        """What a method was sent, failures included."""
        with self.state.changed:
            return [sent for name, sent, _ in self.api.calls if name == method]

    def wait(self, look: Callable[[], T | None], what: str, seconds: float = SECONDS) -> T:
        """The first thing that is seen; raises AssertionError when nothing is for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if seen := look():
                return seen
            with self.state.changed:
                self.state.changed.wait(0.05)
        raise AssertionError(f"waited in vain for {what}")

    def hang_up(self) -> None:
        """Ends every socket, as Slack does when it moves connections."""
        for link in list(self.api.sockets):
            with suppress(OSError):
                link.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "a"}})

    def _response_url(self) -> tuple[str, list[Body]]:
        name = f"R{time.monotonic_ns()}"
        replies = self.api.responses[name] = []
        return f"http://127.0.0.1:{self.api.server_port}/response/{name}", replies
