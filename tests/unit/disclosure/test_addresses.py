"""Where an answer may go is worked out from the address itself (HERTS-8.5, 8.22)."""

import pytest

from goldthread.disclosure.entries.request import answer_address
from tests.requirements import requirement


@requirement("HERTS-8.5", "HERTS-8.22")
@pytest.mark.parametrize(
    ("email", "kind"),
    [
        ("a@othershire.gov.uk", "gov_uk"),
        ("a@secure.othershire.GOV.UK", "gov_uk"),
        ("a@gov.uk", "gov_uk"),
        ("a@gov.uk.example.org", "other"),
        ("a@notgov.uk", "other"),
        ("a.gov.uk@example.org", "other"),
        ("a@example.org", "other"),
    ],
)
def test_only_an_address_that_ends_in_gov_uk_counts_as_one(email: str, kind: str) -> None:
    assert answer_address(email) == {"answer_address": kind}


def test_without_an_address_nothing_is_stated() -> None:
    assert answer_address("") == answer_address(None) == {}
