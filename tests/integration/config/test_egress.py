"""The wall stands in whatever runs this project: this very test runs behind it."""

import socket
import urllib.error
import urllib.request

import pytest

from goldthread.config.egress import NotAllowed


def test_no_library_gets_out() -> None:
    with pytest.raises(NotAllowed), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.sendto(b"x", ("192.0.2.1", 9))
    with pytest.raises(NotAllowed):
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    with pytest.raises(urllib.error.URLError, match="not on the list"):
        urllib.request.urlopen("http://x.example.org/", timeout=1)
