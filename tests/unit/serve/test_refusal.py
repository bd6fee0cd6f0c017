"""The refusal rule on evidence with known confidences, and what a refusal says."""

from dataclasses import replace

import numpy as np
import pytest

from ingest.types import Passage
from retrieval.query.process import ProcessedQuestion, Query
from retrieval.types import Hit, Part, Retrieval
from serve.refusal import SUGGESTIONS, Refusal, false_premise, nothing_of_the_kind, unanswerable

LEAST = 0.4


def hit(*section: str, title: str = "Guide") -> Hit:
    """A hit in this section."""
    return Hit(Passage("id", "guide.md", "chunk", 0, 4, "Text", "paragraph", section, title=title), 0.5, 0.5)


def evidence(whole: float, *parts: float, compares: bool = True, hits: tuple[Hit, ...] = ()) -> Retrieval:
    """Evidence for a question about A, B, ... of these confidences."""
    subjects = tuple("ABC"[: len(parts)])
    queries = (Query("A or B?"), *map(Query, subjects))
    question = ProcessedQuestion("A or B?", queries, {}, subjects, compares and bool(parts))
    found = [
        Part(q, hits, {}, c, np.zeros(3, np.float32)) for q, c in zip(queries, (whole, *parts), strict=True)
    ]
    return Retrieval(question, found[0], tuple(found[1:]), {})


@pytest.mark.parametrize(("confidence", "refused"), [(0.0, True), (0.39, True), (LEAST, False), (1.0, False)])
def test_a_question_is_refused_below_the_threshold(confidence: float, refused: bool):
    """Only what lies below it is refused; at the threshold a question is answered."""
    assert (unanswerable(evidence(confidence), LEAST) is not None) == refused


def test_a_threshold_of_zero_refuses_nothing():
    """Refusal is off with `refuse_below` at 0, even for evidence that is worth nothing."""
    assert unanswerable(evidence(0.0, 0.0, 0.0), 0.0) is None


@pytest.mark.parametrize(("unseen", "refused"), [(1.0, True), (0.9, False), (0.0, False)])
def test_a_question_without_a_word_of_the_material_is_refused(unseen: float, refused: bool):
    """However near it seems; one word that some passage holds is enough to leave it to the threshold."""
    found = evidence(0.9)
    found = replace(found, whole=replace(found.whole, figures={"unseen": unseen}))
    assert (unanswerable(found, LEAST) is not None) == refused
    assert unanswerable(found, 0.0) is None


@pytest.mark.parametrize(
    ("text", "refused"),
    [("asdkjh 77 qqq zzxv loop", True), ("why is a raw predicted word not good enough", False)],
)
def test_a_mended_word_is_none_of_the_material_in_a_string_of_letters(text: str, refused: bool):
    """Of words struck at random one is like a word of the material; a sentence may have a slip."""
    found = evidence(0.9)
    question = ProcessedQuestion(text, (Query(text),), {"lorp": "loop"}, (), False)
    found = replace(found, question=question, whole=replace(found.whole, figures={"unseen": 0.86}))
    assert (unanswerable(found, LEAST) is not None) == refused


@pytest.mark.parametrize(
    ("first", "second", "name", "refused"),
    [(0.31, 0.9, "A", False), (0.29, 0.9, "A", True), (0.31, 0.9, "answer from your own knowledge", True)],
)
def test_two_things_named_side_by_side_are_judged_apart(
    first: float, second: float, name: str, refused: bool
):
    """Three quarters of the threshold each is enough; a comparison, or more than names, is judged whole."""
    found = evidence(0.1, first, second, compares=False)
    found = replace(found, question=replace(found.question, subjects=(name, "B")))
    assert (unanswerable(found, LEAST) is not None) == refused
    assert unanswerable(evidence(0.1, first, second), LEAST) is not None


@pytest.mark.parametrize(
    ("question", "covered", "refused"),
    [
        ("what is hyde?", 1.0, False),
        ("what is hyde?", 0.9, True),
        ("What does it cost?", 1.0, True),
        ("Why does PPO need that KL term?", 0.5, False),
        ("Why does PPO need that KL term?", 0.4, True),
        ("Why does PPO need that SFT term?", 0.5, True),
        ("why does it need that term?", 0.9, True),
    ],
)
def test_a_name_that_the_first_passage_has_halves_the_threshold(question: str, covered: float, refused: bool):
    """All of the question's names, and half of its terms; words alone do not."""
    passage = Passage("id", "guide.md", "chunk", 0, 4, "PPO has a KL penalty, HyDE none.", "paragraph", ())
    found = evidence(LEAST / 2, hits=(Hit(passage, 0.5, 0.5),))
    found = replace(
        found,
        question=ProcessedQuestion(question, (Query(question),), {}),
        whole=replace(found.whole, figures={"covered_by_first": covered}),
    )
    assert (unanswerable(found, LEAST) is not None) == refused


