"""One tiny call to the language model, for `rag doctor`."""

from serve.bootstrap import build_cheap_model, build_language_model
from serve.llm.resilience import Policy
from serve.llm.types import Message, Prompt, Reply
from serve.settings import Settings

_PROMPT = Prompt(
    "You check a connection.", (Message("user", "Reply with the one word: ready"),), max_tokens=1000
)
"""So many tokens because models that reason count their reasoning; the reply itself is one or two."""
_SHOWN = 40


_ONCE = Policy(attempts=1)
"""One attempt, so that faults that come and go show."""


def tried(settings: Settings, cheap: bool = False) -> str:
    """What came back of the model, or the one for easy questions; raises RagError for what failed."""
    model = build_cheap_model(settings, _ONCE) if cheap else build_language_model(settings, _ONCE)
    if model is None:
        return "none"
    reply = model.complete(_PROMPT, settings.language_model.llm_seconds)
    said = " ".join(reply.text.split())
    shown = said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
    served = "" if model.name.endswith(f":{reply.model}") else f" (served by {reply.model})"
    return f"{model.name}{served} replied “{shown}” in {reply.seconds * 1000:.0f} ms, {_spent(reply)}"


def _spent(reply: Reply) -> str:
    usage = reply.spent.usage
    if usage is None:
        return "tokens not counted by the server"
    cached = f" ({usage.cached} cached)" if usage.cached else ""
    cost = "price unknown" if reply.spent.cost is None else f"{reply.spent.cost:.6f} USD"
    return f"{usage.prompt} tokens in{cached}, {usage.completion} out, {cost}"
