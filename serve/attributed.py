"""Who a question takes for the maker of a thing, where the material names another one.

"Why did Google design AutoGen?" - "AutoGen, from Microsoft".
"""

import re
from collections.abc import Sequence

from ingest.tokens import tokenize
from serve.extract.makers import names_a_maker
from serve.support.names import names

_BY = re.compile(r"\b(?:did|does|has|have|is|was|were) (?:the )?(?P<who>[A-Z]\w+)\b(?P<rest>.*)", re.DOTALL)


def made_by_another(question: str, statements: Sequence[str]) -> str:
    """The statement that names the thing's maker, where none speaks of the thing and the one asked for."""
    match = _BY.search(question)
    what = {t for name in names(match["rest"]) for t in tokenize(name.text)} if match else set()
    if not match or not what:
        return ""
    who = set(tokenize(match["who"]))
    about = [s for s in statements if what <= set(tokenize(s))]
    if any(who <= set(tokenize(s)) for s in about):
        return ""
    return next((s for s in about if names_a_maker(question, s)), "")
