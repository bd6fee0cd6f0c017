"""Tables whose cells lost their separators."""

from ingest.parsers.glued import glued_rows

HEADER = "MethodWhat It DoesBest For"


def test_cells_end_where_words_run_into_capitals():
    """After a lower-case word, a bracket, a full stop or a figure, a capital begins a cell."""
    lines = [
        HEADER,
        "Linear probesFit a small layer on top (frozen)Quick checks",
        "DropoutSwitches units off at random.Small data sets",
        "Beam searchKeeps k hypotheses10 beams at most",
    ]
    assert glued_rows(lines, frozenset()) == [
        ["Method", "What It Does", "Best For"],
        ["Linear probes", "Fit a small layer on top (frozen)", "Quick checks"],
        ["Dropout", "Switches units off at random.", "Small data sets"],
        ["Beam search", "Keeps k hypotheses", "10 beams at most"],
    ]


def test_names_in_camel_case_stay_whole():
    """A better place to cut wins over the inside of a name."""
    lines = [
        HEADER,
        "Tool callsLangChain, LlamaIndex and AutoGen do thisAgents",
        "ScoringHellaSwag or HumanEval countsModels",
    ]
    rows = glued_rows(lines, frozenset({"scoring"}))
    assert [row[1] for row in rows[1:]] == [
        "LangChain, LlamaIndex and AutoGen do this",
        "HellaSwag or HumanEval counts",
    ]


def test_prose_with_camel_case_is_no_table():
    """Lines of prose that mention products are left alone."""
    lines = [
        "JavaScript and TypeScript",
        "Most people use GitHub for this.",
        "Some prefer GitLab or BitBucket.",
    ]
    assert glued_rows(lines, frozenset()) == []
