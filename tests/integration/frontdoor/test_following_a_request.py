"""What a professional sees of a request after it was sent: receipt, return, messages; never the case."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldthread.accounts.models import Agency, User
from goldthread.documents import operations as documents
from goldthread.frontdoor.operations import returning, work
from goldthread.frontdoor.operations.receiving import Sending, receive
from goldthread.ledger.models import Attachment, AuditRow, Draft, Duty, Entry, Event
from goldthread.ledger.operations import Part
from goldthread.web.clock import now
from tests import factories
from tests.factories import THURSDAY
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.frontdoor.requesting import ANSWERS, CHECK, CONSULTED, PDF, RED, begin
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 4, 7, 9, 15, tzinfo=UTC)  # after Easter, 10:15 in London


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """The Thursday before Easter, at 4:40pm."""
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture
def school() -> Agency:
    return factories.agency("Alderbrook Primary", "school")


@pytest.fixture
def lead(school: Agency) -> User:
    """The school's designated safeguarding lead."""
    return factories.user("professional_referrer", name="Priya Larkspur", of=school)


def browser_of(user: User) -> PlainBrowser:
    client = Client()
    client.force_login(user)
    return PlainBrowser(client)


def sent_by(user: User, **values: object) -> Entry:
    """A red form from this person, as the pages would have sent it: an unconsulted worry about Rowan."""
    told = {
        "channel": "online_form",
        "form": RED,
        "immediate_danger": False,
        "consulted_hub": False,
        "concern": ANSWERS["concern"],
        "asked_domestic_abuse": "no",
        "asked_mental_illness": "no",
        "asked_substance_misuse": "no",
        "asked_learning_difficulties": "not_known",
        "anonymous": False,
        "referrer_kind": user.agency.kind,
        "referrer_name": user.name,
        "referrer_agency": user.agency.name,
        "referrer_email": user.email,
        "children": [{"given_names": "Rowan", "family_name": "Alder", "born": "2018-01-15"}],
    }
    author = factories.author("professional_referrer", user)
    return receive(by=author, at=now(), values={**told, **values}, sending=Sending(key=uuid4().hex))


def return_it(contact: Entry, at: datetime) -> None:
    """The officer sends the form back for consultation."""
    returning.return_form(
        by=factories.author("csc_officer"),
        at=at,
        contact=contact,
        children={part.subject_id: {} for part in contact.parts.filter(episode__isnull=False)},
        values={"reason": "The hub was not consulted."},
        sending=Sending(key=uuid4().hex),
    )


@requirement("HERTS-3.13", "HERTS-4.1", "HERTS-4.2", "HERTS-4.4")
def test_the_sender_has_the_receipt_and_a_record_of_every_word(lead: User) -> None:
    contact = sent_by(lead)
    browser = browser_of(lead).go("/requests/")
    browser.go(browser.link(contact.reference))
    assert "Receipt confirmed 2 April 2026 at 4:40pm" in browser.said
    assert f"We have received your contact {contact.reference}" in browser.said
    browser.go(browser.link("Your record of what you sent"))
    for told in (
        contact.reference,
        ANSWERS["concern"],
        "Rowan Alder",
        "15 January 2018",
        "Signed by Priya Larkspur",
    ):
        assert told in browser.said


@requirement("HERTS-4.3")
def test_without_a_receipt_the_day_to_ask_again_is_shown_and_asking_is_recorded(lead: User) -> None:
    contact = told_aloud(lead.agency, referrer_email=lead.email, acknowledged_aloud=False)
    lead_browser = browser_of(lead).go(f"/requests/{contact.pk}/")
    assert "Receipt confirmed Not yet" in lead_browser.said
    assert (
        "by the end of 9 April 2026" in lead_browser.said
    )  # Friday, Monday are holidays: Tue 1, Wed 2, Thu 3
    assert "Good Friday" in lead_browser.said
    lead_browser.send({"message": "Has anyone seen this?"})
    chase = Entry.objects.get(kind="chase")
    assert (chase.answers, chase.author, chase.payload) == (
        contact,
        lead,
        {"message": "Has anyone seen this?"},
    )
    assert Event.objects.get(step="contact", outcome="chased").entry == chase
    assert (
        Duty.objects.get(rule="acknowledgement.ask_again", because__in=own_events(contact)).met_at is not None
    )
    lead_browser.send({"message": "x" * 30_000})
    assert lead_browser.status == 422
    assert lead_browser.fields()["message"] == ["x" * 30_000]


def own_events(contact: Entry) -> list[object]:
    return list(contact.events.values_list("pk", flat=True))


def test_asking_twice_with_one_form_is_recorded_once(lead: User) -> None:
    contact = sent_by(lead)
    browser = browser_of(lead).go(f"/requests/{contact.pk}/")
    fields = browser.fields()
    for _ in range(2):
        browser.client.post(f"/requests/{contact.pk}/ask/", fields)
    assert Entry.objects.filter(kind="chase").count() == 1


