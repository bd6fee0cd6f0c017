"""Mail addresses that belong to a function and to nobody: support@, security@, dev-list@, bug-1234@bugs…

The functions of RFC 2142 (https://www.rfc-editor.org/rfc/rfc2142) and what else organisations call theirs.
An address of this kind is what a question for a contact asks for, so it is not masked as personal data.
"""

import re

_NAMED = """
abuse admin anonymous ftp hostmaster info list marketing news noc postmaster request sales security
support trouble usenet uucp webmaster www accounting accounts administrator alerts announce billing
board bounce bug bugs careers change commercial commits community compliance contact control core
customer customers devel developers dev discuss done donotreply editor enquiries enquiry events
feedback finance hello help helpdesk hr inquiries invoices it jobs leader legal license licensing
lists mail maint maintainer maintainers maintonly media members moderator newsletter noreply
notifications office onboarding operator ops orders owner owners package packages partners patches
payments payroll policy press privacy project quiet recruiting register reply reservations returns
root sale secretary service services shop staff submit submitter subscribe team tech trademark
unsubscribe user users vendor warranty web
"""
_FUNCTIONS = frozenset(_NAMED.split())
_PLACES = frozenset(["bugs", "googlegroups", "list", "lists", "mailman", "packages", "tracker"])
"""Parts of a domain that holds mailing lists or a tracker's addresses."""


def belongs_to_a_function(address: str) -> bool:
    """The name before the @, or the domain, says what it is for: `security-team@`, `@lists.example.org`.

    A name with a point in it may be somebody's, so that each of its parts has to: not so `john.press@`.
    """
    name, _, domain = address.casefold().partition("@")
    parts = [bool(_FUNCTIONS.intersection(re.split(r"[\W\d_]+", part))) for part in name.split(".")]
    return all(parts) or bool(_PLACES.intersection(domain.split(".")[:-1]))
