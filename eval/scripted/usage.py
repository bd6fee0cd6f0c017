"""Token counts as a provider reports them, and a prefix cache such as theirs."""

from threading import Lock

from eval.scripted.request import Request

_LEAST = 1024
_STEP = 128


def tokens(text: str) -> int:
    """About what a tokenizer would count: four characters each."""
    return -(-len(text) // 4)


class PrefixCache:
    """Counts how much of a prompt an earlier one began with, for prompts to one model, from 1024 tokens on.

    OpenAI keeps whole prompts and counts in steps of 128. Anthropic keeps a prompt up to its last mark, and
    finds it only where it begins another prompt as a whole.
    """

    def __init__(self) -> None:
        self._seen: list[tuple[str, str]] = []
        self._lock = Lock()

    def hits(self, request: Request) -> tuple[int, int, int]:
        """(tokens of the prompt, those of them that were cached, those that are cached from now on)."""
        prompt = _joined(request, len(request.messages))
        with self._lock:
            if request.api == "anthropic":
                return tokens(prompt), *self._marked(request, prompt)
            same = max((_common(prompt, p) for m, p in self._seen if m == _whose(request)), default=0)
            self._seen.append((_whose(request), prompt))
        cached = same // 4 // _STEP * _STEP
        return tokens(prompt), cached if cached >= _LEAST else 0, 0

    def _marked(self, request: Request, prompt: str) -> tuple[int, int]:
        begins = [p for m, p in self._seen if m == _whose(request) and prompt.startswith(p)]
        cached = max(map(tokens, begins), default=0)
        marked = _joined(request, request.marked) if request.marked else ""
        if tokens(marked) < _LEAST or tokens(marked) <= cached:
            return cached, 0
        self._seen.append((_whose(request), marked))
        return cached, tokens(marked) - cached


def _joined(request: Request, turns: int) -> str:
    return "\n".join([request.system, *(f"{role}: {text}" for role, text in request.messages[:turns])])


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _whose(request: Request) -> str:
    return f"{request.api}:{request.model}"
