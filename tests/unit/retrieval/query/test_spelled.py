"""A question's names as the material spells them."""

import pytest

from retrieval.query.spelled import MOST, as_spelled

MATERIAL = [
    "Elo ratings order GPT-4 and Claude 3.5 on Chatbot Arena. LlamaGuard is Meta's. Anyone may call the API.",
    "LlamaGuard reads both sides.\nChunks are cut at headings. Haiku is a small model, and Claude is not.",
    "We use docker here, and Docker there. Re-ranking helps. Fusion needs no scores.",
]


def texts_with(word: str) -> list[str]:
    """Those of MATERIAL with the word in whatever letters."""
    return [t for t in MATERIAL if word in t.casefold()]


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        ("elo rating of gpt-4 on chatbot arena?", "Elo rating of GPT-4 on Chatbot arena?"),
        ("how many parameters does llamaguard have.", "how many parameters does LlamaGuard have."),
        ("is claude 3.5 better than haiku", "is Claude 3.5 better than haiku"),
        ("does docker need chunks or fusion", "does docker need chunks or fusion"),
        ("what does the api cost", "what does the api cost"),
        ("does re-ranking help haiku", "does re-ranking help haiku"),
        ("is Gpt-4 in /etc/claude or claude_key", "is Gpt-4 in /etc/claude or claude_key"),
        ("ist claude ein modell oder eine marke", "ist claude ein modell oder eine marke"),
        ("", ""),
    ],
)
def test_small_words_get_the_capitals_of_the_material(question: str, spelled: str):
    """Where it never writes them small; an English word needs a capital inside a sentence; no short forms."""
    assert as_spelled(question, texts_with) == spelled


def test_a_long_question_looks_few_words_up():
    """Of a pasted log only the first words are, each once."""
    asked = []
    question = " ".join(f"xyz{n}q xyz{n}q" for n in range(100))
    assert as_spelled(question, lambda word: asked.append(word) or []) == question
    assert len(asked) == len(set(asked)) == MOST
