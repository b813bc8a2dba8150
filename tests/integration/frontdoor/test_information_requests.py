"""A request for information on the child's page: what it owes, what it refuses, and that no case begins."""

import pytest

from goldthread.ledger.models import Duty, Episode, Event
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.by_pack import at, signed, step
from tests.integration.frontdoor.cast import duty, typed_at
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@requirement("HERTS-8.20", "HERTS-8.8", "HERTS-8.7")
def test_a_housing_service_is_told_nothing_without_the_parents_signature() -> None:
    contact, officer = make.contact(), make.user("csc_officer", name="Olu Officer")
    child = make.child_of(contact)
    asked = {
        "outcome": "received",
        "requester": "housing",
        "request_purpose": "other",
        "information_wanted": "other",
        f"child-{child.pk}-child_open": "no",
    }
    with at(later(hours=1), officer, f"/children/{child.pk}/steps/information_request/") as browser:
        request = signed(browser, {**asked, **typed_at("happened_at", later(hours=1))})
    owed = set(
        Duty.objects.filter(rule__startswith="information_", met_at=None).values_list("rule", flat=True)
    )
    assert {
        "information_reply.refuse_housing",
        "information_request.ask_for_evidence",
        "information_request.open_contact",
    } <= owed
    reply = {"outcome": "confirmed", **typed_at("happened_at", later(hours=2))}
    with at(later(hours=2), officer, step(request, "information_reply")) as browser:
        browser.send(reply)
        assert browser.status == 409
        assert "before you have a copy of the signed consent" in browser.said
    with at(later(hours=2), officer, step(request, "information_reply")) as browser:
        signed(browser, {**reply, "outcome": "refused"})
    assert duty(request, "information_reply.refuse_housing").met_at == later(hours=2)
    assert Episode.objects.filter(subject=child).count() == 1, "no case of its own"
    assert Event.objects.filter(step="contact", outcome="received").count() == 1
