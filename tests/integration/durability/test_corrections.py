"""Two people correct one entry: the second sees what the first changed, and keeps what they typed."""

import pytest
from django.test import Client
from time_machine import travel

from goldthread.ledger import operations
from goldthread.ledger.corrected import values_of
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.plain import PlainBrowser

pytestmark = pytest.mark.django_db


def at_the_page(entry: object, name: str) -> PlainBrowser:
    client = Client()
    client.force_login(make.user("social_worker", name=name))
    return PlainBrowser(client).go(f"/entries/{entry.pk}/correct/")  # type: ignore[attr-defined]


@travel(later(hours=1), tick=False)
def test_a_correction_does_not_undo_another_unseen() -> None:
    entry = make.contact()
    first, second = at_the_page(entry, "Femi"), at_the_page(entry, "Anil")
    first.send({"extended_family": "An aunt nearby", "correction_reason": "Misheard"})
    assert first.status == 200, first.errors

    second.send({"concern": "He was alone.", "correction_reason": "Not said so"})
    assert second.status == 409
    assert "Femi corrected this while you wrote" in second.said
    assert second.fields()["concern"] == ["He was alone."]
    assert second.fields()["extended_family"] == ["An aunt nearby"], (
        "what he had not touched follows the other"
    )

    second.send()
    assert second.status == 200, second.errors
    said, _ = values_of(entry)
    assert (said["concern"], said["extended_family"]) == ("He was alone.", "An aunt nearby")


def test_the_operation_itself_refuses_what_rests_on_an_older_reading() -> None:
    entry = make.contact()
    changed = {"values": {"concern": "Another"}, "parts": {}, "reason": "Wrong", "seen": 0}
    operations.amend(by=make.author("manager"), at=later(hours=1), entry=entry, key="one", **changed)
    operations.amend(by=make.author("manager"), at=later(hours=1), entry=entry, key="one", **changed)
    with pytest.raises(operations.AmendedSince):
        operations.amend(by=make.author("manager"), at=later(hours=2), entry=entry, key="two", **changed)
    assert entry.amendments.count() == 1
