"""Tables of questions and answers, as DocBook's stylesheets write a `qandaset`."""

from collections.abc import Sequence

from bs4 import Tag

_KINDS = ("question", "answer")


def faq_cells(table: Tag) -> list[tuple[str, Tag]]:
    """Each row's last cell with `question`, `answer` or nothing; none where no row is called a question.

    The cell before it holds a number that says nothing.
    """
    found = []
    for row in table.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        if cells and row.find_parent("table") is table:
            classes: Sequence[str] = row.get("class") or []
            found.append((next((kind for kind in _KINDS if kind in classes), ""), cells[-1]))
    return found if any(kind == "question" for kind, _ in found) else []
