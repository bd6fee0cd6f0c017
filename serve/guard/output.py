"""What may not leave: parts of the prompt, links to elsewhere, markup that acts, words that harm."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from ingest.guard.asides import without_quotes
from serve.guard.types import Decision, Span

RUN = 8
"""Neighbouring words of the prompt that no answer holds by chance."""
_WORD = re.compile(r"\w+")
_ABOUT_ITSELF = re.compile(
    r"\bmy (?:system |initial |hidden |secret |original |full )*(?:prompt|instructions|rules)\s*"
    r"(?:is|are|says?|reads?|begins?|state)\b"
    r"|\b(?:here (?:is|are)|these are) (?:my|the) (?:\w+ )?(?:system |initial |hidden |secret |original )+"
    r"(?:prompt|instructions|rules)\b"
    r"|\bi (?:was|have been|am) (?:told|instructed|programmed|configured) (?:to|not to|never to)\b"
    r"|^\s*you are (?:a|an|the) [\w ,-]{0,40}(?:assistant|chatbot|language model)\b",
    re.IGNORECASE,
)
_IMAGE = re.compile(
    r"!\[[^\]\n]*\]\(\s*<?([^)\s>]+)|<img\b[^>]*\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:\b(?:https?|ftp)://|(?<![\w:/])//(?=[\w-]+\.)|\bwww\.)[^\s<>\"'”)\]}]+|\]\(\s*<?([^)\s>]+)"
    r"|\bdata:\w+/[\w.+-]+[;,][^\s)]+|\bjavascript:[^\s)]+",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|xyz|info|biz|ru|cn|top|site|online|example|test)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?(?:script|iframe|object|embed)\b|\bon(?:load|error|click)\s*=|javascript:"
    r"|</?excerpts?\b|<\|[\w ]+\|>|\[/?INST\]|\bNOT_IN_MATERIAL\b",
    re.IGNORECASE,
)
_HARMFUL = re.compile(
    r"\b(?:kill|hang|hurt|cut) yourself\b|\byou should (?:die|kill)\b"
    r"|\b(?:build|make|assemble|construct) (?:an? |your |the )?(?:\w+ )?(?:bomb|explosives?|nerve agent)\b"
    r"|\b(?:synthesi[sz]e|cook|produce) (?:\w+ )?(?:methamphetamine|meth|sarin|ricin|vx gas|fentanyl)\b"
    r"|\b(?:sexual(?:ly)?|naked|nude)\b[^.]{0,30}\b(?:child|children|minor|minors|toddler)\b"
    r"|\b(?:all|those|these) (?:jews|muslims|christians|blacks|whites|gays|women|immigrants)"
    r" (?:should|must|deserve)\b",
    re.IGNORECASE,
)


def prompt(text: str) -> Decision:
    """Blocks what repeats the prompt, or speaks of the program's instructions as its own."""
    spans = [*_repeated(text), *(Span("about itself", *m.span()) for m in _ABOUT_ITSELF.finditer(text))]
    if spans:
        return Decision("prompt", "block", "it repeats the program's instructions", 1.0, tuple(spans))
    return Decision("prompt", "allow")


def links(text: str, sources: Sequence[str] = ()) -> Decision:
    """Blocks images, and links that carry data, to hosts that the sources do not name; flags other links."""
    known = {h for source in sources for h in _hosts(source)}
    spans = [s for s in _links(text) if not _among(_host(text[s.start : s.end]), known)]
    if not spans:
        return Decision("links", "allow")
    sends = any(
        s.kind == "image" or re.search(r"[?#&].|^(?:data|javascript):", text[s.start : s.end]) for s in spans
    )
    reason = "it leads to a place that the sources do not name"
    return Decision("links", "block" if sends else "flag", reason, 1.0 if sends else 0.5, tuple(spans))


def form(text: str) -> Decision:
    """Blocks markup that acts in a page, and what belongs into prompts alone."""
    spans = tuple(Span("markup", *m.span()) for m in _MARKUP.finditer(without_quotes(text)))
    if spans:
        return Decision("format", "block", "it holds markup that no answer has", 1.0, spans)
    return Decision("format", "allow")


def unsafe(text: str) -> Decision:
    """Blocks a few wordings that harm; docs/guards.md says how little rules can tell."""
    spans = tuple(Span("harm", *m.span()) for m in _HARMFUL.finditer(text))
    if spans:
        return Decision("unsafe", "block", "it is unsafe content", 1.0, spans)
    return Decision("unsafe", "allow")


def _repeated(text: str) -> Iterator[Span]:
    words = list(_WORD.finditer(text))
    said = [w[0].lower() for w in words]
    for at in range(len(said) - RUN + 1):
        if tuple(said[at : at + RUN]) in _prompt_runs():
            yield Span("prompt", words[at].start(), words[at + RUN - 1].end())


@cache
def _prompt_runs() -> frozenset[tuple[str, ...]]:
    from serve.generate.prompts import STRUCTURED, SYSTEM

    words = [w.lower() for w in _WORD.findall(f"{SYSTEM} {STRUCTURED}")]
    return frozenset(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _links(text: str) -> Iterator[Span]:
    images = [Span("image", *m.span(1 if m[1] else 2)) for m in _IMAGE.finditer(text)]
    yield from images
    taken = [(s.start, s.end) for s in images]
    for match in _LINK.finditer(text):
        span = match.span(1) if match[1] else match.span()
        if all(span[1] <= a or span[0] >= b for a, b in taken) and _host(text[slice(*span)]):
            taken.append(span)
            yield Span("link", *span)
    for match in _BARE.finditer(text):
        if all(match.end() <= a or match.start() >= b for a, b in taken):
            yield Span("link", *match.span())


def _host(link: str) -> str:
    """The host in lower case without `www.`; nothing for a path, and the scheme of one that names no host."""
    if re.match(r"(?:data|javascript):", link, re.IGNORECASE):
        return link.split(":", 1)[0].lower()
    try:
        found = urlsplit(link if "//" in link else f"//{link}").hostname or ""
    except ValueError:
        return link
    host = found.lower().removeprefix("www.").rstrip(".")
    return host if "." in host or "//" in link else ""


def _hosts(source: str) -> Iterator[str]:
    yield from (_host(source[s.start : s.end]) for s in _links(source))


def _among(host: str, known: set[str]) -> bool:
    return any(host == k or host.endswith(f".{k}") for k in known if k)
