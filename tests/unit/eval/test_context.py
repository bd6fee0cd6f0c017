"""What may be left out of the evidence: chosen on one half, reported on the other."""

from collections.abc import Iterator
from dataclasses import replace

from eval.context import MARGINS, SPARED, Read, chosen, document


def read(lost_below: float) -> Iterator[Read]:
    """Of 400 questions, prompts that lose every fourth fact under margins below this one."""
    for n in range(400):
        yield Read(str(n), None, (True,), 1000)
        for margin in MARGINS:
            yield Read(str(n), margin, (margin >= lost_below or n % 4 > 0,), int(1000 * margin))


def test_the_widest_margin_is_taken_that_spares_enough():
    """Of prompts as long as their margin is wide, with hardly a token spared the narrowest."""
    some = list(read(0.25))
    assert SPARED == 0.25
    assert chosen(some) == 0.5
    longer = [replace(r, tokens=r.tokens + 400 * (r.margin is not None)) for r in some]
    assert chosen(longer) == 0.35
    assert chosen([replace(r, tokens=1000) for r in some]) == min(MARGINS)


def test_the_document_says_what_the_other_half_loses():
    """Its facts and tokens beside those of whole chunks."""
    text = document(list(read(0.25)), {"corpus": 400}, "none")
    assert "**0.5**" in " ".join(text.split())
    assert ".500 of the tokens" in " ".join(text.split())
    whole = next(line for line in text.splitlines() if line.startswith("| whole chunks"))
    assert whole.count("1.000") >= 4
