"""The dialogs that open over a message, and the short messages that only one person sees."""

from collections.abc import Sequence

from serve.slack.blocks import context, section, source_text
from serve.slack.mrkdwn import escaped, shortened
from serve.slack.types import Body
from serve.types import Citation

REASONS = {
    "wrong": "It is wrong",
    "incomplete": "Something is missing",
    "sources": "The sources do not say that",
    "outdated": "It is out of date",
    "refused": "The documents do answer this",
    "other": "Something else",
}
MAX_MODAL_BLOCKS = 100
_QUOTE = 2000
THANKS = "Thank you: that helps to make answers better."
EXPIRED = "This answer is too old to work with: ask the question again."
CHANGED = "The documents have changed since this answer: ask the question again."
NOT_THERE = "I am not in this channel: invite me, then share the answer."
USAGE = "Ask me something in words: `/ask How do I reduce hallucinations?`"
READING = ":eyes: Reading the documents …"
GREETING = "Ask me about the documents. Every sentence of an answer names the words that it rests on."
READING_STATUS = "is reading the documents …"


def reason_dialog(answer_id: str, place: str) -> Body:
    """Asks why an answer does not help; `place` comes back with what was said."""
    options = [{"text": _plain(label), "value": name} for name, label in REASONS.items()]
    return {
        "type": "modal",
        "callback_id": "rag_reason",
        "private_metadata": f"{answer_id} {place}",
        "title": _plain("Not helpful"),
        "submit": _plain("Send"),
        "close": _plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "reason",
                "label": _plain("What is wrong with it?"),
                "element": {"type": "radio_buttons", "action_id": "value", "options": options},
            },
            {
                "type": "input",
                "block_id": "comment",
                "optional": True,
                "label": _plain("What would have helped?"),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "value",
                    "multiline": True,
                    "max_length": 2000,
                },
            },
        ],
    }


def reason_given(view: Body) -> tuple[str, str, str]:
    """The answer's id, the reason and the comment of a dialog that was sent."""
    values = view["state"]["values"]
    answer_id, _, _ = view["private_metadata"].partition(" ")
    comment = values["comment"]["value"].get("value") or ""
    return answer_id, values["reason"]["value"]["selected_option"]["value"], comment


def sources_dialog(citations: Sequence[Citation], public_url: str) -> Body:
    """Every source with its whole quote, as far as Slack has room."""
    shown = citations[:MAX_MODAL_BLOCKS]
    blocks = [section(source_text(c, public_url, _QUOTE)) for c in shown]
    return _dialog("Sources", blocks)


def note_dialog(text: str) -> Body:
    """One sentence, for what cannot be shown."""
    return _dialog("Sources", [section(text)])


def limited_notice(per_minute: int, question: str) -> str:
    """Tells a person to wait, and which question was not taken."""
    asked = escaped(shortened(question, 100))
    return f"That is more than {per_minute} questions in a minute: ask this one again soon: “{asked}”"


def help_message(helpers: str, user: str, question: str) -> str:
    """Calls the group that knows more."""
    return f"<!subteam^{helpers}> <@{user}> would like help with: “{escaped(shortened(question, 1000))}”"


def shared_by(user: str, question: str) -> Body:
    """Above a shared answer: who asked what."""
    return context(f"<@{user}> asked: “{escaped(shortened(question, 1000))}”")


def bad_question_notice(error: Exception) -> str:
    """Why a question cannot be asked."""
    return f"I cannot read that: {escaped(str(error))}."


BROKEN = "Something is wrong on my side, and whoever runs me can read what. Please ask again later."


def suggested_prompts(questions: Sequence[str]) -> list[Body]:
    """At most four questions for the assistant pane."""
    return [{"title": shortened(q, 75), "message": q} for q in questions[:4]]


def _dialog(title: str, blocks: list[Body]) -> Body:
    return {"type": "modal", "title": _plain(title), "close": _plain("Close"), "blocks": blocks}


def _plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}
