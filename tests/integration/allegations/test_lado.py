"""What the LADO alone sees and does: patterns across employers, the children, corrections, papers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from time_machine import travel

from goldthread.access.models import Exclusion
from goldthread.accounts.capabilities import Capability
from goldthread.allegations.allegationfile import allegation, allegations
from goldthread.allegations.operations.receiving import correct
from goldthread.allegations.papers import for_whom
from goldthread.allegations.patterns import patterns
from goldthread.documents import queries
from goldthread.documents.copies import copy_for
from goldthread.documents.models import Delivery, State
from goldthread.documents.papers import Paper, Recipient, papers_for
from goldthread.ledger.models import Entry, EntrySubject
from tests import factories as make
from tests.integration.allegations.people import CANARIES, EVE, TUESDAY, discussed, lado, page, reporter, told
from tests.integration.documents.seeded import plain
from tests.integration.frontdoor.by_pack import at, filed
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gloucestershire(authority: Callable[..., None]) -> None:
    """This service is Gloucestershire's."""
    authority("gloucestershire")


@requirement("GLOS-7.4")
def test_the_same_adult_is_seen_in_earlier_allegations_under_other_employers() -> None:
    dilys, lena = reporter(), lado()
    entry = told(dilys)
    club = told(dilys, employer="Wrenfield Swimming Club", role="Coach", family_name="Quilbrook")
    undated = told(dilys, employer="Fern Nursery", born="")
    married = told(dilys, family_name="Tarrant", employer="Choir")
    told(dilys, given_names="Ambrose", family_name="Tarrant", born="1988-09-09")
    every = allegations(
        EntrySubject.objects.filter(entry__kind="allegation").values_list("subject", flat=True)
    )
    about = next(one for one in every if one.report == entry)
    found = {one.allegation.report.pk: one.sure for one in patterns(about, every)}
    assert found == {
        club.pk: "The same person, it seems",  # a slip in the name, the same birthday
        undated.pk: "May be the same person",
        married.pk: "May be the same person",
    }
    with at(TUESDAY, lena, page(entry)) as browser:
        assert "Coach, Wrenfield Swimming Club" in browser.said
    with at(TUESDAY, dilys, f"/allegations/mine/{entry.pk}/") as browser:
        assert "Wrenfield" not in browser.said, "for the LADO alone"


@requirement("GLOS-7.2")
def test_a_child_is_tied_to_its_own_record_which_tells_nothing_of_it() -> None:
    lena = lado()
    child = make.child_of(make.contact(EVE, form="multi_agency_request"))
    entry = told(reporter(), children=[{"name": "Rowan Alder", "born": "2018-01-15"}])
    before = list(Entry.objects.filter(parts__subject=child).order_by("pk"))
    with at(TUESDAY, lena, page(entry, "children/")) as browser:
        browser.send({"name": "Rowan Alder"})
        browser.send(form=f"/children/{child.pk}/")
        assert "Linked: Rowan Alder" in browser.said
        assert f"/children/{child.pk}/" in browser.text
    assert list(Entry.objects.filter(parts__subject=child).order_by("pk")) == before


@requirement("GLOS-7.5")
def test_a_correction_that_names_somebody_else_walls_off_whoever_bears_that_name() -> None:
    lena, other = lado(), lado("Ambrose Tarrant")
    entry = told(reporter())
    subject = entry.parts.get().subject
    assert not Exclusion.objects.filter(subject=subject, user=other).exists()
    with at(TUESDAY, lena, page(entry, f"correct/{entry.pk}/")) as browser:
        said = {"given_names": "Ambrose", "family_name": "Tarrant", "correction_reason": "The wrong name"}
        filed(browser, said)
    assert Exclusion.objects.filter(subject=subject, user=other).exists()
    now = allegation(subject.pk)
    assert now is not None
    assert (now.name, now.report.payload["family_name"]) == ("Ambrose Tarrant", "Quillbrook")


