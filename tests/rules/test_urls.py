"""Every address says who may use it; one that does not is found here."""

from goldthread.config.access_page import addresses_with_rules


def test_there_are_addresses() -> None:
    assert len(addresses_with_rules()) > 5


def test_every_address_has_an_access_rule() -> None:
    assert [address for address, rule in addresses_with_rules() if rule is None] == []
