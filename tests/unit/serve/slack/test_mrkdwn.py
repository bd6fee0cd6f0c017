"""Nothing in a document is markup in Slack, and nothing is longer than Slack takes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from serve.slack.mrkdwn import MAX_SECTION, cut, escaped, escaped_code, laid_out, linked, packed, shortened

ANY = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("*_~`<>&|[]1 \n")
)


@given(ANY)
def test_no_text_holds_a_tag_or_an_entity_of_its_own(text: str):
    """After escaping there is no angle bracket, and every ampersand begins one of Slack's three entities."""
    shown = escaped(text)
    assert "<" not in shown
    assert ">" not in shown
    assert all(re.match(r"&(?:amp|lt|gt);", shown[m.start() :]) for m in re.finditer("&", shown))


@given(ANY)
def test_escaping_loses_nothing(text: str):
    """Without the zero-width spaces and with the entities read, the text is there again."""
    back = escaped(text).replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text.replace("\u200b", "")


def test_formatting_characters_at_a_words_beginning_do_not_format():
    """A star, underscore, tilde or backtick that could open is broken; one inside a word is not."""
    assert escaped("*bold* and snake_case") == "*\u200bbold* and snake_case"
    assert escaped("a `code` ~gone~") == "a `\u200bcode` ~\u200bgone~"
    assert escaped("> said") == "\u200b&gt; said"


def test_everybody_is_not_called():
    """A document that says so mentions nobody."""
    assert escaped("<!channel> <@U1>") == "&lt;!channel&gt; &lt;@U1&gt;"


def test_code_cannot_end_its_fence():
    """Three backticks inside are broken."""
    assert escaped_code("a ``` b & c") == "a ``\u200b` b &amp; c"


def test_a_label_cannot_end_its_link():
    """Bars and brackets in a title stay in the title; without an address there is no link."""
    assert linked("https://a.b/?x=1&y=2", "A|B>C") == "<https://a.b/?x=1&amp;y=2|A¦B&gt;C>"
    assert linked("", "A<B") == "A&lt;B"


def test_paragraphs_lists_and_code_keep_their_form():
    """Bullets are drawn, code stays fenced with its marks behind it, marks are written by the caller."""
    text = "First. [1]\n\n- one [2]\n- two [2]\n\n```\nif a < b:\n\n    pass\n```\n[3]\n\nLast. [1]"
    assert list(laid_out(text, lambda n: f"({n})")) == [
        "First. (1)",
        "• one (2)\n• two (2)",
        "```\nif a &lt; b:\n\n    pass\n```\n(3)",
        "Last. (1)",
    ]


@given(st.lists(ANY.filter(str.strip), min_size=1, max_size=6).map("\n\n".join), st.integers(60, 400))
def test_parts_are_short_enough_and_say_everything(text: str, limit: int):
    """Whatever is packed into parts of a limit, none is longer, none is empty, and no word is lost."""
    parts = list(packed(laid_out(text, str), limit))
    assert all(0 < len(part) <= limit for part in parts)
    said = re.sub(r"[\s\u200b•]", "", "".join(laid_out(text, str)))
    if "```" not in text:
        assert re.sub(r"[\s\u200b•]", "", "".join(parts)) == said


def test_code_that_is_cut_is_fenced_in_every_part():
    """Each part opens and closes its fence."""
    code = "```\n" + "\n".join(f"line {n}" for n in range(900)) + "\n```"
    parts = list(cut(code, MAX_SECTION))
    assert len(parts) > 2
    assert all(p.startswith("```\n") and p.endswith("\n```") and p.count("```") == 2 for p in parts)
    assert [w for p in parts for w in re.findall(r"line \d+", p)] == [f"line {n}" for n in range(900)]


def test_entities_and_links_are_not_cut():
    """A part ends before one that does not fit."""
    for text in ("x" * 50 + "&amp;" * 30, "y" * 70 + "<https://example.org/a/b|[1]>" * 5):
        for part in cut(text, 90):
            assert part.count("<") == part.count(">")
            assert all(re.match(r"&amp;", part[m.start() :]) for m in re.finditer("&", part))


def test_a_quote_is_shortened_at_a_word():
    """One line, with an ellipsis."""
    assert shortened("one  two\nthree four", 12) == "one two…"
    assert shortened("one two", 12) == "one two"
