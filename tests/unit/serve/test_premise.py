"""False premises: what the material denies is refused, and nothing else is."""

import pytest

from serve.premise import Statement, contradicted_by

SKIPS = Statement("DPO skips the reward model.", "How does DPO differ from PPO?")
ROW = Statement(
    "Reward model — PPO: Trained separately; DPO: None needed", "How does DPO differ from PPO?", True
)
CHEAPER = Statement(
    "Input tokens are the cheaper kind, because they are processed in parallel.", "Token prices"
)
BIASED = Statement("An LLM judge prefers longer, more verbose answers.", "LLM as judge")
PRUNING = Statement(
    "Pruning removes weights and leaves the layers alone.", "Pruning and the number of layers"
)
PIPELINE = Statement("Commands are buffered in a non-transactional pipeline.", "Batches of commands")
DELAY = Statement("Default: 5.0", "START_DELAY")
WINDOW = Statement("BERT has a context window of 512 tokens.", "Context windows")


def test_the_figure_of_another_thing_is_no_support():
    """Where a statement holds the name of what is asked about, it decides."""
    question = "why does BERT have a context window of 200K tokens"
    assert (
        contradicted_by(question, [Statement("Claude has a window of 200K tokens."), WINDOW]) == WINDOW.text
    )
    both = Statement("BERT and Claude have windows of 512 and 200K tokens.")
    assert contradicted_by(question, [WINDOW, both]) == ""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Why does DPO need a larger reward model than PPO?", SKIPS),
        ("Why are input tokens pricier than output tokens?", CHEAPER),
        ("why does BERT have a context window of 200K tokens", WINDOW),
        ("why do LLM judges favor short answers", BIASED),
        ("How does pruning change the number of layers?", PRUNING),
        ("Why are the commands of a batch buffered in a transaction?", PIPELINE),
        ("What's the reason that the default START_DELAY is 10 seconds?", DELAY),
    ],
)
def test_what_the_material_contradicts_is_named(question: str, said: Statement):
    """A denial, the opposite word and another figure: the answer is the statement that says so."""
    assert contradicted_by(question, [said]) == said.text


def test_a_row_decides_nothing_about_a_denial():
    """The row holds the term and no denial before it; the sentence behind it still contradicts."""
    assert contradicted_by("Why does DPO need a larger reward model than PPO?", [ROW, SKIPS]) == SKIPS.text


@pytest.mark.parametrize(
    "question",
    [
        "Does DPO need a reward model?",
        "Why does DPO skip the reward model?",
        "how does DPO get around training a reward model",
        "How does DPO avoid a reward model?",
        "Why are input tokens cheaper than output tokens?",
        "why does BERT have a context window of 512 tokens",
        "Why is the default STOP_DELAY 10 seconds?",
    ],
)
def test_what_the_material_supports_is_no_false_premise(question: str):
    """A yes-or-no question presupposes nothing, and true presuppositions are left alone."""
    assert contradicted_by(question, [SKIPS, CHEAPER, WINDOW]) == ""


def test_what_is_told_before_the_question_is_what_is_taken_for_granted():
    """Not the question behind it: "before training anything" grants no training."""
    first = Statement("Try search first. No training needed.", "Legal documents")
    assert not contradicted_by("I have legal documents. What should I try first before training?", [first])
    assert contradicted_by("DPO trains a reward model. How large is it?", [SKIPS]) == SKIPS.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Why are my periodic tasks running twice?",
            "Periodic tasks run twice: start one with --no-periodic.",
        ),
        (
            "Why must the consumer's log be rotated?",
            "Rotate the log. Without it, the consumer fills the disk.",
        ),
        (
            "Why have experts look over the data before fine-tuning?",
            "Wrong examples in the data do more damage than not fine-tuning at all, experts say.",
        ),
        (
            "Why does a --version parameter need to be eager?",
            "If --version was not eager and --foo was required, you would have to give both.",
        ),
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(question: str, said: str):
    """Behind the comma begins another one; an option's name denies nothing, and neither does "than not"."""
    assert contradicted_by(question, [Statement(said)]) == ""


def test_a_statement_that_says_it_outweighs_an_opposite_word():
    """What is done before the requests may be spoken of beside what happens after them."""
    said = Statement("All setup must be completed before you handle requests.")
    beside = Statement(
        "There is an error if setup that must be completed is called for after handling requests."
    )
    question = "Why must all setup be completed before handling requests?"
    assert contradicted_by(question, [said, beside]) == ""
    assert contradicted_by(question, [beside]) == beside.text
