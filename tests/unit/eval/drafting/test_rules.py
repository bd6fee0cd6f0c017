"""What turns into a question, and what does not: a bad proposal costs a person's time."""

from collections.abc import Callable

import pytest

from eval.drafting.types import Proposal

Drafted = Callable[..., list[Proposal]]


def said(found: list[Proposal]) -> list[tuple[str, str, list[str]]]:
    """Kind, question and the facts' first spellings."""
    return [(p.kind, p.question, [f[0] for f in p.facts]) for p in found]


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "facts"),
    [
        (
            "Catastrophic forgetting is the loss of general abilities during training.",
            "definition",
            "What is catastrophic forgetting?",
            ["general abilities"],
        ),
        (
            "An otter is a small mammal that lives near clean rivers.",
            "definition",
            "What is an otter?",
            ["small mammal", "clean rivers"],
        ),
        (
            "LoRA is a method that freezes pretrained weights and trains two matrices.",
            "definition",
            "What is LoRA?",
            ["pretrained weights"],
        ),
        ("A herd has up to 40 zebras.", "number", "How many zebras does a herd have?", ["40"]),
        ("Acme employed 1,204 people in 2014.", "number", "How many people did Acme employ?", ["1,204"]),
        ("GPT-4 Turbo costs $10 per million tokens.", "number", "How much does GPT-4 Turbo cost?", ["$10"]),
        (
            "On June 8, 2017, Acme acquired Hexa, an Israeli firm, for $100 million.",
            "number",
            "How much did Acme pay for Hexa?",
            ["$100 million"],
        ),
        (
            "In 1990, Acme released the Acme Suite which held three programs.",
            "number",
            "When did Acme release the Acme Suite?",
            ["1990"],
        ),
        (
            "Acme joined the Blue League in May 2004.",
            "number",
            "When did Acme join the Blue League?",
            ["May 2004"],
        ),
        ("Doors 1.0 was released on May 2, 1985.", "number", "When was Doors 1.0 released?", ["May 2, 1985"]),
    ],
)
def test_a_sentence_of_a_known_form_is_asked_for(
    drafted: Drafted, sentence: str, kind: str, question: str, facts: list[str]
):
    """The question reads as a person would write it, and does not say the facts itself."""
    assert said(drafted(sentence)) == [(kind, question, facts)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is the loss of general abilities during training.",
        "This method is a way to keep general abilities.",
        "Caching is a good idea for long stable prefixes.",
        "Cost is the limiting factor of long model contexts.",
        "Acme is a member of the Open League of makers.",
        "The first step is a careful look at the failing cases.",
        "They have 40 zebras and one lion.",
        "Every figure is a mean over the asked questions.",
        "In 2011 it launched Doors Phone in Europe.",
        "In 2011, Acme announced a new ten-year deal.",
        "In 2011, Acme announced Doors would be sold.",
        "Zebras graze in the morning and sleep at night.",
        "",
    ],
)
def test_a_sentence_that_needs_its_neighbours_is_left_alone(drafted: Drafted, sentence: str):
    """Pronouns, judgements and what happened many times make no question that stands by itself."""
    assert drafted(f"{sentence}\n\nOtters swim.") == []


def test_a_heading_that_is_a_question_is_asked(drafted: Drafted):
    """Its number goes, and the sentence that says its words holds the facts, not the one before it."""
    body = "Many people wonder.\n\nOtters eat small fish and river crabs every day."
    assert said(drafted(body, "Q4: What do otters eat?")) == [
        ("single-fact", "What do otters eat?", ["small fish", "river crabs"])
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "What do otters eat, and how do they hunt?",
        "Why do they eat so much?",
        "Do otters eat fish?",
        "Food?",
        "What otters eat",
    ],
)
def test_a_heading_that_cannot_be_asked_alone_is_not(drafted: Drafted, heading: str):
    """Half of a double question would be measured, "they" is nobody, and yes is no fact."""
    assert drafted("Otters eat small fish and river crabs.", heading) == []


