"""reStructuredText, as docutils defines it and as Sphinx extends it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from docutils.parsers.rst import directives, roles
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocument
from ingest.parsers import parse


def read(source: str):
    """A file of these lines, parsed."""
    return parse(source.encode(), "queue_guide.rst")


def test_structure(show):
    """Headings have their depth, lists their nesting and numbers, quotes and verse are paragraphs."""
    source = """
.. A comment.

=====
Queue
=====

One *line*
and ``another``.

* first

  more of it

  c. sub
  d. sub

3. three

Below
-----

    Quoted.

    -- Ada

| Rose,
| violet.
"""
    assert show(read(source)) == [
        ("heading", 1, "Queue"),
        ("paragraph", 0, "One line and another."),
        ("item", 0, "first"),
        ("paragraph", 1, "more of it"),
        ("step", 1, "sub"),
        ("step", 1, "sub"),
        ("step", 0, "three"),
        ("heading", 2, "Below"),
        ("paragraph", 0, "Quoted."),
        ("paragraph", 0, "— Ada"),
        ("paragraph", 0, "Rose, violet."),
    ]
    assert [block.marker for block in read(source).blocks if block.kind == "step"] == ["c", "d", "3"]


def test_definitions(show):
    """Terms, fields and options of a command stand with what is told of them."""
    source = """
queue : ordered
   What waits.

   In line.

:param str name: its name
:returns: a queue

-a, --all  everything
"""
    assert show(read(source)) == [
        ("item", 0, "queue (ordered): What waits."),
        ("paragraph", 1, "In line."),
        ("item", 0, "Parameter name (str): its name"),
        ("item", 0, "Returns: a queue"),
        ("item", 0, "-a, --all: everything"),
    ]


def test_a_name_above_indented_text_is_a_term(show):
    """In code or bold, with a blank line between, as many manuals list their settings; a sentence is none."""
    source = """
``minfds``, ``minprocs``

    How many there must be.

    *Default*: 1024

**silent**

    Says nothing.

As Ada ``said``

    Quoted.
"""
    assert show(read(source)) == [
        ("item", 0, "minfds, minprocs: How many there must be."),
        ("paragraph", 1, "Default: 1024"),
        ("item", 0, "silent: Says nothing."),
        ("paragraph", 0, "As Ada said"),
        ("paragraph", 0, "Quoted."),
    ]


def test_code(show):
    """Code keeps its spaces and its stars, whatever options its directive has."""
    source = """
Run::

   a  =  *b*

.. code-block:: python
   :caption: queue.py
   :emphasize-lines: 1

   def f():
       return  1

.. sourcecode::
   x

>>> 1
1
"""
    assert show(read(source)) == [
        ("paragraph", 0, "Run:"),
        ("code", 0, "a  =  *b*"),
        ("paragraph", 0, "queue.py"),
        ("code", 0, "def f():\n    return  1"),
        ("code", 0, "x"),
        ("code", 0, ">>> 1\n1"),
    ]


GRID = """
+-------+---------------+
|       | Sales         |
|       +-------+-------+
| Shop  | 2023  | 2024  |
+=======+=======+=======+
| North | 1     | * 2   |
|       +-------+-------+
|       | 3     | 4     |
+-------+-------+-------+
"""
TABLES = [
    (GRID, ["Shop | Sales 2023 | 2024", "North | 1 | 2", "North | 3 | 4"]),
    ("=  =\nA  B\n=  =\n1  2\n=  =\n", ["A | B", "1 | 2"]),
    (
        ".. list-table::\n   :header-rows: 1\n   :colour: red\n\n   * - A\n     - B\n   * - 1\n     - 2\n",
        ["A | B", "1 | 2"],
    ),
    ('.. csv-table::\n   :header: A, B\n\n   1, "2, 3"\n', ["A | B", "1 | 2, 3"]),
]


@pytest.mark.parametrize(("source", "rows"), TABLES)
def test_tables(source: str, rows: list[str], show):
    """Each way to write a table gives a header and rows; merged cells stand in every row they span."""
    shown = show(read(source))
    assert [text for _, _, text in shown] == rows
    assert [kind for kind, _, _ in shown] == ["header", *["row"] * (len(rows) - 1)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (":ref:`Start here <intro>`", "Start here"),
        (":ref:`task-queue`", "task queue"),
        (":class:`~a.b.Queue`", "Queue"),
        (":py:meth:`!Queue.put`", "Queue.put"),
        (":meth:`.put`", "put"),
        (":doc:`/install`", "/install"),
        (":pep:`8`", "PEP 8"),
        (":file:`~/.queue`", "~/.queue"),
        (":samp:`a <b>`", "a <b>"),
        ("`Queue <app.Queue>` and `~app.queue.put`", "Queue and put"),
        ("`cp <source>` and `~/.queue`", "cp <source> and ~/.queue"),
        (":issue:`12` and :whatever:`this`", "12 and this"),
        ("`Title <https://a.b>`_ [1]_\n\n.. [1] Note.", "Title [1]"),
        ("|q|\n\n.. |q| replace:: a queue", "a queue"),
        ("|q|\n\n.. |q| image:: q.png", ""),
        ("a|q|", "a|q|"),
        (".. role:: html(raw)\n   :format: html\n\nx :html:`<br>`", "x"),
    ],
)
def test_roles(source: str, text: str, show):
    """A role, known or not, gives the words that a reader sees."""
    first = next((words for _, _, words in show(read(f"{source}\n\nEnd."))), "")
    assert first == (text or "End.")


def test_a_label_shows_its_section(show):
    """A reference by label alone is the title of the section that has the label."""
    source = "See :ref:`lab`.\n\n.. _lab:\n.. _other:\n\nThe *queue*\n===========\n"
    assert show(read(source))[0] == ("paragraph", 0, "See The queue.")


def test_directives(show):
    """Notes, versions and containers are read as text, pictures by their words, whoever defined them."""
    source = """
