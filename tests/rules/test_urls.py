"""Every address says who may use it; one that does not is found here."""

from goldthread.config.access_page import addresses_with_rules
from tests.rules.repository import there_are_none


def test_there_are_addresses() -> None:
    assert len(addresses_with_rules()) > 5


def test_every_address_has_an_access_rule() -> None:
    there_are_none([address for address, rule in addresses_with_rules() if rule is None])
