"""Instructions put together from parts: many wordings of what people ask of an assistant, for training alone.

The parts are everyday ones, so that the detector learns how requests are worded and not what they are about.
"""

import random
import tomllib
from collections.abc import Iterator

from eval.guards.texts import OWN


def composed(count: int, rng: random.Random) -> Iterator[str]:
    """Sentences, every form as often as the others."""
    read = tomllib.loads((OWN / "composed.toml").read_text(encoding="utf-8"))
    parts = {name: [p.strip() for p in said.split(";")] for name, said in read["parts"].items()}
    for number in range(count):
        chosen = {name: rng.choice(options) for name, options in parts.items()}
        sentence = read["forms"][number % len(read["forms"])].format(**chosen)
        yield sentence[0].upper() + sentence[1:]
