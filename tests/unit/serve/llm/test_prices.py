"""What a call costs: from the table and the tokens, or not known."""

from pathlib import Path

import pytest

from ingest.errors import SettingsProblem
from serve.llm.prices import Price, cost_of, load_prices
from serve.llm.types import Usage

TABLE = """
[models."small-1"]
input = 0.40
cached_input = 0.10
output = 1.60

[models.big]
input = 3
cache_write = 3.75
output = 15
"""


def test_a_table_is_read(tmp_path: Path):
    """Prices by the model's name; no file, no prices."""
    path = tmp_path / "prices.toml"
    path.write_text(TABLE, encoding="utf-8")
    prices = load_prices(path)
    assert prices["small-1"] == Price(input=0.4, cached_input=0.1, output=1.6)
    assert prices.keys() == {"small-1", "big"}
    assert load_prices(None) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("models = ", "cannot be read"),
        ("", "models: Field required"),
        ("[models.m]\ninput = 1", "models.m.output: Field required"),
        ("[models.m]\ninput = -1\noutput = 1", "models.m.input"),
        ("[models.m]\ninput = inf\noutput = 1", "models.m.input"),
        ("[models.m]\ninput = 1\noutput = 1\ncashed_input = 1", "models.m.cashed_input"),
        ("[models.m]\ninput = 'dear'\noutput = 1", "models.m.input"),
    ],
)
def test_a_wrong_table_is_one_line(tmp_path: Path, text: str, said: str):
    """It names the setting, the file and the place."""
    path = tmp_path / "prices.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsProblem, match=rf"^RAG_LLM_PRICES: {path}.*{said}") as caught:
        load_prices(path)
    assert "\n" not in str(caught.value)


def test_a_missing_table_is_named(tmp_path: Path):
    """A typing error in the path is not a table without prices."""
    with pytest.raises(SettingsProblem, match=r"RAG_LLM_PRICES: .*none\.toml"):
        load_prices(tmp_path / "none.toml")


def test_cost_adds_up():
    """Each kind of token at its own price, or at the input's where the table has none."""
    usage = Usage(prompt=1_000_000, completion=100_000, cached=300_000, written=200_000)
    assert cost_of(usage, Price(input=2, output=10)) == pytest.approx(3.0)
    dear = Price(input=2, output=10, cached_input=0.2, cache_write=2.5)
    assert cost_of(usage, dear) == pytest.approx(1.0 + 0.06 + 0.5 + 1.0)


def test_what_is_not_known_costs_none():
    """Neither missing tokens nor a missing price is a price of 0."""
    assert cost_of(None, Price(input=1, output=1)) is None
    assert cost_of(Usage(1, 1), None) is None
    assert cost_of(Usage(5, 5), Price(input=0, output=0)) == 0
