"""The hosts that the service may call. A call to any other is refused before a packet leaves.

Python tells of every name that is looked up and of every connection that is opened; what is not on the list
is refused there, whichever library asks. This is the second of two walls: the first is the network's own
(docs/decisions/0043-what-comes-in-and-goes-out.md). OWASP ASVS 5.0: 1.3.6, 13.1.1, 13.2.4, 13.2.5.
"""

import socket
import sys
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from goldthread.config import identity_provider

NOTIFY = "api.notifications.service.gov.uk"
_HERE = frozenset({"localhost", "", None})
_GOOD_FOR = 60  # seconds that the addresses of a host are remembered


class NotAllowed(ConnectionRefusedError):
    """The service may not call that host: it is not on the list."""


def hosts() -> frozenset[str]:
    """Every host that this installation may call, by its settings; this machine itself besides."""
    named = {host.lower() for host in settings.GOLDTHREAD_EGRESS}
    if settings.GOLDTHREAD_MAIL == "smtp":
        named.add(settings.EMAIL_HOST.lower())
    if settings.GOLDTHREAD_MAIL == "notify":
        named.add(NOTIFY)
    if settings.GOLDTHREAD_CLAMD and not settings.GOLDTHREAD_CLAMD.startswith("/"):
        named.add(settings.GOLDTHREAD_CLAMD.rpartition(":")[0].lower())
    named |= {urlsplit(origin).hostname or "" for origin in identity_provider.origins()}
    return frozenset(named - {""})


def install() -> None:
    """From now on, in this process, for good: Python has no way to take it back."""
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOKS:
        _LOOKS[event](arguments)


def _name(arguments: tuple[Any, ...]) -> None:
    host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
    if not (host in _HERE or host.lower() in hosts() or _is_address(host)):
        raise NotAllowed(f"a host that is not on the list of those that the service may call: {host}")


def _connection(arguments: tuple[Any, ...]) -> None:
    to = arguments[1]
    if not isinstance(to, tuple):
        return  # a socket of this machine
    host = str(to[0])
    if not _is_address(host):
        _name((host,))
    elif not (
        ip_address(host.partition("%")[0]).is_loopback or host in _addresses(int(monotonic()) // _GOOD_FOR)
    ):
        raise NotAllowed(f"an address of no host that the service may call: {host}")


@lru_cache(maxsize=1)
def _addresses(_now: int) -> frozenset[str]:
    found = set()
    for host in hosts():
        try:
            found |= {str(each[4][0]) for each in socket.getaddrinfo(host, None)}
        except OSError:
            continue  # it has no address now, so nothing there can be called
    return frozenset(found)


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


_LOOKS: dict[str, Callable[[tuple[Any, ...]], None]] = {
    "socket.getaddrinfo": _name,
    "socket.gethostbyname": _name,
    "socket.connect": _connection,
    "socket.sendto": _connection,
}
