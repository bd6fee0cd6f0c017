"""A scripted server, and models that ask it through the official SDKs."""

from collections.abc import Callable, Iterator

import pytest

from eval.scripted import ScriptedLLM
from serve.llm.choice import Access, Choice, access_of
from serve.llm.llamaindex import LlamaIndexProvider, load_provider
from serve.llm.resilience import Policy, ResilientModel
from serve.llm.types import Message, Prompt

KEY = "sk-scripted-0123456789"
PROMPT = Prompt("Be brief.", (Message("user", "What is RAG?"),), max_tokens=50)
PROVIDERS = ("openai", "anthropic", "openai-like")


@pytest.fixture
def server() -> Iterator[ScriptedLLM]:
    """Answers only those who know the key."""
    with ScriptedLLM(key=KEY) as running:
        yield running


@pytest.fixture(scope="module", params=PROVIDERS)
def provider_name(request: pytest.FixtureRequest) -> str:
    """Each kind of provider."""
    return str(request.param)


@pytest.fixture
def choice(server: ScriptedLLM, provider_name: str) -> Choice:
    """A model of each provider, at the scripted server."""
    return Choice(provider_name, "scripted", server.openai_url if provider_name == "openai-like" else "")  # type: ignore[arg-type]


@pytest.fixture
def access(server: ScriptedLLM, choice: Choice) -> Access:
    """As the environment would give it."""
    environment = {
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": server.openai_url,
        "ANTHROPIC_API_KEY": KEY,
        "ANTHROPIC_BASE_URL": server.anthropic_url,
    }
    return access_of(choice, environment)


@pytest.fixture
def provider(choice: Choice, access: Access) -> LlamaIndexProvider:
    """One attempt a call."""
    return load_provider(choice, access)


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the model would have slept."""
    return []


@pytest.fixture
def model(provider: LlamaIndexProvider, waits: list[float]) -> ResilientModel:
    """Retries at once, with jitter at half of its range."""
    return ResilientModel(provider, policy=Policy(attempts=3), sleep=waits.append, draw=lambda: 0.5)


@pytest.fixture
def once(provider: LlamaIndexProvider) -> Callable[[], ResilientModel]:
    """A model that tries once, new each time so that no breaker remembers."""
    return lambda: ResilientModel(provider, policy=Policy(attempts=1))
