"""Personal data by kind."""

import pytest

from ingest.guard.personal import Personal, apart, personal_data


@pytest.mark.parametrize(
    ("kind", "value", "around"),
    [
        ("EMAIL_ADDRESS", "ann.b+c@mail.example.org", "Write to {}."),
        ("PHONE_NUMBER", "+44 20 7946 0958", "Numbers: {}"),
        ("PHONE_NUMBER", "212-555-0142", "ask {} please"),
        ("PHONE_NUMBER", "079 0442 1744", "my mobile is {}"),
        ("CREDIT_CARD", "4111 1111 1111 1111", "paid with {} today"),
        ("CREDIT_CARD", "501864667909", "the limit for card {}?"),
        ("IBAN_CODE", "GB82 WEST 1234 5698 7654 32", "to {} please"),
        ("US_SSN", "078-05-1120", "his is {}."),
        ("IP_ADDRESS", "86.121.97.248", "from {}"),
        ("IP_ADDRESS", "2a00:1450:4001:80b::200e", "from {}"),
        ("PERSON", "Ada Lovelace", "My name is {}."),
        ("PERSON", "Curie", "Dr. {} said so."),
        ("STREET_ADDRESS", "12 Baker Street", "I live at {}, London"),
        ("AGE", "84", "a {} year old man"),
        ("ZIP_CODE", "39432", "ZIP: {}"),
        ("US_DRIVER_LICENSE", "F162823540116", "my driver's license number is {}"),
    ],
)
def test_a_value_is_found_with_its_kind(kind: str, value: str, around: str):
    """The span is the value and nothing else."""
    text = around.format(value)
    assert [(p.kind, text[p.start : p.end]) for p in personal_data(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "The model has 7 000 000 000 parameters and 32 layers.",
        "Set the port to 6333 and bind 127.0.0.1 or 192.168.0.10.",
        "It was trained on 2 048 512 pairs between 2019-01-05 and 2021-12-31.",
        "4111 1111 1111 1112 fails the check sum.",
        "Version 1.26.4.0 of the library, commit 9f86d081884c7d65.",
        "Call forward(x) with 128 256 512 channels.",
        "Vaswani et al. proposed attention.",
    ],
)
def test_figures_of_technical_prose_are_nobodys(text: str):
    """Counts, ports, private addresses, dates, versions."""
    assert personal_data(text) == []


def test_of_two_that_overlap_the_longer_stays():
    """And what is left is in order."""
    found = apart([Personal("A", 4, 8), Personal("B", 0, 2), Personal("C", 3, 12)])
    assert found == [Personal("B", 0, 2), Personal("C", 3, 12)]


@pytest.mark.slow
def test_presidio_finds_what_the_rules_find():
    """Its recognisers stand beside the project's own; the same numbers are found once."""
    pytest.importorskip("presidio_analyzer", reason="the extra `guard` is not installed")
    from ingest.guard.presidio import load_presidio

    found = load_presidio()("Card 4111111111111111, write to a@b.example.")
    assert [p.kind for p in found] == ["CREDIT_CARD", "EMAIL_ADDRESS"]


@pytest.mark.parametrize(
    "address",
    [
        "support@example.com",
        "no-reply@shop.example.org",
        "security-team@example.org",
        "bug-1234@bugs.example.org",
        "rowing-devel@lists.example.net",
        "press.office@example.org",
        "debian-user@lists.example.org",
    ],
)
def test_an_address_of_a_function_is_nobodys(address: str):
    """What a question for a contact asks for is not masked."""
    assert personal_data(f"Write to {address}, please.") == []


@pytest.mark.parametrize(
    "address", ["john.press@example.com", "ada@example.org", "w.list@example.com", "mia-b@a.example"]
)
def test_an_address_that_may_be_somebodys_is_masked(address: str):
    """A surname that is a function's word as well does not make it one's."""
    assert [p.kind for p in personal_data(f"Write to {address}, please.")] == ["EMAIL_ADDRESS"]
