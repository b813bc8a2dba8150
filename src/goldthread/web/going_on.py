"""Where somebody goes on to, as their browser says: within this service only (OWASP ASVS 5.0, 3.7.2)."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_ours(address: str) -> bool:
    """Whether it is a path of this service: no other site's in disguise, nor a word that is no address."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
