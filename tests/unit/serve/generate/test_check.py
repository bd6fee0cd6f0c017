"""Verified before shown: real verdicts about sentences as a language model drafts them."""

import pytest

from ingest.reading import read_paths
from ingest.types import Document
from serve.generate.check import OTHER_WORDS, Failed, Passed, check
from serve.generate.context import Evidence
from serve.generate.reply import Drafted
from serve.support.verifier import SupportVerifier, load_verifier

GUIDE = """# Storage

## Compaction

Compaction merges the segments of a partition in the background. It runs when more than 12 segments exist,
and it never blocks writers.

## Retention

Segments older than 7 days are deleted. The retention job starts at midnight.

| Disk | Price |
| --- | --- |
| SSD | $80 |
| Tape | $4 |
"""


@pytest.fixture(scope="module")
def verifier() -> SupportVerifier:
    """What ships."""
    return load_verifier("minilm")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    """The guide's two sections, under keys."""
    path = tmp_path_factory.mktemp("guide") / "guide.md"
    path.write_text(GUIDE, encoding="utf-8")
    (document,) = read_paths([path])
    assert isinstance(document, Document)
    middle = document.text.index("Retention")
    return {
        "tgwz": Evidence("tgwz", document, 0, middle, ("Storage", "Compaction"), 0.9),
        "hvnd": Evidence("hvnd", document, middle, len(document.text), ("Storage", "Retention"), 0.6),
    }


def quotes(found: Passed) -> list[str]:
    """The words that are cited."""
    return [s.text for s in found.spans]


def test_a_supported_sentence_cites_its_very_words(evidence: dict[str, Evidence], verifier: SupportVerifier):
    """Of the piece that the model named, the one sentence that says it."""
    found = check(Drafted("Segments older than 7 days are deleted.", ("hvnd",)), evidence, verifier)
    assert isinstance(found, Passed)
    assert quotes(found) == ["Segments older than 7 days are deleted."]
    assert found.note == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "Segments older than 9 days are deleted.",
        "Segments older than 7 days are not deleted.",
        "Compaction blocks writers for up to a minute.",
        "The retention job was written by Google.",
    ],
)
def test_what_the_evidence_does_not_say_is_not_shown(
    wrong: str, evidence: dict[str, Evidence], verifier: SupportVerifier
):
    """A wrong number, a denial, an invention: whichever evidence it names."""
    for keys in (("hvnd",), ("tgwz", "hvnd"), (), ("zzzz",)):
        found = check(Drafted(wrong, keys), evidence, verifier)
        assert isinstance(found, Failed), keys
        assert found.reason


@pytest.mark.parametrize("text", ["When does the retention job start?", "Storage > Retention", "Retention."])
def test_questions_and_headings_state_nothing(
    text: str, evidence: dict[str, Evidence], verifier: SupportVerifier
):
    """They stand in what the model read, and no words could be cited for them."""
    assert isinstance(check(Drafted(text, ("hvnd",)), evidence, verifier), Failed)


def test_the_wrong_piece_is_replaced_by_the_right_one(
    evidence: dict[str, Evidence], verifier: SupportVerifier
):
    """A true sentence with another piece's key cites what supports it, and says so."""
    found = check(Drafted("The retention job starts at midnight.", ("tgwz",)), evidence, verifier)
    assert isinstance(found, Passed)
    assert quotes(found) == ["The retention job starts at midnight."]
    assert found.note == OTHER_WORDS


def test_invented_keys_are_stripped(evidence: dict[str, Evidence], verifier: SupportVerifier):
    """They lead nowhere; the sentence stands or falls by the rest."""
    found = check(Drafted("The retention job starts at midnight.", ("hvnd", "zzzz")), evidence, verifier)
    assert isinstance(found, Passed)
    assert "zzzz" in found.note
    assert all(s.evidence.key == "hvnd" for s in found.spans)


def test_a_sentence_over_two_sentences_cites_both(evidence: dict[str, Evidence], verifier: SupportVerifier):
    """What no single sentence says, those that hold it together do."""
    said = "Segments older than 7 days are deleted, and the retention job starts at midnight."
    found = check(Drafted(said, ("hvnd",)), evidence, verifier)
    assert isinstance(found, Passed)
    assert quotes(found) == [
        "Segments older than 7 days are deleted.",
        "The retention job starts at midnight.",
    ]


def test_spans_are_the_documents_words(evidence: dict[str, Evidence], verifier: SupportVerifier):
    """`text[start:end]` of the stored text, inside the piece that is cited."""
    found = check(Drafted("Compaction never blocks writers.", ("tgwz",)), evidence, verifier)
    assert isinstance(found, Passed)
    for span in found.spans:
        assert span.evidence.start <= span.start < span.end <= span.evidence.end
        assert span.text in GUIDE.replace("\n", " ")


def test_clauses_between_semicolons_rest_on_their_own_words(
    evidence: dict[str, Evidence], verifier: SupportVerifier
):
    """Two pieces may say one sentence's halves; a half that nothing says spoils it."""
    said = "It never blocks writers; segments older than 7 days are deleted."
    found = check(Drafted(said, ()), evidence, verifier)
    assert isinstance(found, Passed)
    assert {s.evidence.key for s in found.spans} == {"tgwz", "hvnd"}
    half = Drafted("Compaction never blocks writers; the job was written by Google.", ())
    assert isinstance(check(half, evidence, verifier), Failed)


def test_a_span_stands_under_its_own_heading(evidence: dict[str, Evidence], verifier: SupportVerifier):
    """A piece may reach over several sections."""
    whole = Evidence("tgwz", evidence["hvnd"].document, 0, len(GUIDE) - 40, ("Storage",), 0.9)
    found = check(Drafted("The retention job starts at midnight.", ("tgwz",)), {"tgwz": whole}, verifier)
    assert isinstance(found, Passed)
    assert [s.section for s in found.spans] == [("Storage", "Retention")]