@requirement("HERTS-2.13", "HERTS-2.14", "HERTS-2.19", "HERTS-2.22", "HERTS-2.23")
def test_wc1_a_returned_form_is_sent_again_with_all_it_said_and_the_advice(lead: User) -> None:
    first = sent_by(lead)
    with time_machine.travel(THURSDAY + timedelta(minutes=18), tick=False):
        return_it(first, THURSDAY + timedelta(minutes=18))
    with time_machine.travel(THURSDAY + timedelta(minutes=30), tick=False):  # 5:10pm
        browser = browser_of(lead).go(f"/requests/{first.pk}/")
    assert "Sent back for consultation" in browser.said
    assert "Opens 7 April 2026 at 9am" in browser.said
    assert "not a decision about the child" in browser.said
    with time_machine.travel(TUESDAY, tick=False):
        browser = browser_of(lead).go(f"/requests/{first.pk}/")
        browser.send(form="/again/")
        assert browser.heading == "Have you talked to the Consultation Hub?"
        browser.send(CONSULTED)
        assert browser.heading == CHECK
        assert ANSWERS["concern"] in browser.said
        assert "Talk to the Consultation Hub first" not in browser.said
        browser.send()
    second = Entry.objects.get(kind="contact", answers=first)
    assert second.payload["concern"] == first.payload["concern"]
    assert second.payload["consultation_advice"] == RED
    assert [part.subject_id for part in second.parts.all()] == [part.subject_id for part in first.parts.all()]
    assert [part.episode_id for part in second.parts.all()] == [part.episode_id for part in first.parts.all()]
    browser = browser_of(lead).go(f"/requests/{first.pk}/")
    assert browser.link(second.reference) == f"/requests/{second.pk}/"
    assert Entry.objects.filter(kind="contact").count() == 2


def test_sending_again_goes_on_with_the_draft_already_begun(lead: User) -> None:
    first = sent_by(lead)
    return_it(first, THURSDAY)
    browser = browser_of(lead)
    for _ in range(2):
        browser.client.post(f"/requests/{first.pk}/again/")
    assert Draft.objects.filter(signed_as=None).count() == 1


def test_another_child_typed_over_the_first_is_another_child(lead: User) -> None:
    first = sent_by(lead)
    return_it(first, THURSDAY)
    browser = browser_of(lead).go(f"/requests/{first.pk}/").send(form="/again/")
    browser.send(press="save")
    draft = Draft.objects.get(signed_as=None)
    other = {"given_names": "Hazel", "born-year": "2020"}
    browser.go(f"/requests/draft/{draft.pk}/children/?change")
    browser.send({f"children-0-{name}": text for name, text in other.items()})
    browser.send()
    second = Entry.objects.get(kind="contact", answers=first)
    assert second.parts.get().subject_id != first.parts.get().subject_id


def test_a_file_goes_along_when_it_is_sent_again(lead: User) -> None:
    browser = begin(lead)
    browser.through({**ANSWERS, "families_first_assessment": "yes"}, until=CHECK)
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    browser.attach("assessment_file", "a.pdf", PDF).send()
    first = Entry.objects.get(kind="contact")
    return_it(first, THURSDAY)
    browser.go(f"/requests/{first.pk}/").send(form="/again/").send(
        CONSULTED | {"consulted_at-day": "1"}
    ).send()
    second = Entry.objects.get(kind="contact", answers=first)
    assert [bytes(file.content) for file in Attachment.objects.filter(entry=second)] == [PDF]
    assert Attachment.objects.filter(entry=first).count() == 1


def told_aloud(school: Agency, **values: object) -> Entry:
    """A telephone contact from the school, written down by an officer."""
    said = {
        "channel": "telephone",
        "referrer_kind": "school",
        "referrer_agency": school.name,
        "referrer_name": "Priya Larkspur",
        "concern": "Old bruise, poor explanation",
        "immediate_danger": False,
        "significant_harm": True,
        "acknowledged_aloud": True,
        "children": [{"given_names": "Max", "family_name": "Reed"}],
    }
    return receive(
        by=factories.author("csc_officer"),
        at=THURSDAY,
        values={**said, **values},
        sending=Sending(key=uuid4().hex),
    )


