"""Turns of phrase as regular expressions that can be read."""

import re


def wording(alternatives: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    """Matches any line of `alternatives`, each a regular expression in which a space is white space.

    A line that ends in `|` goes on in the next. Whole words only, unless `start` or `end` say otherwise.
    """
    lines = [line.strip().replace(" ", r"\s+") for line in alternatives.strip().splitlines()]
    body = "|".join(lines).replace("||", "|")
    return re.compile(f"{start}(?:{body}){end}", re.IGNORECASE)
