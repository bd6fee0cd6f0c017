"""Which sentences a reply takes away."""

import pytest

from serve.generate.opinion import contested

KEYS = ("bcdf", "ghjk")


@pytest.mark.parametrize(
    ("reply", "named"),
    [
        ('{"unsupported": ["bcdf"]}', {"bcdf"}),
        ('```json\n{"unsupported": ["bcdf", "ghjk"]}\n```', {"bcdf", "ghjk"}),
        ('First {"unsupported": ["bcdf"]}, no: {"unsupported": []}', set()),
        ('{"unsupported": ["zzzz", 7, "ghjk"]}', {"ghjk"}),
        ('{"unsupported": "bcdf"}', set()),
        ('{"unsupported": ["bcdf"', set()),
        ("bcdf is not supported.", set()),
        ("", set()),
    ],
)
def test_only_named_keys_of_an_object_count(reply: str, named: set[str]):
    """The last object decides; what is broken, of another form or an unknown key takes nothing away."""
    assert contested(reply, KEYS) == named