@requirement("HERTS-3.5")
def test_what_was_told_aloud_is_confirmed_in_writing_within_24_hours(lead: User, school: Agency) -> None:
    spoken = told_aloud(school)
    browser = browser_of(lead).go("/requests/")
    assert "To confirm in writing" in browser.said
    assert "Confirm in writing by 3 April 2026 at 4:40pm" in browser.said
    browser.go(browser.link(spoken.reference)).send(form="/again/")
    assert browser.heading == CHECK
    assert "Old bruise, poor explanation" in browser.said
    assert "Max Reed" in browser.said
    draft = Draft.objects.get()
    assert "significant_harm" not in draft.raw  # the officer's own answers do not go to the school
    browser.send()
    assert browser.status == 422  # the form asks what the call did not say
    for _, href in browser.errors:
        page = PlainBrowser(browser.client).go(href)
        if page.heading != CHECK:  # an earlier answer may have settled it
            page.answer(ANSWERS)
    browser.go(f"/requests/draft/{draft.pk}/").send()
    written = Entry.objects.get(kind="contact", answers=spoken)
    assert [part.subject_id for part in written.parts.all()] == [
        part.subject_id for part in spoken.parts.all()
    ]
    assert Duty.objects.get(rule="written_confirmation.confirm").met_at == THURSDAY
    assert "Sent again" in browser_of(lead).go("/requests/").said


@pytest.mark.parametrize(
    "values",
    [
        {"referrer_kind": "public"},
        {"referrer_agency": "Another School"},
        {"referrer_agency": "", "referrer_email": ""},
        {"channel": "post"},
    ],
)
def test_what_others_told_aloud_stays_closed(lead: User, school: Agency, values: dict[str, str]) -> None:
    spoken = told_aloud(school, **values)
    browser = browser_of(lead)
    assert spoken.reference not in browser.go("/requests/").said
    for address in ("", "record/"):
        assert browser.go(f"/requests/{spoken.pk}/{address}").status == 404
    for address in ("ask/", "again/"):
        assert browser.client.post(f"/requests/{spoken.pk}/{address}").status_code == 404
    assert not Draft.objects.exists()


def test_a_colleague_follows_and_a_stranger_does_not(lead: User, school: Agency) -> None:
    contact = sent_by(lead)
    colleague = browser_of(factories.user("professional_referrer", of=school))
    assert contact.reference in colleague.go("/requests/").said
    assert colleague.go(f"/requests/{contact.pk}/").status == 200
    assert AuditRow.objects.filter(entry=contact.pk, act="read.send_request").exists()
    stranger = browser_of(factories.user("professional_referrer", of=factories.agency("Elsewhere", "school")))
    assert contact.reference not in stranger.go("/requests/").said
    assert stranger.go(f"/requests/{contact.pk}/").status == 404
    assert browser_of(lead).go(f"/requests/{uuid4()}/").status == 404
    message = Entry.objects.get(kind="message")
    assert browser_of(lead).go(f"/requests/{message.pk}/").status == 404


@requirement("HERTS-4.5", "HERTS-10.26")
def test_the_page_says_where_it_stands_and_nothing_of_the_case(lead: User) -> None:
    contact = sent_by(lead, consulted_hub=True, consultation_advice=RED)
    children = {part.subject_id: {} for part in contact.parts.filter(episode__isnull=False)}
    officer = factories.author("csc_officer")
    work.record(
        by=officer,
        at=THURSDAY,
        contact=contact,
        kind="routing",
        values={"service": "mash", "why": "SECRET REASON"},
        children=children,
        sending=Sending(key=uuid4().hex),
    )
    browser = browser_of(lead).go(f"/requests/{contact.pk}/")
    assert "Being looked at" in browser.said
    assert "SECRET" not in browser.text
    with time_machine.travel(THURSDAY + timedelta(minutes=5), tick=False):
        documents.send(
            by=officer,
            at=THURSDAY + timedelta(minutes=5),
            letter="feedback_assessment_professional",
            to_name="Priya Larkspur",
            to_address=lead.email,
            values={
                "reference": contact.reference,
                "received_at": THURSDAY,
                "our_telephone": "0300 123 4043",
            },
            parts=[Part(part.subject) for part in contact.parts.select_related("subject")],
            answers=contact,
            key=uuid4().hex,
        )
        browser.go(browser.path)
    assert "You have been told the outcome" in browser.said
    assert "We told you more on 2 April 2026 at 4:45pm" in browser.said
    assert len(list(browser.tree.iter("details"))) >= 2  # the receipt and the outcome, word for word


@requirement("HERTS-5.1")
def test_the_page_says_how_to_talk_to_a_social_worker(lead: User) -> None:
    contact = sent_by(lead)
    browser = browser_of(lead).go(f"/requests/{contact.pk}/")
    assert "qualified social worker who has delegated authority" in browser.said
    assert "0300 123 4043" in browser.said


def test_a_long_list_asks_no_more_of_the_database_than_a_short_one(lead: User) -> None:
    browser = browser_of(lead)

    def asked(requests: int) -> int:
        for _ in range(requests):
            sent_by(lead)
        with CaptureQueriesContext(connection) as queries:
            browser.go("/requests/")
        return len(queries)

    browser.go("/requests/")
    assert asked(1) == asked(5)
