"""HTML: the article and its structure."""

import time

import pytest

from ingest.errors import UnreadableDocument
from ingest.parsers.web import parse

PAGE = """<!doctype html><html lang="en"><head><title>Site - Guide</title>
<meta name="author" content="Ann"></head><body>
<header><a href="/">Site</a></header><nav><ul><li><a href="/a">Menu entry</a></li></ul></nav>
<div class="page"><div class="content"><h1>Guide<a class="headerlink" href="#g">¶</a></h1>
<p>Lead with <b>bold</b> <i>words</i>.<br>Next thought.</p>
<ol start="3"><li>Third<ul><li>inner <em>one</em></li></ul></li><li><p>Fourth</p><p>more</p></li></ol>
<dl><dt>Term</dt><dd>its meaning</dd></dl>
<table><caption>Prices</caption><thead><tr><th>Model</th><th>Price</th></tr></thead>
<tbody><tr><td rowspan="2">A</td><td>1<br>2</td></tr><tr><td></td></tr></tbody></table>
<table><tr><td>x</td><td>y</td></tr></table>
<pre><code>def f():
    return 1
</code></pre>
<figure><img src="i.png" alt="A chart"><figcaption>The caption.</figcaption></figure>
<p><strong>What is X?</strong></p><p>Answer: Y.</p></div></div>
<aside>Related</aside><script>var x</script><form><input value="q"> Search the site</form>
<footer>Imprint</footer></body></html>"""


def test_structure(show):
    """The article's blocks in order; menus, footers, scripts and forms are gone."""
    parsed = parse(PAGE.encode(), "x.html")
    assert show(parsed) == [
        ("heading", 1, "Guide"),
        ("paragraph", 0, "Lead with bold words."),
        ("paragraph", 0, "Next thought."),
        ("step", 0, "Third"),
        ("item", 1, "inner one"),
        ("step", 0, "Fourth"),
        ("paragraph", 1, "more"),
        ("item", 0, "Term: its meaning"),
        ("paragraph", 0, "Prices"),
        ("header", 0, "Model | Price"),
        ("row", 0, "A | 1 2"),
        ("row", 0, "A"),
        ("row", 0, "x | y"),
        ("code", 0, "def f():\n    return 1"),
        ("paragraph", 0, "A chart"),
        ("paragraph", 0, "The caption."),
        ("heading", 2, "What is X?"),
        ("paragraph", 0, "Y."),
    ]
    assert [block.marker for block in parsed.blocks if block.kind == "step"] == ["3", "4"]
    assert parsed.title == "Guide"
    assert parsed.metadata == {"author": "Ann", "language": "en"}


def test_an_article_is_preferred_to_what_surrounds_it(show):
    """With <article> or <main> on the page, nothing beside it is read."""
    page = b"<body><p>Teaser</p><main><p>The text itself, long enough.</p></main><p>Teaser</p></body>"
    assert show(parse(page, "x.html")) == [("paragraph", 0, "The text itself, long enough.")]


def test_layout_tables_are_read_as_text(show):
    """A table that only arranges headings and paragraphs is no table."""
    page = b"<table><tr><td>side</td><td><h2>Title</h2><p>Words</p></td></tr></table>"
    assert show(parse(page, "x.html")) == [
        ("paragraph", 0, "side"),
        ("heading", 2, "Title"),
        ("paragraph", 0, "Words"),
    ]


def test_declared_encodings_are_obeyed(show):
    """A page in an old encoding that says so is decoded by it."""
    page = '<meta charset="shift_jis"><p>日本語</p>'.encode("shift_jis")
    assert show(parse(page, "x.html")) == [("paragraph", 0, "日本語")]


def test_binary_is_refused():
    """Bytes that are no text are not read as a page."""
    with pytest.raises(UnreadableDocument, match="binary"):
        parse(b"\0\1\2", "x.html")


FILING = """<html><body><div><span style="font-weight:700">PART I</span></div>
<div><b>Item 1. Business</b></div><div><span>We sell tea to hotels in five countries.</span></div><table>
<tr><td colspan="2"></td><td></td><td colspan="3"><b>2024</b></td><td></td><td colspan="3"><b>2023</b></td>
</tr><tr><td colspan="2">Revenue</td><td></td><td>$</td><td>1,200</td><td></td><td></td><td>$</td><td>980</td>
</tr><tr><td colspan="2">Net loss</td><td></td><td>$</td><td>(35</td><td>)</td><td></td><td></td><td>12</td>
</tr><tr><td colspan="2">Margin</td><td></td><td></td><td>4.5</td><td>%</td><td></td><td></td><td>3.9</td>
<td>%</td></tr></table></body></html>"""


def test_a_filing(show):
    """Bold lines are headings where there are no others; signs join their figures, years name the columns."""
    assert show(parse(FILING.encode(), "x.html")) == [
        ("heading", 2, "PART I"),
        ("heading", 3, "Item 1. Business"),
        ("paragraph", 0, "We sell tea to hotels in five countries."),
        ("header", 0, "— | 2024 | 2023"),
        ("row", 0, "Revenue | $1,200 | $980"),
        ("row", 0, "Net loss | $(35) | 12"),
        ("row", 0, "Margin | 4.5% | 3.9%"),
    ]


