"""Which proposals reach a person: true of their section, not asked before, a few of each section."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.drafting.choose import propose
from eval.drafting.material import Material, read_material
from eval.drafting.types import fields
from eval.golden import facts_found, load_golden
from ingest.errors import UnreadableDocument
from ingest.reading import read_paths
from ingest.types import Document

Read = Callable[..., Material]
ROWS = "\n".join(f"| GPT-{n} | {n}K tokens |" for n in range(1, 9))
TABLE = f"# Models\n\n## Sizes\n\n| Model | Context window |\n| --- | --- |\n{ROWS}\n"
GUARDS = "| Tool | Maker |\n| --- | --- |\n| NeMo2 | NVIDIA |\n| LlamaGuard | Meta |"
MAKERS = f"# Tools\n\n## Guards\n\n{GUARDS}\n"


def test_a_section_gives_as_many_as_asked_for_and_the_seed_says_which(material: Read):
    """The same seed gives the same, another one others."""
    some = [[p.question for p in propose(material(TABLE), (), 3, seed)] for seed in (0, 0, 1)]
    assert [len(s) for s in some] == [3, 3, 3]
    assert some[0] == some[1] != some[2]


def test_what_is_asked_already_is_not_proposed(material: Read):
    """In other words, too: case, order and endings do not make a new question."""
    read = material("# G\n\n## N\n\nAn otter is a small mammal that lives near clean rivers.")
    assert len(propose(read, (), 2, 0)) == 1
    assert propose(read, ["otters: what are they"], 2, 0) == []
    twice = material(*["# G\n\n## N\n\nAn otter is a small mammal that lives near clean rivers."] * 2)
    assert len(propose(twice, (), 2, 0)) == 1


def test_a_stranger_is_asked_of_what_no_section_speaks_of(material: Read):
    """A column of one table and a row of another; both named, so that the question makes sense."""
    found = propose(material(TABLE, MAKERS), (), 8, 0)
    (odd,) = [p for p in found if p.place is None]
    assert odd.question.startswith(("What is the context window of", "What is the maker of GPT"))
    assert odd.why.rule.startswith("no section holds both “")
    line = fields(odd)
    assert (line["answerable"], line["sections"], line["facts"]) == (False, [], [])


def test_no_stranger_where_a_section_holds_both(material: Read):
    """One sentence that names both, anywhere, and the question may have an answer."""
    names = " ".join(["NeMo2, LlamaGuard", *(f"GPT-{n}" for n in range(1, 9))])
    told = f"# Talk\n\n## All\n\nThe maker and the context window of {names} are secret.\n"
    assert all(p.place for p in propose(material(TABLE, MAKERS, told), (), 8, 0))


def test_units_without_a_heading_are_counted(material: Read):
    """A golden question is labelled with a section, so they cannot be asked for; nobody is to miss them."""
    assert material("Otters swim. Zebras graze.").homeless == 2


def test_every_proposal_from_the_corpus_holds(corpus: Path):
    """Facts stand in the section and not in the question, the span is exact, and nothing is golden yet."""
    documents = {d.id: d for d in read_paths([corpus]) if isinstance(d, Document)}
    golden = [q.question for q in load_golden("corpus")]
    found = propose(read_material(documents.values()), golden, 9, 0)
    assert len(found) >= 30
    for p in found:
        assert p.question not in golden
        if p.place:
            assert all(facts_found(p.place.text, p.facts))
            assert not any(facts_found(p.question, p.facts))
            assert documents[p.why.document].text[p.why.start : p.why.end] == p.why.quote != ""
    assert len({p.id for p in found}) == len(found)


PIECES = st.sampled_from(
    [
        "# A",
        "## What is B?",
        "- x: y",
        "1. z",
        "| A | B |\n| --- | --- |\n| c | 3 |",
        "B is a c. " * 3,
        "```\nf(x)\n```",
    ]
)


@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(pieces=st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=8), seed=st.integers(0, 3))
def test_no_document_breaks_a_rule(material: Read, pieces: list[str], seed: int):
    """Whatever is read, what is proposed has facts that its section says."""
    try:
        read = material("\n\n".join([*pieces, "end"]))
    except UnreadableDocument:
        return
    for p in propose(read, (), 5, seed):
        assert p.place is None or all(facts_found(p.place.text, p.facts))
