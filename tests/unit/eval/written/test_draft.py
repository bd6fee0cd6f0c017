"""Drafts whose faults are known, since they were put there."""

import pytest

from eval.golden import GoldenQuestion
from eval.scripted import Request
from eval.scripted.request import request_of
from eval.written.draft import FAULTS, INVENTED, KEY, NEGATED, NUMBER, UNSUPPORTED, Drafter, Planned
from eval.written.model import Script, nearest_sentences
from serve.generate.prompts import rewrite

EXCERPTS = {
    "tgwz": "Storage > Compaction\nCompaction merges the segments of a partition in the background. "
    "It runs when more than 12 segments exist on the disk. The writers are never blocked by it at all.",
    "hvnd": "Storage > Retention\nSegments that are older than 7 days are deleted by the retention job. "
    "The job is started at midnight and it takes 20 minutes.",
}
ELSEWHERE = ("Brokers elect a leader when the old one is gone for good.",)
PROMPT = "Excerpts:\n\n" + "\n\n".join(f'<excerpt key="{k}">\n{t}\n</excerpt>' for k, t in EXCERPTS.items())


def question(number: int) -> GoldenQuestion:
    """One about retention, with a reference."""
    return GoldenQuestion(
        f"q{number}", "How long?", "number", True, (), ("Retention",), (("7 days",),), "For 7 days."
    )


@pytest.fixture(scope="module")
def planned() -> list[Planned]:
    """Of a hundred drafts."""
    drafter = Drafter(ELSEWHERE)
    return [p for n in range(100) for p in drafter.draft(question(n), EXCERPTS)]


def test_a_fifth_is_faulty_and_every_kind_occurs(planned: list[Planned]):
    """The kinds are as frequent as the sentences allow."""
    faulty = [p.fault for p in planned if p.fault]
    assert 0.15 < len(faulty) / len(planned) < 0.25
    assert set(faulty) == set(FAULTS)


def test_each_fault_is_what_it_is_called(planned: list[Planned]):
    """Words differ where words are wrong, and keys where keys are."""
    for p in planned:
        home = EXCERPTS.get(p.home, "")
        if p.fault in (NUMBER, NEGATED):
            assert p.text != p.original
        elif p.fault == UNSUPPORTED:
            assert (p.text, p.original) == (ELSEWHERE[0], "")
        elif p.fault == KEY:
            assert p.key in EXCERPTS and p.key != p.home
        elif p.fault == INVENTED:
            assert p.key not in EXCERPTS
        else:
            assert p.key == p.home
        assert p.original in home or p.original == "For 7 days."


def test_a_draft_can_be_made_again():
    """The draw hangs on the question alone."""
    first, again = (Drafter(ELSEWHERE).draft(question(1), EXCERPTS) for _ in range(2))
    assert first == again


def test_a_draft_that_is_drawn_again_has_faults_of_its_own():
    """About four fifths of the same sentences, some of them faulty where the first was sound."""
    sound, fresh = 0, 0
    for n in range(100):
        drafter = Drafter(ELSEWHERE)
        first, again = drafter.draft(question(n), EXCERPTS), drafter.redraft(question(n), EXCERPTS, 1)
        originals = {p.original for p in first if p.original}
        sound += len(again)
        fresh += sum(bool(p.fault) and p.original in originals for p in again)
    assert 0.7 < sound / 500 < 0.9
    assert fresh > 20


def request(text: str) -> Request:
    """As the product sends it."""
    body = {"model": "m", "messages": [{"role": "user", "content": text}]}
    return request_of("openai", body, {}, 0.0)


def test_the_script_answers_and_rewrites():
    """An answer names a key after each sentence; a rewrite is the excerpt's own sentence."""
    script = Script(Drafter(ELSEWHERE))
    script.ask(question(1))
    answer = script.reply(request(PROMPT))
    assert answer == "\n".join(f"{p.text} [{p.key}]" for p in script.planned)
    wrong = "Compaction merges the segments of a topic."
    mended = script.reply(request(rewrite(wrong, EXCERPTS["tgwz"], "it says something else")))
    assert mended == "Compaction merges the segments of a partition in the background."
    assert script.rewritten == {wrong: [mended]}


def test_what_the_excerpt_does_not_speak_of_is_not_rewritten():
    """Then the model declines."""
    assert nearest_sentences("Brokers elect a leader by quorum.", EXCERPTS["tgwz"]) == []
