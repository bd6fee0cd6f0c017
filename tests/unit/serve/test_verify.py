"""The citation check: exact spans, every word cited, every number resolved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serve.types import Citation, Sentence
from serve.verify import objection, spans_hold, supported, words_hold

TEXT = "Cats purr at night. Dogs bark — naïve ones 3.5 times. 检索增强。"
QUOTES = ("Cats purr at night.", "Dogs bark — naïve ones 3.5 times.", "检索增强。")


def text_of(document: object) -> str:
    """The texts of two documents."""
    return {"pets.md": TEXT, "empty.md": ""}[str(document)]


def cited(number: int, quote: str, start: int | None = None, document: str = "pets.md") -> Citation:
    """A citation of this quote where it stands in the text, or elsewhere."""
    at = TEXT.index(quote) if start is None else start
    return Citation(number, document, "Pets", "Pets > Night", at, at + len(quote), quote, 0.9)


CITATIONS = tuple(cited(number, quote) for number, quote in enumerate(QUOTES, start=1))


@pytest.mark.parametrize("citation", CITATIONS)
def test_a_verbatim_span_holds(citation: Citation):
    """The stored text between the positions is the quote, in any script."""
    assert spans_hold(citation, text_of)


@pytest.mark.parametrize(
    "citation",
    [
        cited(1, "Cats purr at night.", start=1),
        cited(1, "cats purr at night.", start=0),
        cited(1, "Cats purr at night!", start=0),
        cited(1, "nai\u0308ve", start=TEXT.index("naïve")),
        cited(1, "Cats", start=len(TEXT) + 5),
        cited(1, "Cats", start=0, document="empty.md"),
    ],
)
def test_anything_else_does_not(citation: Citation):
    """One position, letter, sign, spelling or document off, and the citation is none."""
    assert not spans_hold(citation, text_of)
    assert not supported(Sentence(citation.quote, (1,)), [citation], text_of)


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Cats purr at night.", (1,)),
        ("purr: Cats; at night", (1,)),
        ("Cats bark 3.5 times", (1, 2)),
        ("检索增强", (3,)),
        ("—", (2,)),
    ],
)
def test_words_of_the_citations_are_supported(sentence: str, numbers: tuple[int, ...]):
    """Words may come from several citations and in another order, as a table's row is spoken."""
    assert words_hold(Sentence(sentence, numbers), CITATIONS)
    assert supported(Sentence(sentence, numbers), CITATIONS, text_of)


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Cats never purr at night.", (1,)),
        ("Cats bark", (1,)),
        ("Dogs bark 4.5 times", (2,)),
        ("cats purr", (1,)),
        ("Cat purr", (1,)),
        ("Cats purr at night.", ()),
    ],
)
def test_a_word_that_no_citation_holds_is_not_supported(sentence: str, numbers: tuple[int, ...]):
    """A negation, another figure, another form, a word cited elsewhere, or no citation at all fail."""
    assert not words_hold(Sentence(sentence, numbers), CITATIONS)
    assert not supported(Sentence(sentence, numbers), CITATIONS, text_of)


@pytest.mark.parametrize(
    ("sentence", "numbers", "why"),
    [
        ("Cats purr at night.", (1,), ""),
        ("Cats purr at night.", (), "it cites nothing"),
        ("Cats purr at night.", (1, 9), "its mark [9] leads to no citation"),
        ("Dogs never bark, never", (2,), "its citations do not hold “never”"),
        ("Cats bark 4.5 times", (2,), "its citations do not hold “Cats”, “4”"),
        ("Birds sing", (4,), "its citation is not what stands in pets.md at that place"),
    ],
)
def test_an_objection_says_what_is_wrong(sentence: str, numbers: tuple[int, ...], why: str):
    """A person reads why a sentence was dropped; a supported one meets no objection."""
    moved = cited(4, "Birds sing", start=3)
    assert objection(Sentence(sentence, numbers), (*CITATIONS, moved), text_of) == why


@pytest.mark.parametrize("numbers", [(9,), (1, 9), (0,), (-1, 1)])
def test_a_number_without_a_citation_is_not_supported(numbers: tuple[int, ...]):
    """Every mark of a sentence leads to a citation, although the others hold all of its words."""
    assert not supported(Sentence("Cats purr", numbers), CITATIONS, text_of)
    assert not supported(Sentence("—", numbers), CITATIONS, text_of)


def test_a_wrong_span_spoils_only_the_sentences_that_cite_it():
    """A sentence stands or falls with its own citations."""
    wrong = cited(2, "Dogs bark — naïve ones 3.5 times.", start=0)
    citations = (CITATIONS[0], wrong)
    assert supported(Sentence("Cats purr", (1,)), citations, text_of)
    assert not supported(Sentence("Dogs bark", (2,)), citations, text_of)
    assert not supported(Sentence("Cats purr", (1, 2)), citations, text_of)


@settings(deadline=None, max_examples=80, derandomize=True, database=None)
@given(start=st.integers(0, len(TEXT)), size=st.integers(0, len(TEXT)), slip=st.integers(-3, 3))
def test_only_the_exact_span_holds(start: int, size: int, slip: int):
    """Any slice of the text is a citation of itself; moved, it holds only where the text repeats."""
    quote = TEXT[start : start + size]
    moved = max(0, start + slip)
    assert spans_hold(cited(1, quote, start=start), text_of)
    assert spans_hold(cited(1, quote, start=moved), text_of) == (TEXT[moved : moved + len(quote)] == quote)
