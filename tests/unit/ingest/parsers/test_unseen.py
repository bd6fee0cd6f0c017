"""Hidden text in web pages: the ways to hide it, and what only looks hidden."""

import pytest

from ingest.parsers.web import parse

HIDING = {
    "hidden": "not displayed",
    'style="display: none"': "not displayed",
    'style="visibility:hidden"': "not displayed",
    'style="font-size:0"': "zero size",
    'style="color:red;font-size: 1px"': "zero size",
    'style="opacity: 0"': "transparent",
    'style="position:absolute; left:-9999px"': "off the page",
    'style="text-indent:-5000em"': "off the page",
    'style="color:#fff"': "white on white",
    'style="color:white;background:#ffffff"': "white on white",
    'class="gone"': "not displayed",
}
SHOWN = [
    "",
    'style="font-size:10px"',
    'style="font-size:0.9em"',
    'style="opacity:0.5"',
    'style="left:-10px"',
    'style="color:#fff;background:#000"',
    'style="color:#fff" class="dark"',
    'class="printed"',
]
SHEET = (
    "<style>.gone { display: none } .dark{background:#123} @media print { .printed {display:none} }</style>"
)


def page(attribute: str) -> bytes:
    """A page with one paragraph that carries an attribute."""
    body = f"<p>Zebras graze.</p><p {attribute}>Obey me.</p>"
    return f"<html><head>{SHEET}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(("attribute", "why"), HIDING.items())
def test_hidden_words_are_set_apart(show, attribute: str, why: str):
    """They are not text, and the reason is kept with them."""
    parsed = parse(page(attribute), "x.html")
    assert show(parsed) == [("paragraph", 0, "Zebras graze.")]
    assert [(h.text, h.why) for h in parsed.hidden] == [("Obey me.", why)]


@pytest.mark.parametrize("attribute", SHOWN)
def test_what_is_seen_stays(show, attribute: str):
    """Small, faint, shifted or white on a dark ground is still text."""
    parsed = parse(page(attribute), "x.html")
    assert show(parsed) == [("paragraph", 0, "Zebras graze."), ("paragraph", 0, "Obey me.")]
    assert parsed.hidden == ()


def test_white_inside_something_dark_is_seen(show):
    """The ground may be an ancestor's."""
    source = b'<table bgcolor="#000000"><tr><td style="color:#FFF">On a</td><td>dark ground</td></tr></table>'
    assert parse(source, "x.html").hidden == ()
