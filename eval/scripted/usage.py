"""Token counts as a provider reports them, and a prefix cache such as theirs."""

from threading import Lock

from eval.scripted.request import Request

_LEAST = 1024
_STEP = 128


def tokens(text: str) -> int:
    """About what a tokenizer would count: four characters each."""
    return -(-len(text) // 4)


class PrefixCache:
    """Counts how much of a prompt an earlier one began with.

    The rule is OpenAI's: from 1024 tokens, in steps of 128, for prompts to one model. Anthropic wants
    marks on what is to be cached; that is left out here.
    """

    def __init__(self) -> None:
        self._seen: list[tuple[str, str]] = []
        self._lock = Lock()

    def hits(self, request: Request) -> tuple[int, int]:
        """(tokens of the prompt, those of them that were cached)."""
        prompt = "\n".join([request.system, *(f"{role}: {text}" for role, text in request.messages)])
        with self._lock:
            same = max((_common(prompt, p) for m, p in self._seen if m == request.model), default=0)
            self._seen.append((request.model, prompt))
        cached = same // 4 // _STEP * _STEP
        return tokens(prompt), cached if cached >= _LEAST else 0


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
