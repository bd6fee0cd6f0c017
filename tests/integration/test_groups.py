"""A document is shown only to its groups: in search, answers, citations and refusals alike."""

import json
from collections.abc import Sequence

import pytest

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.bootstrap import build_engine
from serve.engine import Engine
from serve.settings import Settings

GROUPS = {"staff": ["staff"], "board": ["board"], "both": ["staff", "board"], "all": None}
QUESTION = "When do salaries rise?"
SEEN = pytest.mark.parametrize(
    ("groups", "seen"),
    [
        (["everyone"], {"all"}),
        (["staff"], {"staff", "both"}),
        (["everyone", "board"], {"all", "board", "both"}),
        (["everyone", "staff", "board"], {"all", "staff", "board", "both"}),
        (["strangers"], set()),
        ([], set()),
    ],
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Engine:
    """Over records for staff, for the board, for both, and for everyone, that all say the same."""
    folder = tmp_path_factory.mktemp("grouped")
    records = [
        {"id": name, "title": f"Salaries {name}", "text": f"Salaries rise in spring, says record {name}."}
        | ({"groups": groups} if groups else {})
        for name, groups in GROUPS.items()
    ]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, records)))
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    return build_engine(Settings(data_dir=folder / "data"))


@SEEN
def test_only_the_asker_s_groups_are_searched(engine: Engine, groups: Sequence[str], seen: set[str]):
    """No stage, for the whole question or for a part, returns what the groups may not see."""
    found = engine.retriever.retrieve(
        "Compare salaries in spring with salaries of board", (), groups, limit=50
    )
    for part in (found.whole, *found.parts):
        assert {h.passage.document for h in part.hits} == seen
        assert seen or part.confidence == 0
    assert {h.passage.document for h in engine.search(QUESTION, 50, groups)[0]} == seen


@SEEN
def test_an_answer_uses_only_what_the_asker_may_see(engine: Engine, groups: Sequence[str], seen: set[str]):
    """Neither the text nor a citation holds a word of another group's document; a refusal names none."""
    answer = engine.ask(QUESTION, groups=groups)
    assert answer.status == ("answered" if seen else "refused")
    assert {c.document for c in answer.citations} <= seen
    for hidden in GROUPS.keys() - seen:
        assert f"record {hidden}" not in answer.text
        assert f"Salaries {hidden}" not in answer.text


def test_order_of_askers_makes_no_difference(engine: Engine):
    """What somebody saw before is not shown to the next who may not see it."""
    for groups, seen in ((["staff"], "both"), (["everyone"], "all"), (["staff"], "both")):
        documents = {h.passage.document for h in engine.search(QUESTION, 9, groups)[0]}
        assert seen in documents
        assert ("all" in documents) == ("everyone" in groups)


def test_a_refusal_does_not_tell_what_other_groups_documents_mention(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
):
    """A name that stands in a hidden document alone is as unmentioned as one that stands nowhere."""
    folder = tmp_path_factory.mktemp("named")
    records = [
        {"id": "open", "title": "", "text": "A project has a plan and a budget."},
        {"id": "hidden", "title": "", "text": "The project Quetzalcoatl has a plan.", "groups": ["board"]},
    ]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, records)))
    ingest([folder / "dump.jsonl"], folder / "data", lambda: embedder)
    engine = build_engine(Settings(data_dir=folder / "data", retrieval={"reranker": "none"}))
    names = ("Quetzalcoatl", "Huitzilopochtli")
    for name in names:
        found = engine.retriever.retrieve(f"What is the project {name}?")
        assert found.unmentioned == (name,)
    assert engine.retriever.retrieve(f"What is {names[0]}?", groups=("board",)).unmentioned == ()
