"""Markdown as documentation tools extend it: the words stay, the tool's marks do not."""

import pytest

from ingest.parsers.markdown import parse_text

SOURCE = """# Loggers

Call {func}`log.get_logger` or read the {doc}`next chapter <configuration>`, says {class}`~log.Logger`.

```{note}
Loggers are *cached*.
```

```{warning} Mind the lock
It is held.
```

```{toctree}
:hidden:

license
```

```{code-block} python
:caption: Example

log.info("x")
```

```{figure} img/queue.png
:alt: A queue of loggers
:width: 80%

How loggers queue.
```

::: tip
Use one logger.
:::

:::{toctree}
:maxdepth: 1

frameworks
:::

```python
x = {"a": 1}
```
"""


def test_words_stay_and_marks_go():
    """Roles, notes and containers are read as text, tables of contents are left out, code stays code."""
    parsed = parse_text(SOURCE, "loggers.md")
    blocks = [(b.kind, parsed.text[b.start : b.end]) for b in parsed.blocks]
    assert blocks == [
        ("heading", "Loggers"),
        ("paragraph", "Call log.get_logger or read the next chapter, says log.Logger."),
        ("paragraph", "Loggers are cached."),
        ("paragraph", "Mind the lock"),
        ("paragraph", "It is held."),
        ("code", 'log.info("x")'),
        ("paragraph", "A queue of loggers"),
        ("paragraph", "How loggers queue."),
        ("paragraph", "Use one logger."),
        ("code", 'x = {"a": 1}'),
    ]


def test_attributes_of_kramdown_and_jekyll_go(show):
    """They stand behind a paragraph, in a quotation too, and around what Jekyll leaves alone."""
    source = (
        "> **Note**\n>\n> Use one.\n> {: .warning }\n\nAnd:\n{:#id}\n\n{% raw %}\nThe end.\n{% endraw %}\n"
    )
    texts = [text for _, _, text in show(parse_text(source, "a.md"))]
    assert texts == ["Note", "Use one.", "And:", "The end."]


@pytest.mark.parametrize(
    "text", ["A dict {: x}", "A set {1, 2} and `{a}`.", "Time 10:::20", "{x} stands alone", "a {b} `c`"]
)
def test_other_braces_and_colons_stay(text: str):
    """What is no role or container is text like any other."""
    parsed = parse_text(text, "a.md")
    assert parsed.text.strip() == text.replace("`", "")
