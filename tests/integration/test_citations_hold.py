"""The promise of every citation over random documents: exact spans, and numbers that agree with the marks."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from kinds import KINDS, Content

from ingest.index import IndexReader
from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.bootstrap import build_engine
from serve.engine import Engine
from serve.settings import Settings
from serve.types import Answer

pytestmark = pytest.mark.slow

WORDS = st.sampled_from(
    [
        *(
            "cats",
            "purr",
            "because",
            "of",
            "the",
            "model",
            "e.g.",
            "3.14",
            "v1.5",
            "see [7]",
            "foo.bar()",
            "don't",
            "40%",
        ),
        *(
            "cafe\u0301",
            "naïve",
            "ﬁne",
            "Ångström",
            "a\u0323\u0307",
            "क्षि",
            "检索",
            "增强。生成",
            "Ελλάδα",
            "مرحبا",
        ),
        *("🙂", "👩\u200d💻", "🇩🇪", "“quoted.”", "№", "x\xa0y", "soft\u00adly", "zero\u200bwidth", "(yes)"),
        *("**bold**", "`code`", "[link](http://a.b/c)", "a|b", "<b>tag</b>", "&amp;", "\\*", "~", "$x^2$"),
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=9).map(lambda words: "Cats " + " ".join(words) + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)
ROWS = st.lists(st.tuples(SENTENCES, WORDS), min_size=1, max_size=4)
BLOCKS = st.one_of(
    TEXTS,
    SENTENCES.map(lambda s: f"## {s}"),
    TEXTS.map(lambda t: f"{t} As follows:\n\n- {t}\n  - {t}\n- one"),
    st.lists(SENTENCES, min_size=1, max_size=5).map(
        lambda s: "\n".join(f"{i}. {x}" for i, x in enumerate(s, 3))
    ),
    ROWS.map(lambda rows: "| Name | Use |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)),
    TEXTS.map(lambda t: f"```python\nx = 1\n\n    {t}\n```"),
    TEXTS.map(lambda t: f"> {t}\n>\n> {t}"),
)
SOURCES = st.tuples(
    SENTENCES,
    st.lists(BLOCKS, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["d.md", "d.txt"]),
)
ASKED = ["", "What is", "Why", "List all", "How many", "Show the code of", "Steps of", "Compare cats with"]


@contextmanager
def indexed(source: str | bytes, name: str, embedder: Embedder) -> Iterator[Engine]:
    """An engine that refuses nothing for lack of confidence, over this one document."""
    with tempfile.TemporaryDirectory() as folder:
        path, data_dir = Path(folder) / name, Path(folder) / "data"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        ingest([path], data_dir, lambda: embedder)
        engine = build_engine(Settings(data_dir=data_dir, refuse_below=0))
        with closing(engine.retriever.index):
            yield engine


def check_index(index: IndexReader) -> None:
    """Every passage is its document's words at its place, and lies in its chunk."""
    texts = {d.id: d.text for d in index.documents()}
    chunks = {c.id: c for c in index.catalogue.all_chunks()}
    for passage in index.catalogue.all_passages():
        assert texts[passage.document][passage.start : passage.end] == passage.text != ""
        home = chunks[passage.chunk]
        assert home.start <= passage.start < passage.end <= home.end
    for chunk in chunks.values():
        assert 0 <= chunk.start < chunk.end <= len(texts[chunk.document])
        assert texts[chunk.document][chunk.start : chunk.end].strip()


def check_answer(answer: Answer, engine: Engine) -> None:
    """Spans, numbers and marks agree; a refusal has none of them."""
    numbers = [c.number for c in answer.citations]
    cited = list(chain.from_iterable(s.citations for s in answer.sentences))
    assert numbers == list(range(1, len(numbers) + 1)) == list(dict.fromkeys(cited))
    said = re.sub(r"```\n.*?\n```", "", answer.text, flags=re.DOTALL)  # code keeps its own brackets
    assert [int(n) for n in re.findall(r"\[(\d+)\]", said)] == cited
    assert bool(cited) == bool(answer.sentences) == (answer.status == "answered")
    for citation in answer.citations:
        text = engine.text_of(citation.document)
        assert text[citation.start : citation.end] == citation.quote == citation.quote.strip() != ""
    at = 0
    for sentence in answer.sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        at = answer.text.index(sentence.text, at) + len(sentence.text)
        assert answer.text[at:].lstrip(" \n`").startswith(marks)
        quoted = " ".join(answer.citations[n - 1].quote for n in sentence.citations)
        assert set(re.findall(r"\w+", sentence.text)) <= set(re.findall(r"\w+", quoted))


@settings(
    deadline=None,
    max_examples=25,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # each try builds an index: shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=SOURCES, data=st.data())
def test_citations_hold_for_any_document(drawn: tuple, data: st.DataObject, embedder: Embedder):
    """Whatever stands in a document and is asked about it, what the answer cites is there, word for word."""
    first, blocks, line_end, name = drawn
    source = "\n\n".join(["# Cats", first, *blocks]).replace("\n", line_end)
    with indexed(source, name, embedder) as engine:
        check_index(engine.retriever.index)
        words = engine.text_of(name).split()
        for _ in range(3):
            start = data.draw(st.integers(0, len(words) - 1))
            frame = data.draw(st.sampled_from(ASKED))
            question = " ".join([frame, *words[start : start + data.draw(st.integers(1, 8))]]).strip()
            assume(question)
            check_answer(engine.ask(question), engine)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["d.md", "d.txt"])
@pytest.mark.parametrize(
    "question", ["Why do cats purr?", "List what cats eat", "How many fish do cats eat?"]
)
def test_an_answer_is_not_empty(question: str, name: str, line_end: str, embedder: Embedder):
    """Over a document in order, these questions do get an answer that cites it."""
    source = (
        "# Cats\n\nCats purr because they are content. Cafe\u0301 cats purr 👩\u200d💻 too.\n\n"
        "## What do cats eat?\n\nCats eat:\n\n- 3 fish a day\n- mice\n"
    )
    with indexed(source.replace("\n", line_end), name, embedder) as engine:
        answer = engine.ask(question)
        assert answer.status == "answered"
        check_answer(answer, engine)


def test_a_refusal_cites_nothing(corpus_index: Path):
    """Neither sentences nor citations nor marks, whatever the reason of the refusal is."""
    engine = build_engine(Settings(data_dir=corpus_index))
    for question in ("Who won the football world cup?", "Compare RAG with knitting", "asdf qwer"):
        answer = engine.ask(question)
        assert answer.status == "refused"
        assert (answer.sentences, answer.citations) == ((), ())
        check_answer(answer, engine)


FEEDING = Content(
    "What do zebras eat?",
    ["Zebras graze in the morning.", "They drink at noon, by the river, because the lions sleep then."],
    [("Animal", "Food"), ("Zebra", "grass"), ("Otter", "fish"), ("Giraffe", "leaves of acacia trees")],
)


@pytest.mark.parametrize("name", KINDS)
def test_citations_hold_in_every_format(name: str, embedder: Embedder):
    """A sentence and a table's row are found and cited word for word, whatever file they stand in."""
    with indexed(KINDS[name](FEEDING), name, embedder) as engine:
        check_index(engine.retriever.index)
        for question, words in (
            ("When do zebras graze?", "Zebras graze in the morning"),
            ("What is the food of the giraffe?", "leaves of acacia trees"),
        ):
            answer = engine.ask(question)
            check_answer(answer, engine)
            assert any(words in citation.quote for citation in answer.citations), answer.text
