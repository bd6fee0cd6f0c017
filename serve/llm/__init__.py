"""Language models: one setting picks, one place meets their faults, and the price of each call is counted."""

from collections.abc import Mapping

from serve.llm.choice import Choice, access_of
from serve.llm.prices import Prices
from serve.llm.resilience import Policy, ResilientModel
from serve.llm.types import LanguageModel

__all__ = ["LanguageModel", "load_language_model"]


def load_language_model(
    choice: Choice, environment: Mapping[str, str], prices: Prices, policy: Policy | None = None
) -> LanguageModel:
    """The model with its key and base URL from `environment`; raises SettingsProblem, ModelProblem.

    Nothing is asked yet; importing the provider's SDK takes seconds.
    """
    access = access_of(choice, environment)
    from serve.llm.llamaindex import load_provider

    return ResilientModel(load_provider(choice, access), prices.get(choice.model), policy or Policy())
