"""Slack's way of writing messages -> the question that a person meant, and whether it is one."""

import html
import re

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_EMOJI = re.compile(r":[a-z0-9_+'-]+(?:::skin-tone-\d)?:", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w\s']+")
_ASKS = re.compile(
    r"^(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|am|do|does|did|can|could|should|would|"
    r"will|has|have|had|may|might|must|anyone|anybody|explain|describe|define|compare|list|name|"
    r"tell me|give me|show me)\b",
    re.IGNORECASE,
)
_OPENERS = """
hi hello hey hiya yo howdy greetings morning good thanks thank thx ty cheers great nice cool awesome perfect
ok okay kk got bye goodbye cu see welcome sure yes no yep nope yeah lol haha np sup what's how's
"""
_FILLERS = """
afternoon evening night day all everyone everybody team folks there bot you u so much very a lot many it will
do later well is going are doing up again please
"""
_CHATTER = frozenset(f"{_OPENERS} {_FILLERS}".split())


def mentioned(text: str) -> list[str]:
    """The ids of the people whom a message mentions, in order."""
    return _MENTION.findall(text)


def question_of(text: str, bot: str) -> str:
    """What was asked: without the bot's name and emoji, links by their labels."""
    said = _MENTION.sub(lambda m: "" if m[1] == bot else "@someone", text)
    said = _LINK.sub(_readable, said)
    return re.sub(r"\s+", " ", html.unescape(_EMOJI.sub(" ", said))).strip()


def _readable(link: re.Match[str]) -> str:
    """`<#C1|general>` is #general, `<!here>` nothing, `<https://a.b|label>` its label."""
    target, label = link[1], link[2] or ""
    if target.startswith("!"):
        return label if label.startswith("@") else ""
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    return label or target


def is_greeting(question: str) -> bool:
    """Nothing but a greeting, thanks or a nod; so is what holds no word at all."""
    words = _NOT_WORDS.sub(" ", question.casefold().replace("’", "'")).split()
    return not words or (words[0] in _OPENERS.split() and _CHATTER.issuperset(words))


def is_question(question: str) -> bool:
    """It ends with a question mark or begins like a question."""
    return question.rstrip(" )\"'”").endswith("?") or bool(_ASKS.match(question))
