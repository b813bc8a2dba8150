"""A request for information on the child's page: what it owes, what it refuses, and that no case begins."""

import pytest

from goldthread.ledger.models import Duty, Episode, Event
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import duty, typed_at
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@requirement("HERTS-8.20", "HERTS-8.8", "HERTS-8.7")
def test_a_housing_service_is_told_nothing_without_the_parents_signature() -> None:
    contact, officer = make.contact(), make.user("csc_officer", name="Olu Officer")
    child = make.child_of(contact)
    asked = {
        "enquirer": "Hal Rent",
        "organisation": "Wrenfield Homes",
        "requester": "housing",
        "request_purpose": "other",
        "information_wanted": "other",
    }
    with at(later(hours=1), officer, f"/children/{child.pk}/asked/") as browser:
        browser.send({**asked, **typed_at("happened_at", later(hours=1))})
        assert browser.status == 200, browser.errors
        assert "Give nothing" in browser.said
    request = newest("information_request")
    owed = set(
        Duty.objects.filter(rule__startswith="information_", met_at=None).values_list("rule", flat=True)
    )
    assert {"information_reply.refuse_housing", "information_request.ask_for_evidence"} <= owed
    assert "information_request.open_contact" not in owed, "the request is that contact"
    said = {"outcome": "confirmed", "told_how": "telephone", "known": "Known."}
    with at(later(hours=2), officer, f"/information/{request.pk}/answer/") as browser:
        browser.send({**said, **typed_at("happened_at", later(hours=2))})
        assert browser.status == 409
        assert "before you have a copy of the signed consent" in browser.said
    with at(later(hours=2), officer, f"/information/{request.pk}/refuse/") as browser:
        assert "a signed copy of the consent of someone with parental responsibility" in browser.said
        signed(browser, {"told_how": "telephone", "who": "Hal Rent"})
    assert duty(request, "information_reply.refuse_housing").met_at == later(hours=2)
    assert Episode.objects.filter(subject=child).count() == 1, "no case of its own"
    assert Event.objects.filter(step="contact", outcome="received").count() == 1