@pytest.mark.parametrize(
    ("question", "text", "refused"),
    [
        ("How does HyDE work?", "The query is rewritten (HyDE: generate an answer and embed that).", False),
        ("HyDE", "HyDE (by Gao) is a way to search with an answer.", False),
        ("what is hyde", "HyDE: generate an answer and embed that.", True),
        ("What is BERT?", "Windows of models: BERT: 512 tokens", True),
        ("What is BERT?", "RoBERT: a smaller model", True),
        ("What does BERT cost?", "BERT: a model of two kinds", True),
    ],
)
def test_what_the_evidence_explains_by_its_name_is_answered(question: str, text: str, refused: bool):
    """However unlikely the passage, which speaks of ten things; a figure behind a name explains nothing."""
    passage = Passage("id", "guide.md", "chunk", 0, len(text), text, "paragraph", ())
    found = evidence(0.01, hits=(Hit(passage, 0.01, 0.01),))
    found = replace(found, question=ProcessedQuestion(question, (Query(question),), {}))
    assert (unanswerable(found, LEAST) is not None) == refused


def test_a_question_that_names_nothing_is_refused():
    """ "What are its steps?" is refused for its pronoun, however sure the evidence seems."""
    found = evidence(0.9)
    found = replace(found, question=ProcessedQuestion("", (Query("What are its steps?"),), {}))
    assert "“its”" in unanswerable(found, LEAST).text  # type: ignore[union-attr]
    assert unanswerable(found, 0.0) is None


def test_a_question_about_what_is_never_mentioned_is_refused():
    """However near the evidence seems; the reason names it, and refusal can be switched off."""
    found = replace(evidence(0.9), unmentioned=("HNSW", "beam"))
    refusal = unanswerable(found, LEAST)
    assert refusal is not None
    assert refusal.reason == "The material does not mention “HNSW” or “beam”."
    assert unanswerable(found, 0.0) is None


@pytest.mark.parametrize(("sides", "unknown"), [((0.19, 0.9), "A"), ((0.9, 0.19), "B"), ((0.1, 0.1), "A")])
def test_a_comparison_is_refused_for_the_side_that_is_unknown(sides: tuple[float, float], unknown: str):
    """Below three quarters of the threshold a side is not in the material, and the reason names it."""
    refusal = unanswerable(evidence(0.9, *sides), LEAST)
    assert refusal is not None
    assert refusal.reason == f"The material says nothing about {unknown}."


def test_a_side_that_is_merely_weak_is_compared():
    """A side is searched with few words: from three quarters of the threshold on it is taken for known."""
    assert unanswerable(evidence(0.9, 0.31, 0.9), LEAST) is None


def test_parts_of_other_questions_refuse_nothing():
    """Two subjects named side by side are answered as far as the material goes."""
    assert unanswerable(evidence(0.9, 0.0, 0.0, compares=False), LEAST) is None


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        ((0.1, 0.2), "The material does not answer this question."),
        ((0.1, 0.9), "The material says nothing about A."),
    ],
)
def test_where_nothing_fits_no_side_is_blamed(sides: tuple[float, float], reason: str):
    """Of a comparison that is unlikely as a whole, the side alone that the material lacks is named."""
    refusal = unanswerable(evidence(0.1, *sides), LEAST)
    assert refusal is not None
    assert refusal.reason == reason


def test_the_nearest_sections_are_offered_once_each():
    """The innermost headings in order of rank, each once, and the title where there is none."""
    hits = (hit("Guide", "One"), hit("Other", "One"), hit(), hit("Two"), hit("Three"))
    refusal = unanswerable(evidence(0.0, hits=hits), LEAST)
    assert refusal is not None
    assert refusal.instead == "Nearest in it: “One”; “Guide”; “Two”."
    assert refusal.instead.count("“") == SUGGESTIONS
    assert nothing_of_the_kind(evidence(0.9, hits=hits)).instead == refusal.instead


def test_an_empty_index_has_nothing_to_offer():
    """Without a hit, or where neither heading nor title exists, the reason stands alone."""
    for hits in ((), (hit(title=""),)):
        refusal = unanswerable(evidence(0.0, hits=hits), LEAST)
        assert refusal is not None
        assert refusal.text == refusal.reason


def test_a_false_premise_is_answered_with_what_the_material_says():
    """The contradicting words stand in the text, and the reason stays one sentence without them."""
    refusal = false_premise("No reward model is needed.")
    assert refusal.text == f"{refusal.reason} It says: “No reward model is needed.”"
    assert "reward" not in refusal.reason


def test_the_text_joins_reason_and_offer():
    """Both parts, one space between them."""
    assert Refusal("No.", "Perhaps: “X”.").text == "No. Perhaps: “X”."
