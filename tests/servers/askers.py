"""Who asks, by headers of the request in place of keys."""

from fastapi import Request

from serve.asker import Asker


def named_in_headers(request: Request) -> Asker:
    """Stands where keys are looked up: the request says who asks."""
    given = request.headers
    scopes = tuple(given.get("x-scopes", "read,write").split(","))
    return Asker(tuple(given["x-groups"].split(",")), scopes, given.get("x-name", "anyone"))  # type: ignore[arg-type]
