"""The engine over the project's own corpus: answers, refusals, comparisons, conversation."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import BadQuestion, IndexMissing
from ingest.models import load_embedder
from ingest.pipeline import ingest
from serve.bootstrap import build_engine
from serve.engine import Engine
from serve.settings import Settings
from serve.types import Answer

HEADED = """# Guide

## Explain RLHF

RLHF trains a reward model on what people prefer. DPO does without one and learns from what they chose.

## Takeaways

- Understand RLHF/DPO: both are asked for
- Know the prices
"""


TWICE = """# Shop

## Opening

The shop in Lund opens at nine and has parking behind the house.

## Arrival

{}
"""


@pytest.fixture(scope="module")
def engine(corpus_index: Path) -> Engine:
    """As every entry point builds it, over the project's corpus."""
    return build_engine(Settings(data_dir=corpus_index))


def refused(answer: Answer) -> bool:
    """A refusal, which carries neither sentences nor citations nor marks."""
    if answer.status == "refused":
        assert (answer.sentences, answer.citations) == ((), ())
        assert answer.reason and answer.text.startswith(answer.reason)
        assert not re.search(r"\[\d+\]", answer.text)
    return answer.status == "refused"


@pytest.mark.parametrize(
    ("question", "document", "word"),
    [
        ("How do LoRA and QLoRA work?", "adapting-models.md", "low-rank"),
        ("What are the stages of the RLHF pipeline?", "prompting-and-alignment.md", "reward"),
        ("Why do language models hallucinate?", "retrieval-and-grounding.md", "hallucinat"),
        ("How do you reduce the token bill?", "cost-and-compression.txt", "cache"),
    ],
)
def test_a_question_on_the_material_is_answered_from_it(
    engine: Engine, question: str, document: str, word: str
):
    """The answer cites the document that holds it, verbatim, and says what it is made of."""
    answer = engine.ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].document == document
    assert word in answer.text.casefold()
    for citation in answer.citations:
        assert engine.text_of(citation.document)[citation.start : citation.end] == citation.quote
        assert 0 <= citation.score <= 1
    assert (answer.question, answer.reason) == (question, "")


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 2018?",
        "What is the best recipe for carbonara?",
        "What are the symptoms of vitamin D deficiency?",
        "asdf qwer zxcv",
        "???",
        "🎉",
    ],
)
def test_a_question_off_the_material_is_refused(engine: Engine, question: str):
    """What the corpus does not answer gets a plain refusal without sources."""
    assert refused(engine.ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "How does a Kalman filter work?",
        "What is the Transformer-XL?",
        "How many parameters does Medusa have?",
        "When was Guidance released?",
    ],
)
def test_a_question_near_the_material_is_refused(engine: Engine, question: str):
    """What it never mentions, a number of things that no section counts, a date where there is none."""
    assert refused(engine.ask(question))


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What is the difference between RAG and knitting?", "knitting"),
        ("Compare the Ottoman Empire with LoRA", "Ottoman Empire"),
        ("How do LoRA and sourdough bread differ?", "sourdough bread"),
    ],
)
def test_a_comparison_with_an_unknown_side_names_it(engine: Engine, question: str, unknown: str):
    """One side in the material is not enough, and the refusal says which one is missing."""
    answer = engine.ask(question)
    assert refused(answer)
    assert answer.reason.endswith(f"nothing about {unknown}.")


def test_things_compared_get_an_entry_each(engine: Engine):
    """Of a table that has a row for both, those two rows and no other; "GPT-3's" names its row."""
    answer = engine.ask("how big was BERT's context compared with GPT-3's?")
    assert "512" in answer.text
    assert "2,048" in answer.text
    assert "Claude" not in answer.text


def test_a_comparison_goes_to_the_section_headed_by_a_side(tmp_path: Path):
    """Rather than to an entry elsewhere that names both and says nothing of them."""
    (tmp_path / "guide.md").write_text(HEADED)
    ingest([tmp_path / "guide.md"], tmp_path / "data", load_embedder)
    answer = build_engine(Settings(data_dir=tmp_path / "data")).ask("dpo vs rlhf")
    assert "reward model" in answer.text


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("Whoever comes to the shop in Lund by car finds parking for two hours at the church.", 2),
        ("The shop in Lund opens at nine and has parking behind the house.", 1),
    ],
)
def test_two_sections_as_likely_to_answer_are_both_told(tmp_path: Path, second: str, told: int):
    """One after the other, each with its own citation; what says the same again is left out."""
    source = tmp_path / "shop.md"
    source.write_text(TWICE.format(second))
    ingest([source], tmp_path / "data", load_embedder)
    answer = build_engine(Settings(data_dir=tmp_path / "data")).ask("parking for the shop in Lund")
    assert len({c.section for c in answer.citations}) == told
    assert answer.text.count("parking") == told


