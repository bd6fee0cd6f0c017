"""What searches filter on, and how a filter is written."""

import pytest

from ingest.errors import BadQuestion
from ingest.index.payload import Filter, parse_filters, payload_of


def test_a_payload_holds_what_the_document_says():
    """Keywords are in lower case, paths come with all their beginnings, dates are days, others are absent."""
    metadata = {
        "source": "/srv/Docs/hr/pay.md",
        "author": ["Ada  Byron", "Bob"],
        "created": "2026-03-01T10:00:00Z",
        "modified": "last week",
        "language": "",
        "pages": 3,
    }
    assert payload_of("hr/pay.md", "Pay", metadata, ("staff",)) == {
        "groups": ["staff"],
        "title": ["pay"],
        "author": ["ada byron", "bob"],
        "created": ["2026-03-01"],
        "path": ["/", "/srv", "/srv/docs", "/srv/docs/hr", "/srv/docs/hr/pay.md", "hr", "hr/pay.md"],
    }


@pytest.mark.parametrize(
    ("texts", "filters"),
    [
        (["format=PDF"], [Filter("format", ("pdf",))]),
        (["format=pdf", "format = docx"], [Filter("format", ("pdf", "docx"))]),
        (["path=Docs/hr/", "title=A = b"], [Filter("path", ("docs/hr",)), Filter("title", ("a = b",))]),
        (["created>=2026"], [Filter("created", since="2026-01-01")]),
        (["created<=2024-02"], [Filter("created", until="2024-02-29")]),
        (["modified=2026-05"], [Filter("modified", since="2026-05-01", until="2026-05-31")]),
        (
            ["created>=2026-05-02", "created<=2027", "created>=2026-01-01"],
            [Filter("created", since="2026-05-02", until="2027-12-31")],
        ),
        ([], []),
    ],
)
def test_filters_are_read(texts: list[str], filters: list[Filter]):
    """Values of a key are alternatives, days narrow each other, and different keys all have to hold."""
    assert list(parse_filters(texts)) == filters


@pytest.mark.parametrize(
    "text",
    ["", "pdf", "groups=staff", "colour=red", "title>=a", "created=May", "created=2026-02-30", "title="],
)
def test_what_is_no_filter_is_named(text: str):
    """Groups are nobody's to choose, and neither keys nor dates are guessed at."""
    with pytest.raises(BadQuestion):
        parse_filters([text])
