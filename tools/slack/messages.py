"""Every message and dialog that the bot can send, made by the bot's own functions from an example or two."""

from dataclasses import dataclass, replace

from serve.slack import app, blocks, dialogs
from serve.slack.types import Body
from serve.types import Answer, Citation, Sentence

URL = "https://rag.example"
QUESTION = "How do I reduce hallucinations?"
_SECTION = "Answering from documents > How do you reduce hallucinations?"
_SAID = (
    "Give the model the evidence and tell it to answer from that alone.",
    "Check every sentence against the words that it cites, and drop what they do not say.",
    "Let it refuse where the evidence does not answer.",
)
_CODE = 'if score < threshold & "<!channel>" not in text:\n    raise Refused(f"*{question}*")'
_ROW = "Reranker | 0.4 s | *best* of 20 | a_b & c <d>"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as somebody meets it; `seen_by` is one person, the channel, or a dialog."""

    name: str
    when: str
    seen_by: str
    message: Body


def answer() -> Answer:
    """Three sentences from two places."""
    cited = tuple(
        Citation(
            n, "answering.md", "Answering from documents", _SECTION, 40 * n, 40 * n + len(words), words, 0.8
        )
        for n, words in enumerate(_SAID, start=1)
    )
    return Answer(
        question=QUESTION,
        status="answered",
        text=" ".join(f"{s} [{n}]" for n, s in enumerate(_SAID, start=1)),
        sentences=tuple(Sentence(s, (n,)) for n, s in enumerate(_SAID, start=1)),
        citations=(*cited[:2], replace(cited[2], document="Guide to refusing.pdf", title="", page=7)),
        timings_ms={},
        settings_hash="",
        index_version="v0001",
    )


def markup() -> Answer:
    """Words that would be markup, a mention of everybody or a fence's end, a list, a row and code."""
    text = (
        "The steps, *in order*: [1]\n\n1. Search for _both_ names. [1]\n"
        "2. Compare <@U123> & <!channel>. [2]\n"
        f"- {_ROW} [2]\n\n```\n{_CODE}\n```\n[3]"
    )
    cited = tuple(
        replace(c, quote=q) for c, q in zip(answer().citations, (_ROW, _CODE, "> quoted"), strict=True)
    )
    return replace(answer(), text=text, citations=cited, notes=("read “halucinations” as “hallucinations”",))


def long() -> Answer:
    """More than a message holds, and more sources than it lists."""
    said = "This paragraph says something about step {n}, at some length and with its own source."
    many = tuple(replace(answer().citations[0], number=n, quote=said.format(n=n)) for n in range(1, 121))
    text = "\n\n".join(f"{said.format(n=n)} [{n}]" for n in range(1, 121))
    return replace(answer(), text=text, citations=many)


def refusal() -> Answer:
    """Decided in code: no sources."""
    said = "The material does not answer this question."
    text = f"{said} Nearest in it: “How do you evaluate a domain model?”; “What is a reranker?”."
    return replace(answer(), status="refused", reason=said, text=text, sentences=(), citations=())


def _shared() -> Body:
    message = blocks.answer_message(answer(), "a1", URL, True)
    return {**message, "blocks": [dialogs.shared_by("U123", QUESTION), *message["blocks"]]}


def gallery() -> list[Shown]:
    """All of them."""
    citations = answer().citations
    prompts = dialogs.suggested_prompts([QUESTION, "What is a reranker?", "What is LoRA?"])
    everybody, one, dialog = "the channel", "one person", "a dialog"
    return [
        Shown(
            "answer", "the answer to a question", everybody, blocks.answer_message(answer(), "a1", URL, True)
        ),
        Shown(
            "no-page", "no web page, no helpers", everybody, blocks.answer_message(answer(), "a1", "", False)
        ),
        Shown(
            "partial",
            "an answer that grows",
            everybody,
            blocks.partial_message(_SAID[0] + " [1]", citations, URL),
        ),
        Shown(
            "refusal",
            "the material does not say",
            everybody,
            blocks.answer_message(refusal(), "a1", URL, True),
        ),
        Shown(
            "markup",
            "words that look like markup",
            everybody,
            blocks.answer_message(markup(), "a1", URL, True),
        ),
        Shown("long", "more than a message holds", everybody, blocks.answer_message(long(), "a1", URL, True)),
        Shown("command", "/ask", one, blocks.answer_message(answer(), "a1", URL, True, shareable=True)),
        Shown("shared", "Share was pressed", everybody, _shared()),
        Shown("help", "Who can help", everybody, _text(dialogs.help_message("S123", "U123", QUESTION))),
        Shown(
            "pane", "the assistant pane opens", "the pane", {**_text(dialogs.GREETING), "prompts": prompts}
        ),
        Shown("reading", "at once after /ask", one, _text(dialogs.READING)),
        Shown("usage", "/ask without a question", one, _text(dialogs.USAGE)),
        Shown("not-allowed", "/ask where it is not allowed", one, _text(app.NOT_ALLOWED)),
        Shown("limited", "too many questions", one, _text(dialogs.limited_notice(20, QUESTION))),
        Shown(
            "too-long", "a question that cannot be asked", one, _text(dialogs.bad_question_notice(_TOO_LONG))
        ),
        Shown("thanks", "feedback was kept", one, _text(dialogs.THANKS)),
        Shown("expired", "a button of an old answer", one, _text(dialogs.EXPIRED)),
        Shown("changed", "its documents have changed", one, _text(dialogs.CHANGED)),
        Shown("not-there", "sharing where it is not", one, _text(dialogs.NOT_THERE)),
        Shown("broken", "a defect, or an index that is gone", one, _text(dialogs.BROKEN)),
        Shown("reason-dialog", "Not helpful", dialog, dialogs.reason_dialog("a1", "C1 1.0")),
        Shown("sources-dialog", "Show sources", dialog, dialogs.sources_dialog(citations, URL)),
        Shown("note-dialog", "sources of an old answer", dialog, dialogs.note_dialog(dialogs.EXPIRED)),
    ]


_TOO_LONG = ValueError("the question has 4,801 characters, at most 4,000 are read: shorten it")


def _text(text: str) -> Body:
    return {"text": text}