.. note:: Mind
   this::

      x = 1

.. versionadded:: 1.2
   A size.

.. deprecated:: 3.0

.. seealso:: :class:`a.Queue`

.. tabs::

   .. tab:: Linux

      Use apt.

.. only:: html

   * Shown.

.. figure:: q.png
   :alt: A queue
   :width: wide

   How it waits.

.. rubric:: Also
"""
    assert show(read(source)) == [
        ("paragraph", 0, "Mind this:"),
        ("code", 0, "x = 1"),
        ("paragraph", 0, "Added in version 1.2: A size."),
        ("paragraph", 0, "Deprecated since version 3.0."),
        ("paragraph", 0, "See also: a.Queue"),
        ("paragraph", 0, "Linux"),
        ("paragraph", 0, "Use apt."),
        ("item", 0, "Shown."),
        ("paragraph", 0, "A queue"),
        ("paragraph", 0, "How it waits."),
        ("paragraph", 0, "Also"),
    ]


def test_objects(show):
    """A function, an option or a term is shown as it is written, with what it does."""
    source = """
.. py:class:: Queue(size, *args,
                    **kwargs)
   :module: a

   Waits.

   .. py:method:: put(x)
                  push(x)

      Adds.

.. option:: --all

.. class:: Stack(size)

   Piles.

.. class:: wide

Plain.

.. autoclass:: Queue
   :members:

.. glossary::

   fifo
   queue
      First in, first out.
"""
    assert show(read(source)) == [
        ("item", 0, "class Queue(size, *args, **kwargs): Waits."),
        ("item", 1, "put(x), push(x): Adds."),
        ("item", 0, "--all"),
        ("item", 0, "class Stack(size): Piles."),
        ("paragraph", 0, "Plain."),
        ("item", 0, "fifo, queue: First in, first out."),
    ]


def test_what_is_not_for_readers(show, tmp_path):
    """Comments, contents, targets, raw markup and other files leave no words."""
    (tmp_path / "secret.txt").write_text("secret")
    source = f"""
Queue
=====

.. toctree::
   :hidden:

   other

.. contents:: On this page
.. index:: queue
.. setting:: QUEUE_SIZE
.. _label:
.. include:: {tmp_path}/secret.txt
.. literalinclude:: {tmp_path}/secret.txt
.. csv-table:: Secret
   :file: {tmp_path}/secret.txt
.. raw:: html

   <b>secret</b>

.. secret

* `Queue`_
* :ref:`genindex`

End.
"""
    assert show(read(source)) == [("heading", 1, "Queue"), ("paragraph", 0, "End.")]


def test_metadata(show):
    """The fields on top that tell of the file are its metadata; any other field is text."""
    source = """
:orphan:

.. meta::
   :description: On queues

Queue
=====

:Author: Ada *L.*
:Date: 2024-01-02
:Needs: Python
"""
    parsed = read(source)
    assert parsed.title == "Queue"
    assert parsed.metadata == {"author": "Ada L.", "date": "2024-01-02", "description": "On queues"}
    assert show(parsed) == [("heading", 1, "Queue"), ("item", 0, "Needs: Python")]
    assert read("Text only.").title == "queue guide"


@pytest.mark.parametrize(
    "source",
    [
        "Some `open and *open and ``open words",
        "=====\nTitle words\n---\n\nwords",
        "A\n=\n\nB\n-\n\nC\n~\n\nD\n=\n\nWords\n~~~~~\n",
        "===  ===\nsome words that are wider than\n===  ===\n\nwords",
        ".. list-table::\n\n   words",
        ".. note::\n\n   Words\n   =====\n\n   words",
        "* words\n words\n   words\nwords",
        "words " * 3000,
    ],
)
def test_broken_markup_is_text(source: str, capsys):
    """Of markup that is no markup no word is lost, and nothing is printed."""
    parsed = read(source)
    assert re.findall("[a-z]+", parsed.text) == [
        word for word in re.findall("[a-z]+", source) if word not in ("list", "table", "note")
    ] or ("list-table" in source and "words" in parsed.text)
    assert capsys.readouterr() == ("", "")


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.sampled_from(["* ", "  ", "::", "\n", "\n\n", "====\n", ".. ", "a", "`", "|", "_ ", ":b: ", "+-+"])
    ).map("".join)
)
def test_any_markup_is_read(source: str):
    """No heap of marks is more than a document or one reason."""
    try:
        read(source)
    except UnreadableDocument as reason:
        assert "\n" not in str(reason)


@pytest.mark.parametrize(
    ("data", "reason"), [(b" \n", "empty"), (b"\x07\x91\0" * 301, "binary"), (b".. x", "no text")]
)
def test_unreadable(data: bytes, reason: str):
    """Empty files, noise, and files of nothing but comments say so."""
    with pytest.raises(UnreadableDocument, match=reason):
        parse(data, "a.rst")


def test_files_leave_no_trace():
    """Files are read at once, and none changes docutils' tables for another."""
    before = (dict(directives._directive_registry), set(roles._roles))
    sources = [
        f".. role:: r{i}(code)\n\n.. default-role:: r{i}\n\n:r{i}:`w{i}` `x` :r0:`y`" for i in range(20)
    ]
    with ThreadPoolExecutor(4) as pool:
        texts = [parsed.text for parsed in pool.map(read, sources)]
    assert texts == [f"w{i} x y" for i in range(20)]
    assert (dict(directives._directive_registry), set(roles._roles)) == before
