"""What every response carries, whatever became of the request."""

import httpx
import pytest


@pytest.mark.parametrize(
    "path", ["/", "/openapi.json", "/v1/documents", "/v1/nothing", "/static/none", "/v1/documents/x/text"]
)
def test_every_response_forbids_what_could_run_or_frame_it(api: httpx.Client, path: str):
    """Nothing inline, nothing from elsewhere, no frame, no guess at types; what is private is not cached."""
    headers = api.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert (headers.get("cache-control") == "no-store") == path.startswith("/v1/")


def test_other_sites_may_not_read_it(api: httpx.Client):
    """There is no CORS: a browser keeps replies from pages of other origins."""
    response = api.get("/v1/documents", headers={"Origin": "https://evil.example"})
    assert not any(name.startswith("access-control") for name in response.headers)


def test_the_page_and_its_files_are_served_from_their_folder_alone(api: httpx.Client):
    """The page is HTML; a path that leaves the folder leads nowhere."""
    page = api.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert api.get("/static/index.html").status_code == 200
    for path in ("/static/../app.py", "/static/%2e%2e/wire.py", "/static/..%2Fwire.py"):
        assert api.get(path).status_code == 404
