"""Where sentences begin and end.

A rule set rather than a library: citations need exact offsets, and it has to behave on interview
prose, where "e.g.", "vs.", "46.7B", "v1.5" and "Q1." abound. A boundary missed costs a longer
quote; a boundary invented cuts a citation in half, so doubtful cases are not boundaries.
"""

import re

_ABBREVIATIONS = frozenset(
    [
        "e.g",
        "i.e",
        "vs",
        "etc",
        "al",
        "fig",
        "eq",
        "approx",
        "resp",
        "cf",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "no",
        "vol",
        "inc",
        "ltd",
        "co",
        "jr",
        "sr",
        "dept",
        "est",
        "u.s",
        "u.k",
        "a.m",
        "p.m",
        "ph.d",
        "sec",
        "ch",
        "pp",
        "ed",
        "eds",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_END = re.compile(r"""[.!?。！？]+["'”’)\]]*(?=\s|$)|[。！？]+["'”’」』)\]]*|\n\s*\n""")
_OPENER = re.compile(r"""\s+["'“‘(\[]*[^\Wa-z_]|\s*$|\s+["'“‘(\[`]|\s+[^\x00-\x7f]""")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, trimmed, in order, as positions in `text`.

    A sentence begins with a capital, unless nothing in the whole text does, as machines lower it.
    """
    end = len(text) if end is None else end
    small = text[start:end].islower()
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() >= end or _is_boundary(text, begin, match, end, small):
            _append_trimmed(spans, text, begin, match.end())
            begin = match.end()
    _append_trimmed(spans, text, begin, end)
    return spans


def _is_boundary(text: str, begin: int, match: re.Match[str], end: int, small: bool) -> bool:
    mark = match.group()
    if mark.isspace() or mark[0] in "。！？":
        return True
    if not (small or _OPENER.match(text, match.end(), end)):
        return False
    word = text[begin : match.start()].rsplit(None, 1)[-1:] or [""]
    bare = word[0].lstrip("\"'“‘([").casefold()
    return not (mark.startswith(".") and _takes_a_full_stop(bare))


def _takes_a_full_stop(word: str) -> bool:
    """True for abbreviations, initials ("J. Smith") and bare list numbers ("2. Then")."""
    initial = len(word) == 1 and word.isalpha() and word not in {"i", "k", "n"}
    return word in _ABBREVIATIONS or initial or (word.isdigit() and len(word) <= 2)


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append((start + left, start + right))
