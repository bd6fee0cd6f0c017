"""The second opinion: the model is asked which of the sentences the evidence does not say.

It can only take sentences away; a reply that cannot be read takes none.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

CONTESTED = "the language model, asked again, does not find it in the evidence"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"unsupported": {"type": "array", "items": {"type": "string"}}},
    "required": ["unsupported"],
    "additionalProperties": False,
}
_OBJECT = re.compile(r"\{[^{}]*\}")


def contested(reply: str, keys: Collection[str]) -> set[str]:
    """Those of `keys` that the reply names as unsupported: its last object with that field counts."""
    for found in reversed(_OBJECT.findall(reply)):
        try:
            value = json.loads(found)
        except json.JSONDecodeError:
            continue
        if isinstance(value, Mapping) and isinstance(named := value.get("unsupported"), list):
            return {k for k in named if isinstance(k, str)}.intersection(keys)
    return set()
