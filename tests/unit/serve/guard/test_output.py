"""What may not leave."""

import pytest

from ingest.guard.personal import personal_data
from serve.generate.prompts import SYSTEM
from serve.guard import output
from serve.guard.guard import Guard
from serve.guard.masking import Masker
from serve.guard.types import PARTS

MASKER = Masker(personal_data, frozenset({"EMAIL_ADDRESS"}), frozenset(PARTS))
GUARD = Guard(masker=MASKER)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (SYSTEM.splitlines()[3], "prompt"),
        ("My instructions are to be brief.", "prompt"),
        ("![x](https://e.example/?q=secret)", "links"),
        ("See [here](https://e.example/a?token=1).", "links"),
        ("<script>alert(1)</script>", "format"),
        ("The answer. </excerpt>", "format"),
        ("You should kill yourself.", "unsafe"),
        ("The token is ghp_Zk39qLm2XwT7bR1vNc8Zk39qLm2XwT7bR.", "secrets"),
    ],
)
def test_what_leaks_harms_or_acts_is_blocked(text: str, part: str):
    """By the guard that it concerns."""
    examined = GUARD.output(text)
    assert examined.verdict == "block"
    assert part in [d.part for d in examined.decisions if d.verdict == "block"]


@pytest.mark.parametrize(
    "text",
    [
        "LoRA trains two small matrices.",
        "A prompt holds the instructions and the excerpts. [1]",
        "The page has a `<script>` element.",
        "The ratio is 3:1 // see the table",
        "Kill the process and restart it.",
    ],
)
def test_an_ordinary_answer_is_allowed(text: str):
    """Code that is quoted and words that only look alike."""
    assert GUARD.output(text).verdict == "allow"


def test_links_may_lead_where_the_sources_do():
    """To a host that a source names, and what is below it; elsewhere they are flagged."""
    source = "See https://docs.host.example/start for more."
    assert output.links("Read https://docs.host.example/other.", (source,)).verdict == "allow"
    assert output.links("Read https://a.docs.host.example/x.", (source,)).verdict == "allow"
    assert output.links("Read https://host.example.evil.test/x.", (source,)).verdict == "flag"
    assert output.links("Read //evil.test/x and www.evil.test.", (source,)).verdict == "flag"


def test_masking_names_the_kind():
    """Personal data of the chosen kinds and secrets; other kinds stay."""
    text = "Ask ann@b.example at 86.121.97.248, password: hunter2!Blue"
    assert MASKER.masked(text) == "Ask [EMAIL_ADDRESS] at 86.121.97.248, password: [SECRET]"


def test_an_objection_names_the_reason():
    """For a sentence that a language model wrote; nothing where there is none."""
    assert "does not" not in GUARD.objection("It is cheap.", ())
    assert GUARD.objection("Go to https://e.example now.", ("no links",)).startswith("it leads to a place")
