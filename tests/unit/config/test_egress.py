"""The service calls the hosts on its list, and this machine; everything else is refused before it leaves."""

from typing import Any

import pytest

from goldthread.config import egress


@pytest.fixture(autouse=True)
def only(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GOLDTHREAD_EGRESS = ["sso.example.org"]
    settings.GOLDTHREAD_MAIL, settings.EMAIL_HOST = "smtp", "Mail.example.org"
    settings.GOLDTHREAD_CLAMD = "clamd.example.org:3310"
    egress._addresses.cache_clear()
    found = {"clamd.example.org": "192.0.2.7"}

    def looked_up(host: str, _port: object) -> list[tuple[Any, ...]]:
        if host not in found:
            raise OSError
        return [(0, 0, 0, "", (found[host], 0))]

    monkeypatch.setattr("goldthread.config.egress.socket.getaddrinfo", looked_up)


def test_the_list_is_what_the_settings_name(settings: Any) -> None:
    assert egress.hosts() == {"sso.example.org", "mail.example.org", "clamd.example.org"}
    settings.GOLDTHREAD_MAIL, settings.GOLDTHREAD_CLAMD = "notify", "/run/clamd.sock"
    assert egress.hosts() == {"sso.example.org", egress.NOTIFY}


@pytest.mark.parametrize(
    "host", ["localhost", "sso.example.org", "SSO.example.org", b"mail.example.org", "::1", None]
)
def test_names_on_the_list_are_looked_up(host: Any) -> None:
    egress._heard("socket.getaddrinfo", (host, 443, 0, 0, 0))


@pytest.mark.parametrize("host", ["example.com", "sso.example.org.evil.example", "metadata.internal"])
def test_other_names_are_not(host: str) -> None:
    with pytest.raises(egress.NotAllowed):
        egress._heard("socket.getaddrinfo", (host, 443, 0, 0, 0))


@pytest.mark.parametrize("to", [("127.0.0.1", 5), ("::1", 5, 0, 0), "/run/clamd.sock", ("192.0.2.7", 3310)])
def test_this_machine_and_the_addresses_of_those_hosts_are_called(to: Any) -> None:
    egress._heard("socket.connect", (None, to))


@pytest.mark.parametrize(
    "to", [("192.0.2.8", 443), ("169.254.169.254", 80), ("10.0.0.1", 80), ("2001:db8::1", 80, 0, 0)]
)
def test_other_addresses_are_not(to: Any) -> None:
    for event in ("socket.connect", "socket.sendto"):
        with pytest.raises(egress.NotAllowed):
            egress._heard(event, (None, to))
