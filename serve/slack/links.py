"""Where a citation's words can be read on the web page."""

from urllib.parse import quote

from serve.types import Citation


def deep_link(public_url: str, citation: Citation) -> str:
    """The page with the words highlighted; empty where no page is configured."""
    if not public_url:
        return ""
    document = quote(str(citation.document), safe="")
    return f"{public_url.rstrip('/')}/?document={document}&start={citation.start}&end={citation.end}"
