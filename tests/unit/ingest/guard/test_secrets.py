"""Keys, tokens and passwords."""

import pytest

from ingest.guard.secrets import secrets

KEY = "Zk3" + "9qLm2XwT7bR1vNc8"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"the key is sk-proj-{KEY} ok", f"sk-proj-{KEY}"),
        (f"AKIA{'Q4R7S2T9U1V5W8X3'}", "AKIAQ4R7S2T9U1V5W8X3"),
        (f"ghp_{KEY * 2}", f"ghp_{KEY * 2}"),
        (f"api_key = '{KEY}'", KEY),
        ("password: hunter2!Blue", "hunter2!Blue"),
        (f"Authorization: Bearer {KEY}{KEY}", KEY + KEY),
        ("postgres://app:s3cr3tpw@db.internal/x", "s3cr3tpw"),
        (f"-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----", None),
    ],
)
def test_a_secret_is_found(text: str, secret: str | None):
    """By its form, or by the word before it; a private key as a whole."""
    assert [text[p.start : p.end] for p in secrets(text)] == [secret or text]


@pytest.mark.parametrize(
    "text",
    [
        "Set OPENAI_API_KEY=your-key-here.",
        "api_key = os.environ['KEY']",
        "The password is hashed with a salt.",
        "sk-xxxxxxxxxxxxxxxxxxxx shows the form.",
        "A bearer token authorises the caller.",
        "The secret is to warm up the learning rate.",
    ],
)
def test_placeholders_and_prose_are_none(text: str):
    """Documentation speaks of secrets without holding any."""
    assert secrets(text) == []
