"""The JSON that programs read: field by field, in plain values."""

import json

import pytest

from ingest.types import DocumentId, Passage
from retrieval.types import Hit, StageScore
from serve.types import Answer, Citation, Dropped, Sentence
from serve.wire import answer_fields, hit_fields, search_fields

TEXT = "Cats purr — 检索 🎉."


def answer(document: DocumentId = "pets.md", **changed: object) -> Answer:
    """An answer of one sentence."""
    citation = Citation(1, document, "Pets", "Pets > Night", 3, 21, TEXT, 0.8765, page=2)
    fields: dict[str, object] = {
        "question": "What do cats do?",
        "status": "answered",
        "text": f"{TEXT} [1]",
        "sentences": (Sentence(TEXT, (1,)),),
        "citations": (citation,),
        "timings_ms": {"search": 1.25, "total": 3.5},
        "settings_hash": "0123456789ab",
        "index_version": "v-1",
    }
    return Answer(**{**fields, **changed})  # type: ignore[arg-type]


def hit(section: tuple[str, ...] = ("Pets", "Night")) -> Hit:
    """A hit that three stages saw."""
    passage = Passage("id", "pets.md", "chunk", 3, 21, TEXT, "paragraph", section, "Lead:", "Pets guide")
    stages = {
        "dense": StageScore(2, 0.61234567),
        "fusion": StageScore(1, 1 / 61),
        "rerank": StageScore(1, 0.9),
    }
    return Hit(passage, 0.123456789, 0.61234567, stages)


def test_an_answer_s_fields_are_these():
    """The names and values that a client may rely on, after a trip through JSON."""
    assert json.loads(json.dumps(answer_fields(answer()))) == {
        "question": "What do cats do?",
        "status": "answered",
        "text": f"{TEXT} [1]",
        "sentences": [{"text": TEXT, "citations": [1]}],
        "citations": [
            {
                "number": 1,
                "document": "pets.md",
                "title": "Pets",
                "section": "Pets > Night",
                "start": 3,
                "end": 21,
                "quote": TEXT,
                "score": 0.8765,
                "page": 2,
                "redacted": False,
            }
        ],
        "timings_ms": {"search": 1.25, "total": 3.5},
        "settings_hash": "0123456789ab",
        "index_version": "v-1",
        "reason": "",
        "notes": [],
        "dropped": [],
        "model": "",
        "tokens": {},
        "cost": 0.0,
        "steps": [],
        "calls": [],
        "guard": {},
    }


def test_a_refusal_has_the_same_fields():
    """A client needs no second shape: the lists are empty and the reason is filled."""
    refused = answer(
        status="refused", sentences=(), citations=(), reason="Not in it.", notes=("read a as b",)
    )
    fields = json.loads(json.dumps(answer_fields(refused)))
    assert fields.keys() == answer_fields(answer()).keys()
    assert (fields["sentences"], fields["citations"], fields["reason"]) == ([], [], "Not in it.")
    assert fields["notes"] == ["read a as b"]


def test_what_was_dropped_comes_with_the_answer():
    """Each dropped sentence with the reason, so that a client can show or count them."""
    fields = json.loads(json.dumps(answer_fields(answer(dropped=(Dropped("Cats bark.", "no word of it"),)))))
    assert fields["dropped"] == [{"text": "Cats bark.", "reason": "no word of it"}]


@pytest.mark.parametrize("document", ["12", 12, "a/b.md"])
def test_a_document_s_id_keeps_its_type(document: DocumentId):
    """A number stays a number and its digits stay a string, so that a client can look it up."""
    (citation,) = json.loads(json.dumps(answer_fields(answer(document))))["citations"]
    assert citation["document"] == document
    assert type(citation["document"]) is type(document)


def test_a_hit_s_fields_are_these():
    """Its place, words, score and every stage's rank and score, rounded to six decimals."""
    assert json.loads(json.dumps(hit_fields(hit()))) == {
        "document": "pets.md",
        "section": "Pets > Night",
        "start": 3,
        "end": 21,
        "text": TEXT,
        "score": 0.123457,
        "stages": {
            "dense": {"rank": 2, "score": 0.612346},
            "fusion": {"rank": 1, "score": 0.016393},
            "rerank": {"rank": 1, "score": 0.9},
        },
    }


def test_a_hit_outside_of_any_section_goes_by_its_title():
    """A text without headings is still named."""
    assert hit_fields(hit(section=()))["section"] == "Pets guide"


def test_a_search_lists_its_hits_in_order():
    """Question, hits and timings, the latter rounded to hundredths of a millisecond."""
    fields = search_fields("cats?", (hit(), hit(("Other",))), {"search": 1.23456})
    assert [h["section"] for h in fields["hits"]] == ["Pets > Night", "Other"]
    assert (fields["question"], fields["timings_ms"]) == ("cats?", {"search": 1.23})
    assert search_fields("cats?", (), {})["hits"] == []
