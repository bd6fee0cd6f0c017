"""A Slack workspace on loopback: the Web API, response URLs, Events API deliveries and Socket Mode.

    with Workspace() as slack:
        slack.channel("C1", members=["U1", slack.bot])
        slack.listens_at(url)                    # HTTP mode; in socket mode the bot connects by itself
        ts = slack.say("U1", "C1", "<@UBOT> What is RAG?")
        reply = slack.reply_to("C1", ts)         # waits for the bot's message in the thread

Formats follow Slack's documentation: docs.slack.dev/apis/events-api, .../using-socket-mode,
.../web-api/rate-limits, and the page of each method.
"""

from tests.servers.slack.faults import Fault
from tests.servers.slack.workspace import Workspace

__all__ = ["Fault", "Workspace"]
