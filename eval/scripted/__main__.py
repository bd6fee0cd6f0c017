"""`python -m eval.scripted`: the scripted server to try things on by hand; it repeats what it is told."""

from contextlib import suppress
from threading import Event

from eval.scripted import ScriptedLLM

with ScriptedLLM() as server:
    print(f"RAG_LLM=openai-like:scripted@{server.openai_url}  (Ctrl-C ends it)", flush=True)  # noqa: T201
    with suppress(KeyboardInterrupt):
        Event().wait()
