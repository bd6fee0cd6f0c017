"""People's answers as claims, with the text that they were given from."""

import json
from pathlib import Path

from eval.support.answers import clapnq, references

ROOT = Path(__file__).parents[4]


def test_half_of_the_answers_are_fitted_on_and_half_measured_on(tmp_path: Path):
    """Every answer is in one half, supported by its passage; changed, or beside another's, it is not."""
    (tmp_path / "clapnq").mkdir()
    told = [
        {"answer": f"The river has {n} arms .", "passage": f"A river of {n} arms .", "answerable": True}
        for n in range(10, 14)
    ]
    lines = [*told, {"answer": "", "passage": "Nothing .", "answerable": False}]
    (tmp_path / "clapnq/dev_a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    fitted, measured = clapnq(tmp_path, "calibrate", 0), clapnq(tmp_path, "test", 0)
    sound = [{p.claim for p in some if p.supported} for some in (fitted, measured)]
    assert sound[0] | sound[1] == {f"The river has {n} arms." for n in range(10, 14)}
    assert not sound[0] & sound[1]
    for p in fitted:
        figure = p.claim.split()[3]
        assert p.supported == (figure in p.evidence)


def test_the_references_of_the_golden_questions_come_with_their_sections():
    """Supported ones share words with their section, and there are wrong ones of every answer."""
    pairs = references(ROOT / "corpus", 0)
    assert len([p for p in pairs if p.supported]) > 100
    assert {"answer", "other text", "number"} <= {p.kind for p in pairs}
    dpo = next(p for p in pairs if p.claim.startswith("LLaMA 3, Mistral and Zephyr"))
    assert "DPO" in dpo.evidence
