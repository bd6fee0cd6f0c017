"""A scripted language model: a real HTTP server on loopback in the wire formats of OpenAI and Anthropic.

    with ScriptedLLM() as server:
        server.then(Fail(429, retry_after=1), Say("Ready."))      # the next two requests
        server.otherwise(lambda request: Say(request.last.upper()))   # every one after them
        ...
        assert server.requests[0].api == "openai"

`server.openai_url` and `server.anthropic_url` are what the SDKs want as base URL.
"""

from eval.scripted.behaviour import Behaviour, Cut, Drop, Fail, Hang, Malformed, Say, StreamFault
from eval.scripted.request import Request
from eval.scripted.server import ScriptedLLM

__all__ = [
    "Behaviour",
    "Cut",
    "Drop",
    "Fail",
    "Hang",
    "Malformed",
    "Request",
    "Say",
    "ScriptedLLM",
    "StreamFault",
]