def test_a_sentence_that_breaks_off_is_completed(tmp_path: Path):
    """Whoever asks what the attacker cannot do reads the entries, not the half sentence before them."""
    source = tmp_path / "model.md"
    source.write_text(
        "# Safe\n\n## Attack model\n\nUnder these circumstances the safe guarantees that the attacker cannot"
        "\n\n- alter what lies in it\n- leave anything\n- learn how old it is\n\n## Price\n\nIt costs $30.\n"
    )
    ingest([source], tmp_path / "data", load_embedder)
    asked = "Under the attack model, what does the safe guarantee that the attacker cannot do?"
    answer = build_engine(Settings(data_dir=tmp_path / "data")).ask(asked)
    assert "learn how old it is" in answer.text


def test_code_contradicts_no_premise(tmp_path: Path):
    """A command that increases a count is no statement that it is not reduced."""
    source = tmp_path / "app.md"
    source.write_text(
        "# App\n\n## Reconnection\n\nThe app reduces the count of tasks after the connection was lost, for "
        "it cannot know how many it had.\n\n```\napp control increase count of tasks\n```\n"
    )
    ingest([source], tmp_path / "data", load_embedder)
    engine = build_engine(Settings(data_dir=tmp_path / "data"))
    answer = engine.ask("Why does the app reduce the count of tasks after the connection was lost?")
    assert not refused(answer)
    assert "cannot know" in answer.text


def test_two_questions_in_one_are_both_answered(engine: Engine):
    """Also where the second one begins with a conjunction."""
    answer = engine.ask("What is catastrophic forgetting? And what is dark knowledge?")
    assert "narrow" in answer.text
    assert "alternatives" in answer.text


def test_a_comparison_of_known_sides_is_answered(engine: Engine):
    """With both sides in the material, both are spoken of."""
    answer = engine.ask("What is the difference between LoRA and QLoRA?")
    assert answer.status == "answered"
    assert "QLoRA" in answer.text and "LoRA" in answer.text.replace("QLoRA", "")


@pytest.mark.parametrize("question", ["How do LoRA and QLoRA work?", "best recipe for carbonara"])
def test_the_same_question_gets_the_same_answer(engine: Engine, corpus_index: Path, question: str):
    """Asked twice, and of another engine over the same index, all but the timings are equal."""
    again = engine.ask(question), build_engine(Settings(data_dir=corpus_index)).ask(question)
    first = engine.ask(question)
    for other in again:
        assert _without_timings(other) == _without_timings(first)
    assert first.index_version == engine.retriever.index.version
    assert first.settings_hash == Settings().hash


def _without_timings(answer: Answer) -> dict[str, object]:
    return {name: getattr(answer, name) for name in answer.__slots__ if name not in ("timings_ms", "guard")}


def test_history_gives_a_follow_up_its_subject(engine: Engine):
    """Alone it is about anything; after a question on RLHF it is answered about that."""
    answer = engine.ask("Why is it needed?", ["What is RLHF?"])
    assert answer.status == "answered"
    assert "RLHF" in answer.citations[0].section
    assert answer.question == "Why is it needed?"
    assert _without_timings(engine.ask("Why is it needed?")) != _without_timings(answer)


def test_history_does_not_bend_a_question_of_its_own(engine: Engine):
    """A new subject in a conversation is answered as if it were asked first."""
    alone, later = engine.ask("What is RAG?"), engine.ask("What is RAG?", ["How does DPO differ from RLHF?"])
    assert _without_timings(alone) == _without_timings(later)
    assert alone.status == "answered"


def test_what_was_read_differently_is_noted(engine: Engine):
    """A mended typing error is told, and the question stays as it was asked."""
    answer = engine.ask("What are the stages of the RLHF pipelien?")
    assert answer.notes == ("read “pipelien” as “pipeline”",)
    assert answer.question == "What are the stages of the RLHF pipelien?"
    assert answer.status == "answered"


def test_nobody_s_groups_see_nothing(engine: Engine):
    """Somebody of other groups gets a refusal that names no section."""
    answer = engine.ask("What is RAG?", groups=("strangers",))
    assert refused(answer)
    assert answer.text == answer.reason


@pytest.mark.parametrize("ask", [lambda e: e.ask(""), lambda e: e.ask(None), lambda e: e.search("\x00", 5)])
def test_what_cannot_be_asked_is_an_error(engine: Engine, ask: Callable[[Engine], object]):
    """Neither an answer nor a search begins with a question that is none."""
    with pytest.raises(BadQuestion):
        ask(engine)


def test_timings_name_every_stage(engine: Engine):
    """Milliseconds of each stage, of the answer and of the whole, which is no less than its parts."""
    timings = dict(engine.ask("What is RAG?").timings_ms)
    total = timings.pop("total")
    assert set(timings) == {"process", "embed", "search", "rerank", "answer"}
    assert sum(timings.values()) <= total + 0.1


def test_without_an_index_no_engine_is_built(tmp_path: Path):
    """The folder without an index is named, and nothing is made in it."""
    with pytest.raises(IndexMissing, match=re.escape(str(tmp_path))):
        build_engine(Settings(data_dir=tmp_path / "none"))
    assert not any(tmp_path.iterdir())