def test_a_why_needs_a_reason_and_a_how_much_a_figure(drafted: Drafted):
    """A sentence with the right words that answers another question is not taken."""
    assert drafted("Otters float on quiet rivers while sleeping.", "Why do otters float?") == []
    (why,) = drafted("Otters float because thick fur holds trapped air.", "Why do otters float?")
    assert (why.kind, why.reference[:18]) == ("why", "Otters float becau")
    assert drafted("Otters weigh little beside brown bears.", "How much do otters weigh?") == []
    (much,) = drafted("Otters weigh 5-12 kg when grown.", "How much do otters weigh?")
    assert (much.kind, much.facts[0]) == ("number", ("5-12",))


def test_a_list_under_a_question_is_asked_for_by_its_entries(drafted: Drafted):
    """Each entry goes by what it begins with; numbered entries are steps."""
    entries = ["Memory: all experts are loaded", "Load balancing: some idle", "Stability: routing can fail"]
    body = "\n".join(f"- {e}" for e in entries)
    assert said(drafted(body, "What are the drawbacks of MoE?")) == [
        ("list", "What are the drawbacks of MoE?", ["Memory", "Load balancing", "Stability"])
    ]
    body = "\n".join(f"{n}. {e}" for n, e in enumerate(entries, 1))
    (steps,) = drafted(body, "How do experts fail?")
    assert (steps.kind, steps.reference) == ("steps", "Memory, Load balancing and Stability.")


def test_a_lead_in_names_its_list(drafted: Drafted):
    """What stands before the colon is asked for where the heading asks nothing."""
    body = "The main risks are:\n\n- fire\n- water\n- theft"
    assert said(drafted(body)) == [("list", "What are the main risks?", ["fire", "water", "theft"])]


def test_entries_without_a_name_make_no_list_of_facts(drafted: Drafted):
    """A long entry is a sentence, of which nobody knows what an answer has to repeat."""
    entry = "here it pays to look very closely at everything that happened before"
    assert drafted(f"- fire\n- water\n- {entry}", "What are the risks?") == []


TABLE = "| {} | Maker | What it does |\n| --- | --- | --- |\n| NeMo Guardrails | NVIDIA | Steers a dialogue |"


def test_a_cell_is_asked_for_by_row_and_column(drafted: Drafted):
    """A column whose heading is a clause cannot be asked for."""
    assert said(drafted(TABLE.format("Tool"))) == [
        ("table", "What is the maker of NeMo Guardrails?", ["NVIDIA"])
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("| Stage | p50 |", "| Search | 19.0 |"),
        ("| Option | Default |", "| Depth | empty |"),
        ("| Set | On |", "| Mix | candidates |"),
        ("| Set | As shipped |", "| Mix | two halves |"),
        ("| Set | Measure |", "| what it is measured on | two halves |"),
        ("| Set | Measure |", "| Mix | two halves |\n| Mix | three thirds |"),
    ],
)
def test_a_grid_is_not_asked_cell_by_cell(drafted: Drafted, head: str, row: str):
    """Bare figures, columns that are no noun, rows that are a sentence or stand there twice."""
    assert drafted(f"{head}\n| --- | --- |\n{row}") == []


def test_columns_over_properties_are_compared(drafted: Drafted):
    """Where rows are properties, "the RAG of data" makes no sense: the columns are what is asked about."""
    table = "| Aspect | Fine-tuning | RAG |\n| --- | --- | --- |\n| Latency | Unchanged | 100 ms more |"
    assert said(drafted(table)) == [
        ("comparison", "Latency: how do Fine-tuning and RAG compare?", ["Unchanged", "100 ms more"])
    ]


@pytest.mark.parametrize(
    "cell", ["", "-", "n/a", "yes", "✓", "a cell that tells a whole story in many words"]
)
def test_a_cell_that_says_nothing_is_not_asked_for(drafted: Drafted, cell: str):
    """Neither a tick nor a paragraph is a fact."""
    assert drafted(f"| Tool | Maker |\n| --- | --- |\n| NeMo Guardrails | {cell} |") == []


def test_code_is_asked_for_by_its_lead_in_or_heading(drafted: Drafted):
    """Identifiers are what an answer has to show."""
    code = "```python\nconfig = LoraConfig(rank=8)\nmodel = peft.wrap(config)\n```"
    assert said(drafted(f"A configuration looks like this:\n\n{code}")) == [
        ("code", "Show me a configuration", ["LoraConfig", "peft.wrap"])
    ]
    assert [p.question for p in drafted(code, "How do adapters work?")] == [
        "Show me code: how do adapters work?"
    ]
