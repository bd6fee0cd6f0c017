"""Presidio's recognisers (microsoft/presidio, MIT) beside the project's own: the extra `guard`.

Only those that work by pattern and check sum: no language model is loaded, and none downloaded. Presidio's
recogniser of emails asks the network for a list of suffixes, so the project's own finds them.
"""

from collections.abc import Iterator
from typing import Any

from ingest.errors import SettingsProblem
from ingest.guard.personal import Finder, Personal, apart, personal_data

SURE = 0.4
"""Least of Presidio's scores; a pattern that any number fits has less."""
_NAMES = (
    "CreditCardRecognizer",
    "IbanRecognizer",
    "IpRecognizer",
    "PhoneRecognizer",
    "UsSsnRecognizer",
)


def load_presidio() -> Finder:
    """What finds personal data with both; raises SettingsProblem where the extra is not installed."""
    try:
        from presidio_analyzer import predefined_recognizers
    except ImportError as error:
        raise SettingsProblem(
            'RAG_GUARD_FINDER is presidio, which is not installed: pip install "interview-rag[guard]"'
        ) from error
    recognisers = [getattr(predefined_recognizers, name)() for name in _NAMES]

    def find(text: str) -> list[Personal]:
        theirs = (p for r in recognisers for p in _found(r, text))
        return apart([*personal_data(text), *theirs])

    return find


def _found(recogniser: Any, text: str) -> Iterator[Personal]:
    for result in recogniser.analyze(text, recogniser.supported_entities) or ():
        if result.score >= SURE:
            yield Personal(result.entity_type, result.start, result.end)
