"""Sentence boundaries: none missed in plain prose, none invented where a full stop means something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentence_spans


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Encoders, e.g. BERT, read both ways.",
        "See Fig. 3 for the curve.",
        "See Sec. 2 and Eq. 4 of Vaswani et al. 2017.",
        "The U.S. Senate and the U.K. Parliament disagree.",
        "Mixtral has 46.7B parameters and 12.9B are active.",
        "It fell by 0.5% to 3.14 in v1.5.2 of the library.",
        "Call torch.nn.Linear or os.path.join(a, b) first.",
        "Use Node.js, .env files and www.example.com/a.b?c=d for it.",
        "RAG vs. Fine-tuning is the usual choice.",
        "J. Smith and Dr. A. Jones wrote it.",
        "It takes approx. 20 GB at 9 a.m. Eastern time.",
        "Wait... it goes on.",
        "The file is called setup.py and holds no secrets.",
        "(See p. 4, i.e. the appendix.)",
    ],
)
def test_one_sentence_stays_whole(sentence: str):
    """Abbreviations, initials, decimals, versions, names of files and code end no sentence."""
    assert _sentences(sentence) == [sentence]
    assert _sentences(f"Before it. {sentence} And after.") == ["Before it.", sentence, "And after."]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It works.", "It is fast!", "Is it cheap?", "Yes."],
        ["He said “stop.”", "Then he left.", "(He did.)", "Twice."],
        ["It costs $5.", "3 of 4 agree.", "`x` is a name.", "“Quoted” too."],
        ["Precision fell to 0.5.", "Recall rose to 0.9."],
        ["Really?!", "Yes..."],
        ["检索增强。", "生成！", "为什么？"],
        ["It uses GPT-4.", "Ελλάδα is next.", "Über alles."],
        ["without a full stop", "After a blank line."],
    ],
)
def test_sentences_are_parted(sentences: list[str]):
    """Ends of sentences are found behind quotes and brackets, in other scripts and at blank lines."""
    joint = "\n\n" if sentences[0].startswith("without") else " "
    assert _sentences(joint.join(sentences)) == sentences


def test_a_text_without_capitals_has_sentences_too():
    """Where nothing begins with a capital a full stop ends a sentence; an abbreviation's still does not."""
    sentences = ["in 2017 it lost approx. $3 million.", "a charge vs. none was 3.5%!", "it fell."]
    assert _sentences(" ".join(sentences)) == sentences
    assert len(_sentences(" ".join([*sentences, "Then more."]))) < 4


def test_a_part_of_a_text_keeps_its_positions():
    """Spans of a part are positions in the whole, and reach no further than the part."""
    text = "One. Two goes on. Three."
    assert sentence_spans(text, 5, 17) == [(5, 17)]
    assert sentence_spans(text, 5, 12) == [(5, 12)]
    assert sentence_spans("  \n ") == sentence_spans("") == []


@given(text=st.text(st.sampled_from('aB 1.!?。\n"”)(e'), max_size=60))
def test_every_character_that_shows_is_in_one_sentence(text: str):
    """Spans are trimmed, in order, apart, and leave out nothing but whitespace."""
    spans = sentence_spans(text)
    bounds = [0, *(at for span in spans for at in span), len(text)]
    assert bounds == sorted(bounds)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in spans)
    outside = "".join(text[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True))
    assert outside.strip() == ""
