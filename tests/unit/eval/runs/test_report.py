"""The page and the summary: complete, self-contained, and safe whatever was asked and answered."""

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from eval.runs.baseline import Baseline, baseline_of
from eval.runs.history import accepted
from eval.runs.report.confidence import bins
from eval.runs.report.markup import join, raw, tag
from eval.runs.report.page import page
from eval.runs.summary import summary
from eval.runs.types import Asked, Figure, Run
from eval.runs.values import SHOWN

EVIL = "<script>alert('x')</script>\" onload=\"x & <b>"
VOID = {"meta"}
Make = Callable[..., Run]
One = Callable[..., Asked]


class Reader(HTMLParser):
    """The tags that are opened and closed, and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every tag but those that stand alone has to be closed."""
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The last one that was opened."""
        assert self.open.pop() == tag


@pytest.fixture
def run(run_of: Make, asked: One) -> Run:
    """A right question, a wrong one, a false refusal without hits, and two to be refused."""
    gone = {"status": "refused", "text": "No.", "citations": []}
    return run_of(
        asked("number-01", {"recall@5": 1.0}),
        asked("number-02", {"recall@5": 0.5}, ("“x” is missing",), history=("Before that?",)),
        asked("why-01", {"recall@5": 0.0}, ("refused",), answer=gone, hits=()),
        asked("gibberish-01", answerable=False, answer=gone, confidence=0.0),
        asked("false-premise-01", faults=("answered",), answerable=False),
    )


@pytest.fixture
def baseline(run: Run) -> Baseline:
    """One in which recall was better."""
    found = baseline_of(run, None)
    better = replace(found.metrics["recall@5"], value=1.0, allowance=0.1)
    return replace(found, metrics={**found.metrics, "recall@5": better})


def test_every_text_is_escaped(run: Run, run_of: Make, asked: One):
    """Nothing that was asked, answered, cited or found becomes a tag or an attribute."""
    citation = {"document": EVIL, "section": EVIL, "start": 0, "end": 1, "quote": EVIL}
    answer = {"status": "answered", "text": EVIL, "citations": [citation]}
    hit = {"section": EVIL, "text": EVIL, "score": 0.5, "stages": {}}
    words = {"question": EVIL, "history": (EVIL,), "sections": (EVIL,), "reference": EVIL, "kind": EVIL}
    bad = asked(
        f"{EVIL}-01", {"recall@5": 0.0}, (EVIL,), facts=((EVIL,),), answer=answer, hits=(hit,), **words
    )
    plain, read = Reader(page(run, None, [])), Reader(page(run_of(bad, machine=EVIL), None, []))
    assert set(read.tags) <= set(plain.tags)
    assert {name for name, _ in read.attributes} <= {name for name, _ in plain.attributes}
    assert EVIL not in page(run_of(bad), None, [])


def test_the_page_is_well_formed_and_needs_nothing_else(run: Run, baseline: Baseline):
    """Every tag is closed, and no address of anything is in it."""
    text = page(run, baseline, [accepted(run)] * 3)
    read = Reader(text)
    assert read.open == []
    assert not {name for name, _ in read.attributes} & {"src", "href", "onclick", "onload"}
    assert "script" not in read.tags
    assert "http" not in text
    assert "url(" not in text


def test_every_wrong_question_is_shown_with_what_is_needed_to_see_why(run: Run, baseline: Baseline):
    """Three of five, each folded: the conversation, what was expected, the answer, citations, hits."""
    text = page(run, baseline, [])
    assert text.count("<details>") == 3
    assert "What is number-01?" not in text
    for words in ("What is number-02?", "Before that?", "A mutex lets one thread in.", "guide.md", "0.500"):
        assert words in text


def test_what_was_dropped_from_a_wrong_answer_is_shown(run_of: Make, asked: One):
    """The sentence that a person misses may be one that the citation check kept back."""
    answer = dict(asked().answer, dropped=[{"text": "It is <fast>.", "reason": "it cites nothing"}])
    wrong = page(run_of(asked(faults=("“fast” is missing",), answer=answer)), None, ())
    assert "It is &lt;fast&gt;. (it cites nothing)" in wrong
    assert "Dropped" not in page(run_of(asked(faults=("“fast” is missing",))), None, ())


def test_a_breach_is_marked(run: Run, baseline: Baseline):
    """In the title, in the table, and in the comment for a pull request."""
    assert "1 of 2 figures fell beyond their allowance" in page(run, baseline, [])
    said = summary(run, baseline)
    assert "## Evaluation: 1 of 2 figures fell beyond their allowance" in said
    assert "| **recall@5** | 0.500 |" in said
    assert "| 1.000 | -0.500 | 0.100 | **below** |" in said


def test_without_a_baseline_the_page_says_so(run: Run):
    """A first run has nothing beside it."""
    assert "Evaluation: no baseline yet" in page(run, None, [])
    assert "No baseline has been accepted yet." in page(run, None, [])
    assert summary(run, None).startswith("## Evaluation: no baseline yet")


def test_a_figure_that_is_gone_is_shown(run: Run, baseline: Baseline):
    """The baseline has it and the run has not: it does not vanish from the page."""
    gone = {name: f for name, f in run.figures.items() if name != "recall@5"}
    text = page(replace(run, figures=gone), baseline, [])
    assert "measured on no question" in text
    assert "| **recall@5** | none |" in summary(replace(run, figures=gone), baseline)


def test_ablation_is_shown_where_it_was_measured(run: Run):
    """A bar a stage."""
    figure = Figure(0.5, 0.4, 0.6, 9)
    stages = {"BM25": {"recall@5": figure}, "RRF": {"recall@5": figure}}
    assert "Ablation" not in page(run, None, [])
    assert page(replace(run, ablation=stages), None, []).count("width:50.0%") == 2


def test_the_summary_says_what_was_measured(run: Run):
    """Kinds that went wrong, latency, commit, models."""
    said = summary(run, None)
    assert "3 of 5 questions went wrong: false-premise 1; number 1; why 1" in said
    assert "| total | 1.0 | 2.0 |" in said
    assert "commit 0123456789ab with changes; version 0.1.0; settings abc; index v1" in said


def test_a_tenth_of_the_confidences_is_a_point():
    """A confidence of 1 belongs to the last tenth, and an empty one has no point."""
    assert bins([(1.0, True), (0.95, False), (0.0, False)]) == [(0.0, 0.0, 1), (0.975, 0.5, 2)]


def test_markup_is_not_escaped_twice():
    """An element inside another stays one, text beside it does not become one."""
    inner = tag("b", "1 < 2")
    assert tag("p", inner, "<i>", class_="a") == '<p class="a"><b>1 &lt; 2</b>&lt;i&gt;</p>'
    assert join([raw("<hr>"), "&"]) == "<hr>&amp;"


def test_the_judge_and_each_of_its_times_are_named(run_of: Make, asked: One):
    """Page and summary say who judged, what it said each time, and how far apart that is."""
    judged = run_of(asked(values={SHOWN: 0.75}), models={"judge": "llm: a model", "ragas": "0.4.3"})
    judged = replace(judged, repeated={SHOWN: (0.75, 0.7, 0.8)})
    for text in (page(judged, None, ()), summary(judged, None)):
        assert "llm: a model" in text
        assert "0.750, 0.700, 0.800 (mean of 3, 0.100 apart)" in text


def test_a_judge_s_course_holds_no_other_judge_s_words(run_of: Make, asked: One):
    """Over accepted baselines there is a dot for the same judge alone."""
    one, other = (run_of(asked(values={SHOWN: 0.5}), models={"judge": name}) for name in ("one", "other"))
    for past, dots in ((one, 1), (other, 0)):
        chart = page(one, None, [accepted(past)]).partition(f"{SHOWN} over accepted baselines")[2]
        assert chart.partition("</svg>")[0].count("2026-01-01") == dots
