"""The bodies of OpenAI's chat completions, as far as they mean something here."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MODEL = "interview-rag"


class Lenient(BaseModel):
    """What else a client sends (temperature, tools and the like) changes nothing."""

    model_config = ConfigDict(extra="ignore")


class Part(Lenient):
    """A part of a message; only text is read."""

    type: str = Field(examples=["text"])
    text: str = ""


class ChatMessage(Lenient):
    """One turn."""

    role: str = Field(examples=["user"])
    content: str | list[Part] | None = Field(None, examples=["How do LoRA and QLoRA work?"])

    @property
    def words(self) -> str:
        """The text of all its parts."""
        if isinstance(self.content, list):
            return "\n".join(p.text for p in self.content if p.text)
        return self.content or ""


class StreamOptions(Lenient):
    """`include_usage`: the tokens in a last chunk of their own."""

    include_usage: bool = False


class ChatRequest(Lenient):
    """The last message of the user is the question, the earlier ones are what it may lean on."""

    model: str = Field(examples=[MODEL])
    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    stream: bool | None = False
    stream_options: StreamOptions | None = None


class Message(BaseModel):
    """The answer with its sources; `annotations` link each mark to the words it cites."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[dict[str, Any]]


class Choice(BaseModel):
    """The only one."""

    index: int = 0
    message: Message
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Usage(BaseModel):
    """Tokens of the language model; none where the answer is the documents' own words."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage


class Model(BaseModel):
    """The model that answers from the documents."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class Models(BaseModel):
    """The models there are: one."""

    object: Literal["list"] = "list"
    data: list[Model]


class Fault(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class OpenAIError(BaseModel):
    """A failure in OpenAI's form."""

    error: Fault
