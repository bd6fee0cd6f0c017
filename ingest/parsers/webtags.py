"""Tags as browsers read them, where the HTML parser does otherwise."""

import re

_HEADING = re.compile(r"<(/?h)([1-6])(?=[\s/>])", re.IGNORECASE)


def closing_headings(source: str) -> str:
    """Each heading's end tag named as its start tag: any end tag closes a heading, whatever its level.

    HTML Standard, "The 'in body' insertion mode". lxml would read on to the end of the page.
    """
    level = ""

    def closed(tag: re.Match[str]) -> str:
        nonlocal level
        shown = tag[2] if len(tag[1]) == 1 else level or tag[2]
        level = tag[2] if len(tag[1]) == 1 else ""
        return f"<{tag[1]}{shown}"

    return _HEADING.sub(closed, source)
