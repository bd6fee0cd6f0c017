"""Bolt: Slack's requests in, acknowledged once they are committed. The only file that knows it.

Listeners run before the response (`process_before_response`): one that fails gives 500, in socket mode no
acknowledgement, and Slack delivers again.
"""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any, cast

import uvicorn
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from ingest.errors import SettingsProblem
from serve.slack.bot import LOG, Bot
from serve.slack.buttons import PREFIX, dialog_of, job_of_button, job_of_dialog
from serve.slack.crew import Crew
from serve.slack.dialogs import READING, USAGE
from serve.slack.errors import Gone, Refused, SlackProblem, Uncertain
from serve.slack.settings import Tokens
from serve.slack.triggers import job_of_command
from serve.slack.types import Body
from serve.slack.words import is_greeting

PATH = "/slack/events"
NOT_ALLOWED = "You cannot ask me here."


def application(bot: Bot, tokens: Tokens) -> App:
    """The Bolt app over a bot; its requests are checked against the signing secret."""
    app = App(
        client=bot.slack.client,
        signing_secret=tokens.signing_secret or "socket mode has no use for one",
        process_before_response=True,
        token_verification_enabled=False,
        logger=LOG,
    )

    @app.event(re.compile("tokens_revoked|app_uninstalled"))
    def revoked() -> None:
        bot.stop(SlackProblem("Slack has revoked the bot's token: install the app again"))

    @app.event(re.compile(".*"))
    def event(body: Body) -> None:
        bot.receive(body)

    @app.command("/ask")
    def command(body: Body, ack: Ack) -> None:
        job = job_of_command(body, bot.settings, bot.me)
        if job is None:
            ack(NOT_ALLOWED)
        elif is_greeting(job.text):
            ack(USAGE)
        else:
            bot.accept(job)
            ack(READING)

    @app.action(re.compile(f"^{PREFIX}"))
    def button(body: Body, ack: Ack) -> None:
        dialog = dialog_of(body, bot)
        job = None if dialog else job_of_button(body, bot)
        if dialog:
            _open(bot, body["trigger_id"], dialog)
        elif job:
            bot.accept(job)
        ack()

    @app.view("rag_reason")
    def dialog(body: Body, ack: Ack) -> None:
        bot.accept(job_of_dialog(body))
        ack()

    return app


def _open(bot: Bot, trigger: str, dialog: Body) -> None:
    try:
        bot.slack.call("views.open", trigger_id=trigger, view=dialog)
    except (Gone, Refused, Uncertain) as error:  # the person presses again
        LOG.warning("%s", error)


class Endpoint(SlackRequestHandler):
    """The app as ASGI; each request in a thread, since committing and opening dialogs take a moment."""

    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        """What the app says."""
        body, headers = await request.get_raw_body(), request.get_headers()
        asked = BoltRequest(body=body, query=request.query_string, headers=cast(Any, headers))
        return await asyncio.to_thread(cast(App, self.app).dispatch, asked)


class HttpServer:
    """Serves one socket from a thread; its `port` is open once it is made."""

    def __init__(self, app: App, host: str, port: int) -> None:
        """Raises SettingsProblem where it cannot listen."""
        try:
            self._listening = socket.create_server((host, port))
        except OSError as error:
            raise SettingsProblem(f"cannot listen on {host}:{port}: {error.strerror}") from error
        self.port = int(self._listening.getsockname()[1])
        config = uvicorn.Config(cast(Any, Endpoint(app, path=PATH)), log_config=None, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._listening]})
        self._thread.start()

    def close(self) -> None:
        """Finishes what came in before."""
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()


def socket_mode(app: App, token: str) -> SocketModeHandler:
    """A WebSocket to Slack, which opens itself anew; raises SlackProblem where Slack opens none."""
    handler = SocketModeHandler(app, token)
    try:
        handler.connect()  # type: ignore[no-untyped-call] # Bolt's own
    except (SlackApiError, OSError) as error:
        handler.close()  # type: ignore[no-untyped-call]
        said = error.response.get("error") if isinstance(error, SlackApiError) else error
        raise SlackProblem(f"Slack opens no socket ({said}): look at SLACK_APP_TOKEN") from None
    return handler


@contextmanager
def running(bot: Bot, tokens: Tokens) -> Iterator[str]:
    """The bot at work, and where it listens; at the end it finishes what is in work and leaves the rest.

    Raises SlackProblem, SettingsProblem.
    """
    app, chosen = application(bot, tokens), bot.settings
    with closing(bot.jobs.db):
        intake: SocketModeHandler | HttpServer
        if chosen.slack_mode == "socket":
            intake, where = socket_mode(app, tokens.app), "over a socket"
        else:
            intake = HttpServer(app, chosen.slack_host, chosen.slack_port)
            where = f"http://{chosen.slack_host}:{intake.port}{PATH}"
        crew = Crew(bot)
        try:
            crew.start()
            yield where
        finally:
            intake.close()
            bot.stop()
            crew.join()
