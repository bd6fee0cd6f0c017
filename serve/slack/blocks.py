"""Answers and refusals as Block Kit, within Slack's limits (https://docs.slack.dev/reference/block-kit/blocks)."""

from collections.abc import Callable, Iterator, Sequence

from serve.slack.links import deep_link
from serve.slack.mrkdwn import escaped, laid_out, linked, packed, shortened
from serve.slack.types import Body
from serve.types import Answer, Citation

MAX_BLOCKS = 50
MAX_ANSWER = 9000
"""Characters of an answer: Slack refuses messages whose blocks are too long in all."""
MAX_SOURCES = 12
QUOTE_WIDTH = 200
_HEADING_WIDTH = 150
_NOTICE = 280
_CUT = "_The answer goes on: ask for a part of it, or open the sources._"
HIDDEN = "_not shown: personal data or a secret_"
UNDER_WAY = "_still reading …_"


def answer_message(
    answer: Answer, answer_id: str, public_url: str, helpers: bool, shareable: bool = False
) -> Body:
    """The whole message: sentences with numbers, sources, remarks and buttons; a refusal is one sentence."""
    mark = _marker(answer.citations, public_url)
    blocks = [*_sections(answer.text, mark), *_remarks(answer)]
    if answer.status == "answered":
        blocks += sources(answer.citations, public_url)
    blocks.append(_buttons(answer, answer_id, helpers, shareable))
    return {"text": _notice(answer.text), "blocks": blocks}


def partial_message(text: str, citations: Sequence[Citation], public_url: str) -> Body:
    """What is verified so far; more may come."""
    blocks = [*_sections(text, _marker(citations, public_url)), context(UNDER_WAY)]
    return {"text": _notice(text), "blocks": blocks}


def sources(citations: Sequence[Citation], public_url: str) -> list[Body]:
    """The numbered list: a block for each, and a line that says how many the message has no room for."""
    shown = [section(source_text(c, public_url, QUOTE_WIDTH)) for c in citations[:MAX_SOURCES]]
    more = len(citations) - len(shown)
    rest = [context(f"and {more} more: press _Show sources_")] if more else []
    return [{"type": "divider"}, *shown, *rest]


def source_text(citation: Citation, public_url: str, quote_width: int) -> str:
    """Number, title, section, page and the words, with a link to them."""
    headings = [h for h in citation.section.split(" > ") if h]
    title = citation.title or (headings[0] if headings else str(citation.document))
    place = " › ".join(h for h in headings if h != title)
    page = f", page {citation.page}" if citation.page else ""
    link = linked(deep_link(public_url, citation), shortened(title, _HEADING_WIDTH))
    where = f" › {escaped(shortened(place, _HEADING_WIDTH))}" if place else ""
    quote = HIDDEN if citation.redacted else escaped(shortened(citation.quote, quote_width))
    return f"*[{citation.number}]* {link}{where}{page}\n> {quote}"


def _sections(text: str, mark: Callable[[int], str]) -> list[Body]:
    return [*map(section, _within(packed(laid_out(text, mark)), MAX_ANSWER))]


def _within(parts: Iterator[str], room: int) -> Iterator[str]:
    """The parts that fit, and a line that says so where some do not."""
    for part in parts:
        room -= len(part)
        if room < 0:
            yield _CUT
            return
        yield part


def _marker(citations: Sequence[Citation], public_url: str) -> Callable[[int], str]:
    links = {c.number: deep_link(public_url, c) for c in citations}
    return lambda number: linked(links.get(number, ""), f"[{number}]")


def _remarks(answer: Answer) -> list[Body]:
    return [context(escaped(shortened("; ".join(answer.notes), 1000)))] if answer.notes else []


def _buttons(answer: Answer, answer_id: str, helpers: bool, shareable: bool) -> Body:
    answered = answer.status == "answered"
    wanted = [
        ("share", "Share", shareable),
        ("helpful", "Helpful", True),
        ("reason", "Not helpful", True),
        ("again", "Ask again", True),
        ("help", "Who can help", helpers),
        ("sources", "Show sources", answered),
    ]
    elements = [button(name, label, answer_id) for name, label, there in wanted if there]
    return {"type": "actions", "elements": elements}


def button(name: str, label: str, answer_id: str) -> Body:
    """A button that carries the answer's id."""
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "action_id": f"rag_{name}", "text": text, "value": answer_id}


def section(text: str) -> Body:
    """A paragraph of mrkdwn."""
    # verbatim: Slack makes no links of addresses, names and channels that stand in documents.
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def context(text: str) -> Body:
    """A line in small grey letters."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _notice(text: str) -> str:
    """What notifications and screen readers say."""
    return escaped(shortened(text, _NOTICE))