def test_a_long_filing_stays_fast():
    """A long page takes a second or two, not minutes: what is counted is counted once."""
    words = "The company may not be able to meet the demand of its customers in every quarter. " * 8
    row = "<tr><td>Revenue</td><td>$</td><td>1,200</td><td>$</td><td>980</td></tr>"
    page = (
        "<html><body>" + f"<div><span>{words}</span></div><table>{row * 9}</table>" * 400 + "</body></html>"
    )
    before = time.process_time()
    parsed = parse(page.encode(), "x.html")
    assert time.process_time() - before < 8
    assert sum(block.kind == "row" for block in parsed.blocks) == 400 * 9


def test_definitions_inside_a_definition_come_once(show):
    """They are entries below it, and nothing twice."""
    source = b"<dl><dt>a</dt><dd>one<dl><dt>b</dt><dd>inner</dd></dl></dd><dt>c</dt><dd>two</dd></dl>"
    assert show(parse(source, "x.html")) == [
        ("item", 0, "a: one"),
        ("item", 1, "b: inner"),
        ("item", 0, "c: two"),
    ]


@pytest.mark.parametrize("paragraph", ["<div class=para>{}</div>", "<p>{}</p>", "<section>{}</section>"])
def test_what_stands_beside_a_long_list_is_of_the_article(show, paragraph: str):
    """A page whose list holds nearly all of its words keeps its heading and paragraphs."""
    entry = "<li>This entry says at some length what the quota of another user is.</li>"
    said = paragraph.format("The quota system limits the space of a user or of a group.")
    source = (
        "<body><ul class=docnav><li><a href=a>Prev</a></li></ul><div class=section><div><h2>Quotas</h2></div>"
        f"{said}<div class=list><ul>{entry * 9}</ul></div></div></body>"
    )
    blocks = show(parse(source.encode(), "x.html"))
    assert [text for kind, _, text in blocks if kind != "item"] == [
        "Quotas",
        "The quota system limits the space of a user or of a group.",
    ]
    assert sum(kind == "item" for kind, _, _ in blocks) == 9


@pytest.mark.parametrize(
    "heading",
    ["<h2 class=top>Atomic commit</h1>", "<h2>Atomic commit</H3 >", "<h2>Atomic commit"],
    ids=["another level", "capitals", "never closed"],
)
def test_a_heading_ends_where_browsers_end_it(show, heading: str):
    """An end tag of any level closes it, and blocks are not of it: the rest of the page is its text."""
    page = f"<body>{heading}<ul><li>One entry</ul><p>Text in <em>é</em>.</p><h2>Next</h2><p>More.</p>"
    assert show(parse(page.encode(), "x.html")) == [
        ("heading", 2, "Atomic commit"),
        ("item", 0, "One entry"),
        ("paragraph", 0, "Text in é."),
        ("heading", 2, "Next"),
        ("paragraph", 0, "More."),
    ]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("<h2><div>Write-ahead <b>log</b></div></h2>", "Write-ahead log"),
        ("<h2>Part 2<div>The log</div></h2>", "Part 2 The log"),
        ("<h2><span>2.</span><ul><li>The log</li></ul></h2>", "2. The log"),
    ],
)
def test_a_heading_of_blocks_is_whole(show, heading: str, said: str):
    """Markup around its words takes none of them from it, and a number alone is no heading."""
    page = f"<body>{heading}<p>Text.</p>"
    assert show(parse(page.encode(), "x.html")) == [("heading", 2, said), ("paragraph", 0, "Text.")]


def test_a_table_of_questions_and_answers(show):
    """What a row calls a question is the heading of its answer; the numbers in cells beside go."""
    rows = [
        ("", "<td colspan=2><h3>Building</h3></td>"),
        ("question", "<td><b>1.1.</b></td><td><b>When building, 'make' fails:</b><pre>no -lc</pre></td>"),
        ("answer", "<td></td><td><p>Install the <em>static</em> library.</p><p>Then try again.</p></td>"),
        ("question", "<td><b>1.2.</b></td><td><p>Where does the name come from?</p></td>"),
        ("answer", "<td></td><td>From a legend.</td>"),
    ]
    page = "<table>" + "".join(f"<tr class='{kind}'>{cells}</tr>" for kind, cells in rows) + "</table>"
    assert show(parse(page.encode(), "x.html")) == [
        ("heading", 3, "Building"),
        ("heading", 4, "When building, 'make' fails:"),
        ("code", 0, "no -lc"),
        ("paragraph", 0, "Install the static library."),
        ("paragraph", 0, "Then try again."),
        ("heading", 4, "Where does the name come from?"),
        ("paragraph", 0, "From a legend."),
    ]