@requirement("GLOS-7.11")
@travel(TUESDAY, tick=False)
def test_a_paper_goes_to_whom_the_record_names_and_never_to_whom_it_is_about() -> None:
    dilys, lena = reporter(), lado()
    head = make.user("professional_referrer", name="Perpetua Quillbrook", of=dilys.agency)
    entry = told(dilys, email=head.email, told_name="Perpetua Quillbrook")
    discussion = discussed(entry, lena, "criteria_not_met")
    (kind,) = (one for one in papers_for(discussion).values() if one.of)
    paper = kind.make(discussion, TUESDAY)
    assert [one.name for one in paper.meant_for] == ["Dilys Lead"], "the head is no senior person here"
    assert not _nothing(paper, paper.meant_for[0])
    for one in (
        Recipient("Perpetua Quillbrook", user=head.pk),
        Recipient("Somebody", email=head.email),
        Recipient("Gil Governor"),
        Recipient("Mo Manager", user=make.user("manager").pk),
        Recipient("Alderbrook Primary", agency=dilys.agency.pk),
    ):
        assert "sealed" in _nothing(paper, one), one
    about = allegation(entry.parts.get().subject_id)
    assert about is not None
    correct(
        by=make.author("lado", lena),
        at=TUESDAY + timedelta(minutes=1),
        subject=about.subject,
        entry=entry,
        values={"told_name": "Gil Governor"},
        reason="It was the chair",
        key="corrected",
    )
    now = allegation(about.subject.pk)
    assert now is not None
    assert [one.name for one in for_whom(now)] == ["Dilys Lead", "Gil Governor"]
    assert not _nothing(kind.make(discussion, TUESDAY), list(for_whom(now))[1])


def _nothing(paper: Paper, to: Recipient) -> str:
    return " ".join(copy_for(paper, to, at=TUESDAY).nothing)


@requirement("GLOS-7.5")
def test_a_lado_takes_a_call_and_finds_it_and_others_have_no_such_page() -> None:
    lena, manager = lado(), make.user("manager")
    with at(TUESDAY, lena, "/allegations/take/") as browser:
        said = {"family_name": "Tarrant", "given_names": "Ambrose", "employer": "Fern Nursery"}
        filed(browser, {**said, "in_contact": "no", "reporter_name": "Nan Fern"})
        browser.go("/allegations/")
        browser.send({"words": "fern tarrant"}, form="/allegations/")
        assert "Ambrose Tarrant" in browser.said
        browser.send({"words": "somebody else"}, form="/allegations/")
        assert "Ambrose Tarrant" not in browser.said
    assert not manager.may(Capability.HANDLE_ALLEGATIONS, at=TUESDAY)
    with at(TUESDAY, manager, "/allegations/") as browser:
        assert browser.status == 403
    child = make.child_of(make.contact(EVE, form="multi_agency_request"))
    with at(TUESDAY, lena, f"/allegations/{child.pk}/") as browser:
        assert browser.status == 404, "a child's record is no allegation"


def test_each_lado_has_an_email_that_names_nobody_and_sends_a_stuck_one_again() -> None:
    dilys, lena = reporter(), lado()
    lado("Perpetua Quillbrook")  # whom it is about
    entry = told(dilys)
    (message,) = Entry.objects.filter(kind="message", parts__subject=entry.parts.get().subject)
    assert message.payload["to_address"] == lena.email
    words = plain(f"{message.payload['subject']} {message.payload['body']}")
    assert not [one for one in (*CANARIES, "allegation") if plain(one) in words]
    Delivery.objects.filter(entry=message).update(state=State.FAILED, settled_at=EVE)
    with at(TUESDAY, lena, page(entry)) as browser:
        assert "E-mail: not sent." in browser.said
        browser.send(form=f"again/{message.pk}/")
        assert browser.status == 200
    assert message.delivery.state == State.QUEUED
    assert queries.newest(limit=9) == [], "no list of messages tells of it"
    with at(TUESDAY, dilys, page(entry)) as browser:
        assert browser.client.post(page(entry, f"again/{message.pk}/")).status_code == 403
