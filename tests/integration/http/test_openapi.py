"""What the interface says of itself, held against what it does by schemathesis."""

import os
from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.schemas import OpenApiSchema

from ingest.models import Embedder
from ingest.pipeline import ingest
from serve.settings import Settings
from tests.servers.app import application, serving

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
"""Of each route; `make fuzz` takes more."""
CONFIG = schemathesis.Config.from_dict(
    # Whether words are a question (visible, none of them a control character) is more than a schema can say.
    {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 404, 413, 422]}}}
)


@pytest.fixture(scope="module")
def api_schema(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[OpenApiSchema]:
    """The description of an application over a small index of its own, which may lose its documents."""
    folder = tmp_path_factory.mktemp("fuzzed")
    (folder / "zebras.md").write_text("# When do zebras graze?\n\nZebras graze in the morning.\n")
    ingest([folder / "zebras.md"], folder / "data", lambda: embedder)
    chosen = Settings(data_dir=folder / "data", upload_mb=1, reranker="none")
    with application(chosen) as app, serving(app) as url:
        yield schemathesis.openapi.from_url(f"{url}/openapi.json", config=CONFIG)


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_route_does_what_its_description_says(case: schemathesis.Case):
    """No failure of the server, no status, type or field that is not described, nothing invalid accepted."""
    case.call_and_validate()


def test_the_description_is_complete(api: httpx.Client):
    """Every route, field and parameter is described, every body has an example, every failure a form."""
    described = api.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            name = f"{method} {path}"
            assert operation.get("description"), name
            assert operation.get("tags"), name
            assert {"413", "500"} <= operation["responses"].keys(), name
            for status, response in operation["responses"].items():
                assert response.get("content") or status == "204", f"{name} {status}"
    for name, component in described["components"]["schemas"].items():
        assert component.get("description"), name
