"""Block Kit as HTML, near enough to Slack's own look to judge a message by."""

import html
import re

from serve.slack.types import Body

_STYLE = """
body { margin: 0; background: #fff; font: 15px/1.46 Lato, "DejaVu Sans", sans-serif; color: #1d1c1d; }
main { width: 660px; padding: 12px 20px 14px 60px; position: relative; }
main::before { content: "R"; position: absolute; left: 14px; top: 14px; width: 36px; height: 36px;
  line-height: 36px; border-radius: 6px; background: #4a154b; color: #fff; text-align: center;
  font-weight: 900; }
.name { font-weight: 900; }
.app { font-size: 10px; background: #e8e8e8; padding: 1px 3px; border-radius: 2px; }
.only, .context { color: #616061; font-size: 13px; }
.section { margin: 4px 0 8px; overflow-wrap: anywhere; }
a { color: #1264a3; text-decoration: none; }
hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0; }
blockquote { margin: 2px 0 0; padding-left: 12px; border-left: 4px solid #ddd; }
code, pre { font: 12px/1.5 "DejaVu Sans Mono", monospace; background: #f8f8f8; border: 1px solid #ddd; }
code { color: #e01e5a; padding: 1px 3px; border-radius: 3px; }
pre { padding: 8px; margin: 4px 0; white-space: pre-wrap; border-radius: 3px; }
.button { display: inline-block; font-weight: 700; border: 1px solid #bbb; border-radius: 4px;
  padding: 4px 12px; margin: 4px 8px 4px 0; }
.mention { background: #e8f5fa; color: #1264a3; border-radius: 3px; padding: 0 2px; }
.modal { width: 480px; padding: 0 24px 16px; }
.modal::before { display: none; }
.head { font-size: 20px; font-weight: 900; padding: 16px 0 8px; border-bottom: 1px solid #ddd; }
.input { border: 1px solid #888; border-radius: 4px; height: 60px; margin-top: 4px; }
.foot { border-top: 1px solid #ddd; padding-top: 10px; text-align: right; }
label { font-weight: 700; }
"""
_SPAN = re.compile(
    r"```\n?(?P<pre>.*?)\n?```|`(?P<code>[^`\n\u200b][^`\n]*)`|<(?P<link>[^<>|]+)(?:\|(?P<label>[^<>]*))?>|"
    r"(?<![\w*])\*(?P<bold>[^\s*\u200b][^*\n]*)\*(?!\w)|(?<![\w_])_(?P<slanted>[^\s_\u200b][^_\n]*)_(?!\w)",
    re.DOTALL,
)
_EMOJI = {":eyes:": "◉◉"}
"""Debian's fonts have no pictures."""


def page(message: Body, only: bool) -> str:
    """A whole page with the message, or the dialog, in `main`."""
    inner = _modal(message) if message.get("type") == "modal" else _message(message, only)
    kind = ' class="modal"' if message.get("type") == "modal" else ""
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><main{kind}>{inner}</main>'


def _message(message: Body, only: bool) -> str:
    seen = '<div class="only">Only visible to you</div>' if only else ""
    head = '<span class="name">rag</span> <span class="app">APP</span>'
    shown = message.get("blocks") or [
        {"type": "section", "text": {"type": "mrkdwn", "text": message["text"]}}
    ]
    prompts = "".join(
        f'<span class="button">{html.escape(p["title"])}</span>' for p in message.get("prompts", ())
    )
    return f"{seen}{head}{''.join(map(_block, shown))}{prompts}"


def _modal(view: Body) -> str:
    ends = (view[name]["text"] for name in ("close", "submit") if name in view)
    buttons = "".join(f'<span class="button">{html.escape(text)}</span>' for text in ends)
    head = f'<div class="head">{html.escape(view["title"]["text"])}</div>'
    return f'{head}{"".join(map(_block, view["blocks"]))}<div class="foot">{buttons}</div>'


def _block(block: Body) -> str:
    match block["type"]:
        case "section":
            return f'<div class="section">{mrkdwn(block["text"]["text"])}</div>'
        case "context":
            return "".join(f'<div class="context">{mrkdwn(e["text"])}</div>' for e in block["elements"])
        case "divider":
            return "<hr>"
        case "actions":
            texts = (html.escape(e["text"]["text"]) for e in block["elements"])
            return "".join(f'<span class="button">{text}</span>' for text in texts)
        case "input":
            return _input(block)
    raise ValueError(f"no picture of a block {block['type']!r}")


def _input(block: Body) -> str:
    element = block["element"]
    optional = " (optional)" if block.get("optional") else ""
    options = "".join(f"<div>○ {html.escape(o['text']['text'])}</div>" for o in element.get("options", ()))
    field = options or '<div class="input"></div>'
    return f'<div class="section"><label>{html.escape(block["label"]["text"])}</label>{optional}{field}</div>'


def mrkdwn(text: str) -> str:
    """Slack's markup as HTML; `&lt;` and its like are HTML's own already."""
    for name, sign in _EMOJI.items():
        text = text.replace(name, sign)
    lines = _SPAN.sub(_span, text)
    quoted = re.sub(r"^> (.*)$", r"<blockquote>\1</blockquote>", lines, flags=re.MULTILINE)
    parts = re.split(r"(<pre>.*?</pre>)", quoted, flags=re.DOTALL)
    return "".join(p if p.startswith("<pre>") else p.strip("\n").replace("\n", "<br>") for p in parts)


def _span(found: re.Match[str]) -> str:
    if found["pre"] is not None:
        return f"<pre>{found['pre']}</pre>"
    if found["code"]:
        return f"<code>{found['code']}</code>"
    if found["bold"]:
        return f"<b>{found['bold']}</b>"
    if found["slanted"]:
        return f"<i>{found['slanted']}</i>"
    target, label = found["link"], found["label"]
    if target.startswith(("@", "!")):
        return f'<span class="mention">@{label or target.lstrip("@!").replace("subteam^", "")}</span>'
    return f'<a href="{target}">{label or target}</a>'
