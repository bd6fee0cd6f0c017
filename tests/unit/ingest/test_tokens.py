"""The terms that BM25 indexes, and the words that spelling is mended by."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tokens import plain_terms, stem, tokenize
from ingest.words import words


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The models were retrieving", ["model", "retriev"]),
        ("fine-tuning", ["fine", "tune", "finetun"]),
        ("GPT-4", ["gpt", "gpt4"]),
        ("top_k", ["top", "topk"]),
        ("46.7B and 3.14", ["46.7b", "46700000000", "3.14"]),
        ("2M", ["2m", "2000000"]),
        ("0K", ["0k", "0"]),
        ("2 million", ["2m", "2000000", "million"]),
        ("2,000,000", ["2000000"]),
        ("Re-ranks rerankers", ["re", "rank", "rerank", "rerank"]),
        ("LangChain", ["lang", "chain", "langchain"]),
        ("rows.fetchAll()", ["row", "fetch", "fetchal", "rowsfetchal"]),
        ("C++ or C#", ["c++", "c#"]),
        ("the model’s", ["model"]),
        ("GPT-3's and BERT's", ["gpt", "gpt3", "bert"]),
        ("检索增强", ["检索", "索增", "增强"]),
        ("ﬁne ＲＡＧ", ["fine", "rag"]),
        ("the of and", []),
        ("", []),
        (" — 🙂 … ", []),
    ],
)
def test_terms(text: str, terms: list[str]):
    """Words are stemmed, compounds joined and in parts, numbers in full, CJK cut in pairs; no stop words."""
    assert tokenize(text) == terms


def test_spellings_of_one_word_meet():
    """Case, width, plural and tense do not part a question from its document."""
    assert tokenize("EMBEDDING") == tokenize("embeddings") == tokenize("ｅｍｂｅｄｄｉｎｇ")
    assert set(tokenize("tune")) <= set(tokenize("fine-tuned"))


@given(text=st.text(max_size=80))
def test_no_text_breaks_it(text: str):
    """Any text gives terms without blanks, the same every time."""
    terms = tokenize(text)
    assert all(term and term.strip() == term for term in terms)
    assert terms == tokenize(text)


def test_words_with_digits_are_not_stemmed():
    """A version or a model's name is no English word."""
    assert stem("models") == "model"
    assert stem("h100s") == "h100s"


def test_words_for_spelling():
    """Lower-case words of four letters or more, unstemmed, with repetitions; a compound whole as well."""
    assert words("Naïve RAG naïve gpt4all, fine-tuning!") == [
        *("naïve", "naïve", "fine", "tuning"),
        "fine-tuning",
    ]


def test_threads_stem_without_spoiling_each_other_s_words():
    """Eight at once, switched as often as Python can, agree with one alone."""
    words = [f"{a}{b}{end}" for a in "bcdfglmnprst" for b in "aeiou" for end in ("lling", "rational", "nies")]

    def stems(turn: int) -> list[str]:
        order = words[turn:] + words[:turn]
        # Past the cache, which would leave one thread with the work.
        return sorted(stem.__wrapped__(word) for word in order * 3)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(stems, range(8)))
    finally:
        sys.setswitchinterval(before)
    assert all(one == stems(0) for one in found)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("fine-tuning", ["fine", "tune"]),
        ("input/output", ["input", "output"]),
        ("GPT-4", ["gpt", "gpt4"]),
        ("LangChain", ["lang", "chain", "langchain"]),
        ("46.7B", ["46.7b", "46700000000"]),
        ("检索增强", ["检索", "索增", "增强"]),
    ],
)
def test_wordings_are_compared_without_compounds(text: str, terms: list[str]):
    """Of a hyphenated word the parts alone, unless a digit tells it from another."""
    assert plain_terms(text) == terms
