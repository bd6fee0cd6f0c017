"""What the interface says of itself, held against what it does by schemathesis."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection
from schemathesis.specs.openapi.schemas import OpenApiSchema

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.http import examples, schemas
from serve.settings import Settings
from tests.servers.app import application, serving

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
"""Of each route; `make fuzz` takes more."""
CONFIG = schemathesis.Config.from_dict(
    # Whether words are a question (visible, none of them a control character) is more than a schema can say.
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", 400, 404, 413, 422]},
            # What is too large is refused before it is read.
            "negative_data_rejection": {"expected-statuses": [400, 404, 413, 415, 422]},
        }
    }
)
NOT_ASKED_OF = {"POST /v1/documents": [negative_data_rejection]}
"""A part that violates the type of a file arrives as a file of other bytes: `null` is a fine text."""


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[OpenApiSchema]:
    """The description of an application over a small index of its own, which may lose its documents."""
    folder = tmp_path_factory.mktemp("fuzzed")
    (folder / "zebras.md").write_text("# When do zebras graze?\n\nZebras graze in the morning.\n")
    ingest([folder / "zebras.md"], folder / "data", lambda: embedder)
    chosen = Settings(data_dir=folder / "data", upload_mb=1, reranker="none")
    with application(chosen) as app, serving(app) as url:
        yield schemathesis.openapi.from_url(f"{url}/openapi.json", config=CONFIG)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_route_does_what_its_description_says(api_schema: OpenApiSchema, mode: GenerationMode):
    """No failure of the server, no status, type or field that is not described, nothing invalid accepted."""
    asked = set()
    for operation in (found.ok() for found in api_schema.get_all_operations()):
        # The same cases each time: a gate must not depend on luck.
        @settings(
            max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(excluded_checks=NOT_ASKED_OF.get(case.operation.label, []))

        # A route that takes nothing, or any text, cannot be asked wrongly.
        with suppress(Unsatisfiable):
            ask()
            asked.add(operation.label)
    assert {"POST /v1/answers", "GET /v1/search", "POST /v1/chat/completions"} <= asked


def test_the_description_is_complete(api: httpx.Client):
    """Every route, field and parameter is described, every body has an example, every failure a form."""
    described = api.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            name = f"{method} {path}"
            assert operation.get("description"), name
            assert operation.get("tags"), name
            assert {"413", "500"} <= operation["responses"].keys() or not path.startswith("/v1/"), name
            for status, response in operation["responses"].items():
                assert response.get("content") or status == "204", f"{name} {status}"
    components = described["components"]["schemas"]
    for name in (
        "AnswerOut",
        "SearchOut",
        "DocumentOut",
        "Ask",
        "Search",
        "Feedback",
        "ChatRequest",
        "Problem",
    ):
        shown = [components[name], *components[name]["properties"].values()]
        assert any(part.get("examples") for part in shown), name
    for name, component in components.items():
        assert component.get("description") or name.startswith("Body_"), name


@pytest.mark.parametrize(
    ("body", "model"),
    [
        (examples.ANSWER, schemas.AnswerOut),
        (examples.SEARCH, schemas.SearchOut),
        (examples.DOCUMENT, schemas.DocumentOut),
    ],
)
def test_the_examples_are_what_is_sent(body: dict[str, Any], model: type[BaseModel]):
    """Each has the fields of its body, all of them, in their order."""
    assert model.model_validate(body).model_dump() == body
    assert list(body) == list(model.model_fields)
