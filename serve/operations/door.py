"""Who gets in: by key, or on this machine anybody as long as no key was ever made."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from ingest.errors import RagError, SettingsProblem
from serve.asker import Asker
from serve.library import Forbidden
from serve.operations.rates import Rate, counted_address
from serve.records.keys import Keys
from serve.settings import Settings


class Unauthorized(RagError):
    """A key is needed, and none that is valid came."""


class Door:
    """Decides on each request; may be asked from several threads."""

    def __init__(self, keys: Keys, settings: Settings) -> None:
        """Raises SettingsProblem for rates that are none."""
        chosen = settings.operations
        self._keys = keys
        self._by_key = Rate("RAG_RATE_PER_KEY", chosen.rate_per_key, chosen.rate_store)
        self._by_address = Rate("RAG_RATE_PER_ADDRESS", chosen.rate_per_address, chosen.rate_store)
        self._local = is_loopback(settings.http.host)
        self._asked_for = "rate_per_address" in chosen.model_fields_set

    def admit(self, headers: Mapping[str, str], address: str) -> Asker:
        """Who asks; `headers` have names in lower case.

        Raises Unauthorized, Forbidden, TooManyRequests, StorageProblem.
        """
        is_open = self._local and not self._keys.any()
        # Programs of one's own machine may ask as fast as they like, unless a setting says otherwise.
        if self._asked_for or not is_open:
            self._by_address.count(f"address:{counted_address(address)}")
        if is_open:
            _refuse_strangers(headers)
            return Asker()
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        key = self._keys.find(sent.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            raise Unauthorized("this takes a key: send Authorization: Bearer KEY (rag keys make)")
        self._by_key.count(f"key:{key.id}")
        return Asker(key.groups, key.scopes, f"key:{key.id}")


def may_listen(host: str, keys: Keys) -> None:
    """Raises SettingsProblem where others could reach a server that asks nobody for a key."""
    if not is_loopback(host) and not any(key.revoked is None for key in keys.all()):
        raise SettingsProblem(
            f"nobody has a key, so {host} would be open to all: make one with rag keys make, "
            "or listen on 127.0.0.1"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _refuse_strangers(headers: Mapping[str, str]) -> None:
    """Without keys, keeps out pages of other sites that this machine's browser has open.

    Those could send a form, or reach loopback under a name of their own (DNS rebinding).
    """
    host, origin = headers.get("host", ""), headers.get("origin", "")
    if not is_loopback(urlsplit(f"//{host}").hostname or "") or (origin and urlsplit(origin).netloc != host):
        raise Forbidden("as long as there are no keys, only this machine's own pages and programs may ask")