@pytest.mark.parametrize("named", ["id=footer", "class='navfooter wide'"])
def test_a_division_called_footer_is_none_of_the_article(show, named: str):
    """As `<footer>` is: who made the site is not in its texts."""
    text = "<h1>Mail</h1><p>A message is kept in two files, whose names end in -D and -H.</p>"
    page = f"<body>{text}<div {named}>Website design by A. Writer</div></body>"
    assert [t for _, _, t in show(parse(page.encode(), "x.html"))] == [
        "Mail",
        "A message is kept in two files, whose names end in -D and -H.",
    ]


def test_contents_as_definitions_are_none_of_the_text(show):
    """Links into the page go, by its name too; a term that links to its own description stays."""
    entries = "<dt>1. <a href=faq.html#b>Background</a></dt><dd>1.1. <a href=#n>Names of tools</a></dd>"
    terms = "<dl><dt><a href='#v'>verbose</a></dt><dd>Says more.</dd></dl>"
    page = f"<body><dl>{entries}</dl><h2>Background</h2>{terms}</body>"
    assert show(parse(page.encode(), "manual/faq.html")) == [
        ("heading", 2, "Background"),
        ("item", 0, "verbose: Says more."),
    ]


def test_the_title_of_a_note_is_no_heading(show):
    """What follows a box in the text has the heading of its section; a page of notes is no box."""
    note = '<div class="note"><h3 class="title">Note</h3><p>Ask first.</p></div>'
    page = f'<body class="note"><h2>Ferries</h2>{note}<p>They float.</p><h3>Note</h3><p>Ends.</p></body>'
    assert show(parse(page.encode(), "x.html")) == [
        ("heading", 2, "Ferries"),
        ("paragraph", 0, "Note"),
        ("paragraph", 0, "Ask first."),
        ("paragraph", 0, "They float."),
        ("heading", 3, "Note"),
        ("paragraph", 0, "Ends."),
    ]


def test_marks_of_footnotes_are_no_text(show):
    """In the text and before the note, as DocBook and pandoc write them; powers and other links stay."""
    lead = '<p>It floats<a href="#n1"><sup>1</sup></a> on 5 m<sup>2</sup>,'
    text = f'{lead} <sup><a href="b.html">3</a></sup> deep.</p>'
    note = '<div id="n1"><p><a href="#t1"><sup>[1] </sup></a>Not always.</p></div>'
    end = '<p>It ends. <sup>[<a href="notes.html#n2">2</a>]</sup></p>'
    assert show(parse(f"<body><h2>Ferries</h2>{text}{end}{note}</body>".encode(), "x.html")) == [
        ("heading", 2, "Ferries"),
        ("paragraph", 0, "It floats on 5 m2, 3 deep."),
        ("paragraph", 0, "It ends."),
        ("paragraph", 0, "Not always."),
    ]


def test_what_unfolds_has_a_heading_only_where_the_section_ends_with_it(show):
    """A history folded in before a description takes it from no heading; folded questions are headings."""
    history = "<details><summary>History</summary><p>Added in v1.</p></details>"
    aside = f"<h2>parse(text)</h2><div>{history}</div><p>It parses.</p>"
    folded = "<h2>Basics</h2><details><summary>Explain closures</summary>A scope.</details>\n"
    asked = "<details><summary>What is a promise?</summary>A value to come.</details>"
    last = "<details><summary>Explain hoisting</summary>Moved up.</details><p>Good luck.</p>"
    assert show(parse(f"<body>{aside}{folded}{asked}{last}</body>".encode(), "x.html")) == [
        ("heading", 2, "parse(text)"),
        ("paragraph", 0, "History"),
        ("paragraph", 0, "Added in v1."),
        ("paragraph", 0, "It parses."),
        ("heading", 2, "Basics"),
        ("heading", 3, "Explain closures"),
        ("paragraph", 0, "A scope."),
        ("heading", 3, "What is a promise?"),
        ("paragraph", 0, "A value to come."),
        ("heading", 3, "Explain hoisting"),
        ("paragraph", 0, "Moved up."),
        ("paragraph", 0, "Good luck."),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "<td>Where is the log kept?</td><td>In a file.</td></tr><tr class=answer><td>See</td><td>it</td>",
        "<td>1.</td><td>Where is the log kept?</td></tr><tr><td>2.</td><td>Where is the index kept?</td>",
    ],
    ids=["both in one row", "no answers"],
)
def test_other_tables_with_questions_stay_tables(show, question: str):
    """A table is read as questions only where they and their answers stand in rows by themselves."""
    page = f"<table><tr class=question>{question}</tr></table>"
    assert "row" in {kind for kind, _, _ in show(parse(page.encode(), "x.html"))}


def test_what_stands_beside_the_article_does_not_go_on_with_it(show):
    """A question folded in at the end of an article is a heading, whatever the page shows below."""
    folded = "<h2>Basics</h2><details><summary>Explain closures</summary><p>A scope is kept.</p></details>"
    page = f"<body><article>{folded}</article><div><p>Related posts</p></div></body>"
    assert show(parse(page.encode(), "x.html"))[1] == ("heading", 3, "Explain closures")
