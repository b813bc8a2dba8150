"""What was missing from a request comes in later, from its sender, and meets what waited for it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine

from goldthread.ledger.models import Attachment, Draft, Duty, Entry, Event
from goldthread.people.models import Identifier
from tests import factories
from tests.factories import THURSDAY, later
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.frontdoor.requesting import PDF, school
from tests.integration.frontdoor.test_following_a_request import browser_of, sent_by
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
NUMBER = "999 000 0018"


@pytest.fixture(autouse=True)
def an_hour_later() -> Iterator[None]:
    with time_machine.travel(later(hours=1), tick=False):
        yield


@pytest.fixture
def ward() -> PlainBrowser:
    """The status page of a request from a hospital that had no NHS number at hand."""
    nurse = school("Meadowlark Hospital", "hospital")
    with time_machine.travel(THURSDAY, tick=False):
        contact = sent_by(nurse, families_first_assessment=True)
    return browser_of(nurse).go(f"/requests/{contact.pk}/")


def add(browser: PlainBrowser) -> PlainBrowser:
    """At the page for adding."""
    return browser.send(form="/add/")


@requirement("HERTS-3.14", "HERTS-5.19")
def test_the_nhs_number_comes_in_later_and_meets_its_duty(ward: PlainBrowser) -> None:
    contact = Entry.objects.get(kind="contact")
    child = contact.parts.get().subject_id
    assert "NHS number" in ward.said
    add(ward).send({"information": "Found it", f"child-{child}-nhs_number": NUMBER})
    assert "We have received what you added" in ward.said
    added = Entry.objects.get(kind="addition")
    assert (added.answers, added.payload) == (contact, {"information": "Found it"})
    assert Event.objects.get(entry=added).facts == {"nhs_number_given": True}
    assert Duty.objects.get(rule="contact.nhs_number").met_at == later(hours=1)
    assert Identifier.objects.get(subject_id=child).value.replace(" ", "") == NUMBER.replace(" ", "")


@requirement("HERTS-3.6")
def test_a_file_comes_in_later(ward: PlainBrowser) -> None:
    add(ward).attach("assessment_file", "assessment.pdf", PDF)
    added = Entry.objects.get(kind="addition")
    assert bytes(Attachment.objects.get().content) == PDF
    assert Attachment.objects.get().entry == added
    assert Event.objects.get(entry=added).facts == {"assessment_attached": True}


def test_only_what_the_request_left_open_is_asked(ward: PlainBrowser) -> None:
    child = Entry.objects.get(kind="contact").parts.get().subject_id
    assert add(ward).asks() - {""} == {"information", f"child-{child}-nhs_number", "assessment_file"}


@requirement("HERTS-6.5", "HERTS-3.8", "HERTS-6.3")
def test_the_parents_have_been_told_by_now() -> None:
    lead = school()
    answers = {"parents_informed": "not_informed", "not_informed_ground": "none", "on_behalf_of_other": True}
    contact = sent_by(lead, **answers)
    browser = add(browser_of(lead).go(f"/requests/{contact.pk}/"))
    reason = "Mother wants to think about it"
    browser.send(
        {"parents_informed": "informed_only", "consent_reason": reason, "told_to_refer_directly": "yes"}
    )
    assert Event.objects.get(entry__kind="addition").facts == {
        "consent": "informed_only",
        "consent_reason_given": True,
        "told_to_refer_directly": True,
    }


def test_nothing_added_or_a_mistake_is_told_and_every_letter_kept(ward: PlainBrowser) -> None:
    child = Entry.objects.get(kind="contact").parts.get().subject_id
    assert add(ward).send().status == 422
    ward.send({"information": "Half", f"child-{child}-nhs_number": "999 000 0000"})
    assert ward.status == 422
    assert ward.fields()["information"] == ["Half"]
    ward.send(press="save")
    assert add(ward).fields()["information"] == ["Half"]
    assert Draft.objects.filter(kind="addition").count() == 1


def test_added_once_however_often_it_is_sent(ward: PlainBrowser) -> None:
    address, fields = add(ward).path, {**ward.fields(), "information": "Once"}
    for _ in range(2):
        assert ward.client.post(address, fields).status_code == 302
    assert Entry.objects.filter(kind="addition").count() == 1


def test_nobody_else_adds_to_it(ward: PlainBrowser) -> None:
    contact = Entry.objects.get(kind="contact")
    address = add(ward).path
    stranger = browser_of(factories.user("professional_referrer", of=factories.agency("Elsewhere", "school")))
    assert stranger.client.post(f"/requests/{contact.pk}/add/").status_code == 404
    assert stranger.go(address).status == 404
    colleague = browser_of(
        factories.user("professional_referrer", of=factories.agency("Meadowlark Hospital"))
    )
    assert colleague.go(address).status == 404  # a draft is its writer's alone
    assert ward.go(f"/requests/{contact.pk}/add/{uuid4()}/").status == 404
