"""Tables of questions and answers, as DocBook's stylesheets write a `qandaset`."""

from collections.abc import Sequence

from bs4 import Tag

_KINDS = ("question", "answer")
LABEL = 10
"""Characters of the longest number before a question."""


def faq_cells(table: Tag) -> list[tuple[str, Tag]]:
    """Each row's last cell with `question`, `answer` or nothing; none of any other table.

    Questions and answers are rows by themselves, and the cell before holds a number that says nothing.
    """
    found = []
    for row in table.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        if not cells or row.find_parent("table") is not table:
            continue
        classes: Sequence[str] = row.get("class") or []
        kind = next((kind for kind in _KINDS if kind in classes), "")
        if kind and any(len(label.get_text(strip=True)) > LABEL for label in cells[:-1]):
            return []
        found.append((kind, cells[-1]))
    return found if {kind for kind, _ in found} >= {*_KINDS} else []
