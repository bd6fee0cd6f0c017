"""A model's reply, whatever form it takes and in whatever pieces it comes."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serve.generate.reply import DECLINED, Drafted, ReplyReader

PROSE = (
    "Compaction runs when a partition has more than 12 segments. [tgwz]\n"
    "It never blocks writers [tgwz, hvnd]. See the (old) note of Parts (PTS).\n"
    "- An entry with e.g. one. [hvnd]\n"
    "## A heading\n"
    "**Bold** is plain here 【bcdf】"
)
SENTENCES = [
    Drafted("Compaction runs when a partition has more than 12 segments.", ("tgwz",)),
    Drafted("It never blocks writers.", ("tgwz", "hvnd")),
    Drafted("See the (old) note of Parts (PTS).", ()),
    Drafted("An entry with e.g. one.", ("hvnd",), listed=True),
    Drafted("A heading", ()),
    Drafted("Bold is plain here", ("bcdf",)),
]
OBJECT = json.dumps(
    {
        "answered": True,
        "sentences": [
            {"text": "One thing.", "keys": ["tgwz"]},
            {"text": 'Two "quoted" [hvnd].', "keys": []},
            {"text": "", "keys": ["tgwz"]},
            {"text": "Three.", "keys": "tgwz"},
        ],
    }
)
FROM_OBJECT = [
    Drafted("One thing.", ("tgwz",)),
    Drafted('Two "quoted".', ("hvnd",)),
    Drafted("Three.", ()),
]
REPLIES = {
    "prose": (PROSE, SENTENCES),
    "object": (OBJECT, FROM_OBJECT),
    "fenced object": (f"```json\n{OBJECT}\n```", FROM_OBJECT),
    "thought first": (f"<think>Let me see. [zzzz] It is 4.</think>\n{PROSE}", SENTENCES),
}


def read(pieces: list[str]) -> tuple[list[Drafted], bool]:
    """What a reader makes of the pieces."""
    reader = ReplyReader()
    found = [d for piece in pieces for d in reader.feed(piece)]
    return found + reader.finish(), reader.declined


@pytest.mark.parametrize("name", REPLIES)
def test_forms(name: str):
    """Prose with marks, an object, fenced or not, and a reply behind a thought all give their sentences."""
    reply, expected = REPLIES[name]
    assert read([reply]) == (expected, False)


@given(st.sampled_from(sorted(REPLIES)), st.lists(st.integers(0, 600), max_size=12))
def test_pieces_make_no_difference(name: str, cuts: list[int]):
    """However a reply is cut, the same sentences come out."""
    reply, expected = REPLIES[name]
    edges = sorted({0, len(reply), *(c for c in cuts if c < len(reply))})
    pieces = [reply[a:b] for a, b in pairwise(edges)]
    assert read(pieces) == (expected, False)


def test_a_sentence_comes_as_soon_as_it_is_whole():
    """Not before its mark may have come, and before the reply has ended."""
    reader = ReplyReader()
    assert reader.feed("It never blocks writers. [tg") == []
    assert reader.feed("wz] The next") == [Drafted("It never blocks writers.", ("tgwz",))]


@pytest.mark.parametrize("reply", [DECLINED, f"{DECLINED}.", '{"answered": false, "sentences": []}'])
def test_declined(reply: str):
    """Saying that the material does not answer is no sentence."""
    assert read([reply]) == ([], True)


@pytest.mark.parametrize(
    "broken",
    [
        '{"answered": true, "sentences": [{"text": "One thing.", "keys": ["tgwz"]}, {"text": "Tw',
        '{"sentences": [{"text": "Tw"o", "keys": []}, {"text": "One thing.", "keys": ["tgwz"]}]}',
        '{"sentences": [{"keys": ["tgwz"], "text": "One thing."}]',
    ],
)
def test_a_broken_object_gives_what_is_whole(broken: str):
    """Cut off, with an unescaped quote, or without its end: the other sentences are read."""
    assert read([broken]) == ([Drafted("One thing.", ("tgwz",))], False)


@given(st.text(max_size=300))
def test_nothing_makes_it_fail(reply: str):
    """Any text at all is read without an error."""
    read([reply])
