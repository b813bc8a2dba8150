"""Conferences where the document asks for less, and reviews: continue, change, end with a reason."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Event
from goldthread.people.models import Address, Circumstance, Person
from goldthread.protection import conferencepapers
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.protection.conferences import AFTER, BOOKED, MEETING, Room, of, review_on, room
from tests.integration.protection.plans import CONFERENCE, record
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

REVIEWED = wall(2027, 2, 26, 10, 0)
ENDS = {"voice": "Noor says she is happy.", "reasons": "The harm that led to it is over."}


def review(here: Room, **decided: str) -> dict[str, str]:
    """Answers to a review: everyone was there."""
    return {
        **typed_at("happened_at", REVIEWED),
        "people-0-came": "there",
        "people-1-came": "apologies",
        **of(here.child(), **{**ENDS, **decided}),
    }


@requirement("GLOS-4.3", "GLOS-4.4", "GLOS-3.11")
def test_gloucestershires_team_books_invites_and_records_with_what_its_document_asks(
    authority: Callable[..., None],
) -> None:
    authority("gloucestershire")
    here = Room(leads="conference_team")
    record(here.children(), "strategy_discussion", "section_47", MEETING, "referral_and_assessment_team")
    last = wall(2026, 11, 12, 10, 0)
    record(here.children(), "strategy_discussion", "continued_risk", last, "children_and_families_team")
    with at(BOOKED, here.chair, f"/children/{here.child().pk}/conference/initial/") as browser:
        assert "3 December 2026" in browser.said, "counted from the last discussion"
        booking = signed(browser, here.booking(wall(2026, 11, 30, 11, 0), browser))
    assert booking.events.get().outcome == "invited"
    assert Duty.objects.get(rule="initial_conference.invite").met_at == BOOKED
    with room(booking, here.chair) as browser:
        people = {
            name: "there" for name in browser.asks() if name.startswith("people-") and name.endswith("-came")
        }
        answers = {
            "point_professionals": "All but the GP",
            "point_children": "Noor's wishes were read out",
            **people,
        }
        child = of(here.child(), decision="plan", voice="She likes school", reasons="Harm is likely")
        signed(browser, {**answers, **child})
    assert Event.objects.get(step="initial_conference", outcome="plan")
    first = Duty.objects.get(rule="review_conference.first")
    assert first.due_at
    assert london_date(first.due_at) == date(2027, 2, 28)


@requirement("GLOS-6.1", "GLOS-6.2", "GLOS-6.3", "GLOS-6.4")
def test_gloucestershires_review_ends_a_plan_for_a_reason_and_does_not_continue_it_without_harm(
    authority: Callable[..., None],
) -> None:
    authority("gloucestershire")
    here = Room(leads="conference_team")
    here.happens("strategy_discussion", "section_47", MEETING, "referral_and_assessment_team")
    here.happens("section_47", "conference", wall(2026, 11, 20, 15, 0), "children_and_families_team")
    record(here.children(), "initial_conference", "plan", CONFERENCE, "conference_team")
    booking = here.book(when=wall(2027, 2, 1, 9, 0), held=REVIEWED, step="review_conference")
    with room(booking, here.chair, wall(2027, 2, 26, 12, 0)) as browser:
        browser.send(review(here, decision="plan_continues", significant_harm="no"))
        assert browser.status == 409
        assert "neither actual harm nor likely significant harm" in browser.said
        browser.send(of(here.child(), decision="plan_ends"))
        assert browser.status == 422
        assert "why is it no longer needed" in " ".join(words for words, _ in browser.errors)
        reasons = [
            one.get("value")
            for one in browser.tree.iter("input")
            if (one.get("name") or "").endswith("why_plan_ends") and one.get("value")
        ]
        assert len(reasons) == 3
        signed(browser, of(here.child(), why_plan_ends=reasons[0]))
    assert Event.objects.get(step="review_conference").facts["why_plan_ends"] == [reasons[0]]


@requirement("HSSCP-14.1", "HSSCP-14.3", "HSSCP-14.4", "HSSCP-14.5", "HSSCP-14.6")
def test_wc7_a_review_continues_the_plan_and_sets_the_next_within_six_months(
    authority: Callable[..., None],
) -> None:
    authority("hartlepool-stockton")
    here = Room()
    here.enquiry()
    record(here.children(), "initial_conference", "plan", CONFERENCE, "chair")
    with at(wall(2027, 2, 1, 9, 0), here.chair, f"/children/{here.child().pk}/conference/review/") as browser:
        assert "28 February 2027" in browser.said
        browser.send(here.booking(wall(2027, 3, 1, 10, 0), browser))
        assert browser.status == 422, "F: a review on 1 March 2027"
        assert "28 February 2027 is the last day" in browser.said
    booking = here.book(when=wall(2027, 2, 1, 9, 0), held=REVIEWED, step="review_conference")
    with room(booking, here.chair, wall(2027, 2, 26, 12, 0)) as browser:
        assert "The plan so far, with core groups and visits" in browser.said
        said = {"decision": "plan_changed", "significant_harm": "yes", "progress": "She has gained weight."}
        browser.send(review(here, **said))
        missing = " ".join(words for words, _ in browser.errors)
        assert "next review conference" in missing
        assert "What changes in the plan?" in missing
        browser.send({"changes": "Weekly visits instead of daily ones.", **review_on(27, 8, 2027)})
        assert "26 August 2027 is the last day" in browser.said
        signed(browser, review_on(26, 8, 2027))
    outcomes = {event.outcome for event in newest("review_conference").events.all()}
    assert outcomes == {"plan_changed", "next_date_set"}
    due = Duty.objects.get(rule="review_conference.next")
    assert due.due_at
    assert london_date(due.due_at) == date(2027, 8, 26)  # D7
    assert Duty.objects.get(rule="review_conference.set_next_date").met_at


def test_a_conference_that_was_not_booked_has_no_room(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    here = Room()
    here.enquiry()
    booking = here.book()
    with at(AFTER, here.chair, f"/conferences/{booking.pk}/room/") as browser:
        assert browser.path == f"/conferences/{booking.pk}/", "nobody has opened it yet"
    with at(AFTER, here.chair, f"/conferences/{here.contact.pk}/") as browser:
        assert browser.status == 404
    with at(AFTER, here.chair, f"/children/{here.child().pk}/conference/review/book/") as browser:
        typed = browser.fields()
        assert typed["chair"] == [str(here.chair.pk)], "as it was the last time"
        assert [typed[f"invited-{row}-name"] for row in (0, 1)] == [["Amal Haddad"], ["Dilys Lead"]]


@requirement("HUB-6.2")
def test_the_list_says_who_must_not_see_the_child_and_no_paper_tells_a_safe_address(
    authority: Callable[..., None],
) -> None:
    authority("hartlepool-stockton")
    here = Room()
    here.enquiry()
    mother = Person.objects.get(given="Amal").subject
    told = {"stated_by": here.contact, "subject": here.child()}
    Circumstance.objects.create(
        id=uuid4(), kind="must_not_see", name="Karl Bates", words="no contact until 3 May", **told
    )
    safe = {"lines": "9 Hidden Row", "postcode": "TS26 8AA", "current": True, "safe": True}
    Address.objects.create(id=uuid4(), stated_by=here.contact, subject=mother, **safe)
    page = f"/children/{here.child().pk}/conference/initial/"
    with at(BOOKED, here.chair, page) as browser:
        assert "Karl Bates must not see the child: no contact until 3 May" in browser.said
        assert "Amal Haddad lives at an address that must stay safe" in browser.said
        assert "Hidden Row" not in browser.text
        booking = signed(browser, here.booking(wall(2026, 11, 30, 11, 0), browser))
    for paper in (conferencepapers.invitation(booking, AFTER), conferencepapers.agenda(booking, AFTER)):
        assert "Hidden Row" not in " ".join(fact.text for fact in paper.facts())
    assert "Hidden Row" not in str(booking.payload)
    out = {"invited-1-invite": "keep_out", "invited-1-why": ""}
    with at(BOOKED, here.chair, f"/conferences/{booking.pk}/change/") as browser:
        browser.send(out)
        assert browser.status == 422, "whoever is kept out is kept out for a reason"
