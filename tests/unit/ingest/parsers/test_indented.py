"""Plain text whose body is indented: what sticks out is a heading, what hangs below a name is said of it."""

from textwrap import dedent

from ingest.parsers.pagemarks import without_page_marks
from ingest.parsers.plain import parse_text

MANUAL = """\
TAR(1)                     User Commands                    TAR(1)

NAME
       tar - keep many files in one

DESCRIPTION
       Files are written one behind the other, and nothing is com-
       pressed unless that is asked for.

       An archive that is read from a tape is read to its end, so
       that the tape stands behind it.

   Functions and options
       -c, --create
              Makes a new archive. An older one of the same name is
              written over.

              Directories are walked down to their last file.

       -t     List what is in an archive.

       --strip COUNT ...
              Leaves out so many parts of each name that is written
              to the disk.

       A name that begins with a slash loses the slash, for the sake
       of whoever unpacks it elsewhere.
"""
STATUTE = """\
                    Statutes of the Rowing Club

   The club was founded in 1884 by four clerks who had found a boat
   and did not know to whom it belonged.

1. Members

   Whoever can swim may become a member, and must ask two others to
   speak for them.

  1.1. Fees

   Fees fall due in March. A member who has not paid by May is to be
   reminded, once.
    1. Pupils pay half.
    2. Whoever rows with the first crew pays nothing in the year in
       which it wins.

A. How votes are counted

   The chair counts. Where two candidates have as many votes, the lot
   is drawn by the youngest.
"""
RFC = """\
1.  Introduction

   A token is sent with each request, and the server may answer without
   looking up a session, since the token says all that it needs to

Quill                        Informational                      [Page 1]

RFC 9999                     Small Tokens                       May 2020


   know about the caller.

2.  Terms

   A caller is whoever sends a request. A server is whatever answers
   it, at once or later.

Quill                        Informational                      [Page 2]

RFC 9999                     Small Tokens                       May 2020


3.  Limits

   A token has at most 4096 octets, so that it fits the buffers that
   are in use.
"""


def test_a_manual_page_has_sections_and_options(show):
    """Headings by how far they stick out; an option has what is said of it, below or beside it."""
    parsed = parse_text(MANUAL)
    assert show(parsed) == [
        ("heading", 1, "TAR(1) User Commands TAR(1)"),
        ("heading", 2, "NAME"),
        ("paragraph", 0, "tar - keep many files in one"),
        ("heading", 2, "DESCRIPTION"),
        (
            "paragraph",
            0,
            "Files are written one behind the other, and nothing is com-pressed unless that is asked for.",
        ),
        (
            "paragraph",
            0,
            "An archive that is read from a tape is read to its end, so that the tape stands behind it.",
        ),
        ("heading", 3, "Functions and options"),
        ("item", 0, "-c, --create: Makes a new archive. An older one of the same name is written over."),
        ("paragraph", 1, "Directories are walked down to their last file."),
        ("item", 0, "-t: List what is in an archive."),
        ("item", 0, "--strip COUNT ...: Leaves out so many parts of each name that is written to the disk."),
        (
            "paragraph",
            0,
            "A name that begins with a slash loses the slash, for the sake of whoever unpacks it elsewhere.",
        ),
    ]


def test_numbers_say_how_deep_a_heading_is(show):
    """The title stands in the middle; "1.1." is below "1."; numbered entries in the body are no headings."""
    parsed = parse_text(STATUTE)
    assert parsed.title == "Statutes of the Rowing Club"
    assert [(level, text) for kind, level, text in show(parsed) if kind == "heading"] == [
        (1, "Statutes of the Rowing Club"),
        (2, "1. Members"),
        (3, "1.1. Fees"),
        (2, "A. How votes are counted"),
    ]
    assert [text for kind, _, text in show(parsed) if kind == "step"] == [
        "Pupils pay half.",
        "Whoever rows with the first crew pays nothing in the year in which it wins.",
    ]


def test_pages_are_put_together_again(show):
    """Feet and running heads of pages are gone, and a sentence goes on over the cut."""
    blocks = show(parse_text(RFC))
    assert [text for kind, _, text in blocks if kind == "heading"] == [
        "1. Introduction",
        "2. Terms",
        "3. Limits",
    ]
    assert blocks[1][2].endswith("all that it needs to know about the caller.")
    assert not any("Informational" in text or "RFC 9999" in text for _, _, text in blocks)


def test_a_single_foot_is_text():
    """One line that looks like the foot of a page does not make pages."""
    source = "See the sketch\n\nmargin [Page 3]\n\nfor the rest."
    assert without_page_marks(source) == source


def test_hyphens_that_parted_a_word_are_gone():
    """The typographic hyphen at a line's end stands for no hyphen of the word."""
    stretched = MANUAL.replace("com-\n", "com\u2010\n")
    assert "nothing is compressed unless" in parse_text(stretched).text


def test_stretched_lines_are_no_table(show):
    """Gaps that made lines equally long are single spaces again."""
    lines = """\
        CROP(1)

        NAME
               crop - cuts  what  sticks  out of a picture at its
               edges,  and  leaves what is within them as it was,
               to the last point.

               The  picture  is read  whole before any of it  is
               written, for which  there must be memory  enough.

        FILES
               ~/.croprc

               Another line of  text that goes  from one end to
               the other end of it.
        """
    kinds = {kind for kind, _, _ in show(parse_text(dedent(lines)))}
    assert kinds == {"heading", "paragraph"}


def test_code_that_is_indented_stays_code(show):
    """A listing is no manual page: nothing in it sticks out but its own statements."""
    source = "def f(x):\n    y = x + 1\n    return g(y)\n\n    z = 3\n\nclass A:\n    b = 1\n    c = 2\n"
    assert {kind for kind, _, _ in show(parse_text(source))} == {"code"}


def test_a_text_at_the_margin_is_read_as_before(show):
    """Indented quotations alone make no indented body."""
    source = "Some words.\n\n    quoted one\n    quoted two\n\nMore words follow here.\n\nAnd more of them.\n"
    assert [kind for kind, _, _ in show(parse_text(source))] == [
        "paragraph",
        "code",
        "paragraph",
        "paragraph",
    ]
