"""What may be left out of the evidence: chosen on one half, reported on the other."""

from collections.abc import Iterator

from eval.context import LOST, MARGINS, Read, chosen, document


def read(lost_below: float) -> Iterator[Read]:
    """Of 400 questions, prompts that lose every fourth fact under margins below this one."""
    for n in range(400):
        yield Read(str(n), None, (True,), 1000)
        for margin in MARGINS:
            yield Read(str(n), margin, (margin >= lost_below or n % 4 > 0,), int(1000 * margin))


def test_the_least_margin_is_taken_that_loses_hardly_a_fact():
    """A quarter of the facts is more than LOST."""
    assert LOST < 0.01
    assert chosen(list(read(0.25))) == 0.25
    assert chosen(list(read(0.0))) == min(MARGINS)
    assert chosen(list(read(3.0))) == max(MARGINS)


def test_the_document_says_what_the_other_half_loses():
    """Its facts and tokens beside those of whole chunks."""
    text = document(list(read(0.25)), {"corpus": 400}, "none")
    assert "**0.25**" in " ".join(text.split())
    assert ".250 of the tokens" in " ".join(text.split())
    whole = next(line for line in text.splitlines() if line.startswith("| whole chunks"))
    assert whole.count("1.000") >= 4
