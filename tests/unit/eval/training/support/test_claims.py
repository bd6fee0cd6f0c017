"""Public claims: labels made alike, text as people write it, parts that share nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.training.support.claims import FILE, Pair, by_source, joined, load_claims, part_of, split

ABSTRACTS = [
    {
        "id": "7",
        "title": "t",
        "text": "Mice were kept. Half were fed. The fed ones grew. Nothing else did. We end.",
    }
]


@pytest.fixture
def load(written: Callable[..., Path]) -> Callable[..., list[Pair]]:
    """(public rows, SciFact claims) -> what is loaded of a folder that holds them."""

    def loaded(public: list[dict[str, str]], claims: list[dict[str, object]]) -> list[Pair]:
        written(FILE, public)
        written("scifact/corpus.jsonl.gz", ABSTRACTS)
        return load_claims(written("scifact/claims_train.jsonl", claims))

    return loaded


@pytest.mark.parametrize(
    ("source", "label", "name", "supported"),
    [
        ("fever (asaakyan/covidfact RTE-Fever dev)", "entailment", "fever", True),
        ("fever (asaakyan/covidfact RTE-Fever dev)", "not_entailment", "fever", False),
        ("climate-fever", "supported", "climate-fever", True),
        ("climate-fever", "refuted", "climate-fever", False),
        ("climate-fever", "not_enough_info", "climate-fever", False),
        ("covid-fact", "supported", "covid-fact", True),
        ("google/BEGIN dev", "Fully attributable", "begin", True),
        ("google/BEGIN dev", "Generic", "begin", False),
        ("google/BEGIN dev", "Not fully attributable", "begin", False),
    ],
)
def test_labels_and_names_are_made_alike(
    load: Callable[..., list[Pair]], source: str, label: str, name: str, supported: bool
):
    """Contradicted and not said are both unsupported, whatever a data set calls them."""
    row = {"claim": "It works .", "evidence": "It does n't .", "label": label, "source": source}
    assert load([row], []) == [Pair("It works.", "It doesn't.", supported, name, label)]


@pytest.mark.parametrize(
    ("tokenised", "text"),
    [
        ("Australia -LRB- 2008 film -RRB- was shot there .", "Australia (2008 film) was shot there."),
        ("Kenneth `` Babyface '' Edmonds , the producer", 'Kenneth "Babyface" Edmonds, the producer'),
        (
            "Virginia 's economy did n't grow ; they 're sure .",
            "Virginia's economy didn't grow; they're sure.",
        ),
        ("It costs $ 5 , or 2.66 % of -LSB- all -RSB- .", "It costs $5, or 2.66% of [all]."),
        ("Nothing to mend here, isn't it?", "Nothing to mend here, isn't it?"),
    ],
)
def test_tokenised_text_is_joined(tokenised: str, text: str):
    """Brackets, quotes and marks stand where people put them, and plain text stays as it is."""
    assert joined(tokenised) == text


def test_annotated_sentences_are_the_evidence(load: Callable[..., list[Pair]]):
    """The numbered sentence and the one before it; without a label the first ones, and unsupported."""
    claims = [
        {"claim": "Fed mice grow.", "relevant": ["7"], "label": {"7": ["SUPPORT", "[2]"]}},
        {"claim": "Mice shrink.", "relevant": ["7"], "label": {"7": ["CONTRADICT", "[0]"]}},
        {"claim": "Rats grow.", "relevant": ["7"], "label": {}},
        {"claim": "Few grow.", "relevant": ["7"], "label": {"7": ["SUPPORT", "[99]"]}},
    ]
    assert load([], claims) == [
        Pair("Fed mice grow.", "Half were fed. The fed ones grew.", True, "scifact", "SUPPORT"),
        Pair("Mice shrink.", "Mice were kept.", False, "scifact", "CONTRADICT"),
        Pair(
            "Rats grow.",
            "Mice were kept. Half were fed. The fed ones grew.",
            False,
            "scifact",
            "NOT_ENOUGH_INFO",
        ),
        Pair("Few grow.", ABSTRACTS[0]["text"], True, "scifact", "SUPPORT"),
    ]


def test_parts_share_neither_claims_nor_evidence():
    """Of a thousand claims on five hundred texts, nothing that is held out is in an earlier part."""
    pairs = [Pair(f"claim {n}", f"words {n // 2}", bool(n % 2), "made") for n in range(1000)]
    parts = split([*pairs, *(Pair(p.claim.upper(), p.evidence, p.supported, p.source) for p in pairs)])
    assert len(parts["test"]) == pytest.approx(2 * 200, rel=0.2)
    for one, other in (("train", "test"), ("train", "calibrate"), ("calibrate", "test")):
        assert parts[one], one
        assert not {p.claim.casefold() for p in parts[one]} & {p.claim.casefold() for p in parts[other]}
        assert not {p.evidence for p in parts[one]} & {p.evidence for p in parts[other]}


def test_what_is_measured_on_is_whole():
    """Shared evidence costs the earlier parts pairs, never the test part."""
    pairs = [Pair(f"claim {n}", "one text for all", True, "made") for n in range(100)]
    parts = split(pairs)
    assert parts["test"] == [p for p in pairs if part_of(p.claim) == "test"] != []
    assert parts["train"] == parts["calibrate"] == []


def test_groups_keep_their_order():
    """Every pair is in its data set's group, in the order given."""
    pairs = [Pair(str(n), "", True, "ab"[n % 2]) for n in range(6)]
    groups = by_source(pairs)
    assert {name: [p.claim for p in group] for name, group in groups.items()} == {
        "a": ["0", "2", "4"],
        "b": ["1", "3", "5"],
    }


def test_the_real_parts_have_both_sides_of_every_set(shared_data: Path):
    """Each data set trains, calibrates and tests on supported and unsupported claims, and shares no text."""
    parts = split(load_claims(shared_data))
    sides = {(p.source, p.supported) for p in parts["test"]}
    assert len(sides) == 2 * len({"fever", "climate-fever", "covid-fact", "begin", "scifact"})
    assert all({(p.source, p.supported) for p in part} == sides for part in parts.values())
    assert not {p.evidence for p in parts["train"]} & {p.evidence for p in parts["test"]}
    assert not [p.claim for part in parts.values() for p in part if "-RRB-" in p.claim + p.evidence]
