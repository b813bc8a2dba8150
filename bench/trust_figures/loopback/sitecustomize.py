"""Every Python that a figure starts reaches this machine only: no other address can be connected to."""
# ruff: noqa: INP001 - Python looks for it by its name, in a folder of the path

import ipaddress
import sys
from typing import Any

_NAMES = {"localhost", ""}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if isinstance(address, tuple) and not _is_here(str(address[0])):
        raise PermissionError(f"a figure of trust reaches this machine only, not {address[0]}")


def _is_here(host: str) -> bool:
    if host in _NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse)
