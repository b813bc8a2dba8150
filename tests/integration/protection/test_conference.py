"""A conference from its booking to its decision, through the pages; WC7 for the Hub of two councils."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from goldthread.documents.papers import Paper
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Episode, Event
from goldthread.protection import conferencepapers
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import wall
from tests.integration.protection.conferences import (
    AFTER,
    BOOKED,
    HELD,
    NOOR,
    PLAN,
    SAMI,
    Room,
    held,
    no_plan_for,
    plan_for,
    review_on,
    room,
    signed_conference,
)
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


# What a plan at the Hub cannot be signed without: as an error says it, and as the list beside the page does.
NEEDED = {
    "lead social worker": "lead social worker",
    "at least one member": "Who belongs to the core group?",
    "core group first meet": "core group first meet",
    "if actions are not done": "if actions are not done",
    "next review conference": "next review conference",
    "call for an earlier one": "call for an earlier one",
    "at least one worry": "What are we worried about?",
    "at least one action": "What will be done",
}


@pytest.fixture
def hub(authority: Callable[..., None]) -> Callable[..., Room]:
    """A family at the Hub, with an enquiry behind it."""

    def begin(*children: dict[str, str]) -> Room:
        authority("hartlepool-stockton")
        here = Room(*children)
        here.enquiry()
        return here

    return begin


@requirement("HSSCP-11.1", "HSSCP-11.2", "HUB-6.1", "HUB-6.2")
def test_wc7_a_conference_is_booked_against_its_clock_with_those_whom_the_record_knows(
    hub: Callable[..., Room],
) -> None:
    here = hub()
    with at(BOOKED, here.chair, f"/children/{here.child().pk}/conference/initial/") as browser:
        assert browser.status == 200, browser.said
        assert "30 November" in browser.said, "the last day: D1"
        assert "23 November" in browser.said, "the usual one: D1a"
        typed = browser.fields()
        names = {text for name, texts in typed.items() for text in texts if name.startswith("invited-")}
        assert {"Noor Haddad", "Amal Haddad", "Dilys Lead", "Alderbrook Primary"} <= names
        assert "parental responsibility" in browser.said
        browser.send(here.booking(wall(2026, 12, 1, 11, 0), browser))
        assert browser.status == 422, "a day late: it may be, if it is said why"
        assert "Say why it is held later" in browser.said
        booking = signed(browser, here.booking(HELD, browser))
    assert booking.payload["chair_name"] == "Cara Chair"
    with at(BOOKED, here.chair, f"/conferences/{booking.pk}/") as browser:
        assert "Go into the room" in browser.said
        assert "Amal Haddad" in browser.said


@requirement("HSSCP-11.3", "HSSCP-11.4", "HSSCP-11.5", "HSSCP-11.7", "HSSCP-11.8", "HUB-6.3")
@requirement("HSSCP-11.13", "HSSCP-11.14", "HSSCP-11.15", "HSSCP-11.16", "HSSCP-11.17", "HSSCP-14.2")
def test_wc7_a_plan_is_signed_only_with_all_that_it_needs_and_the_page_says_what_is_missing(
    hub: Callable[..., Room],
) -> None:
    here = hub()
    booking = here.book()
    with room(booking, here.chair) as browser:
        assert browser.status == 200, browser.said
        browser.send(held(browser, **plan_for(here.child())))
        assert browser.status == 422
        missing = " ".join(words for words, _ in browser.errors)
        beside = browser.said.partition("Still missing before it can be signed: 8")[2]
        for words, label in NEEDED.items():
            assert words in missing, words
            assert label in beside, label
        assert not Event.objects.filter(step="initial_conference").exists()
        lead = {"worker": str(here.worker.pk)}
        browser.send({**PLAN, **lead, **review_on(1, 3, 2027)})
        assert browser.status == 422, "F: a review on 1 March is refused"
        assert "28 February 2027 is the last day" in browser.said
        signed(browser, review_on(26, 2, 2027))
    _all_of_it_stands(here)


def _all_of_it_stands(here: Room) -> None:
    """Each thing that the plan needed is an outcome of its own, and meets what was owed."""
    conference = signed_conference()
    assert {event.outcome for event in conference.events.all()} == {
        "child_not_there",
        "plan",
        "lead_allocated",
        "core_group_named",
        "contingency_agreed",
        "review_date_set",
    }
    plan = conference.events.get(outcome="plan")
    assert plan.facts == {"plan_criterion": "harm_shown", "category": ["physical", "neglect"]}
    assert Event.objects.filter(step="child_protection_plan", outcome="outlined").exists()
    rules = {
        "hold",
        "allocate_lead",
        "name_core_group",
        "outline_plan",
        "agree_contingency",
        "set_review_date",
    }
    for rule in rules | {"consider_plan", "hear_child"}:
        met = Duty.objects.get(rule=f"initial_conference.{rule}").met_at
        assert met is not None, rule
        assert abs(met - HELD) < timedelta(seconds=1), rule
    assert not Duty.objects.filter(
        rule__in=["initial_conference.name_criterion", "initial_conference.name_category"]
    )
    first = Duty.objects.get(rule="core_group.first")
    assert first.due_at
    assert london_date(first.due_at) == date(2026, 12, 14)  # D2
    assert Episode.objects.get(subject=here.child()).worker == here.worker


@requirement("HSSCP-11.9", "HSSCP-11.10", "HSSCP-11.11", "HSSCP-11.19", "HSSCP-11.20")
def test_siblings_share_a_conference_and_each_has_a_decision_of_their_own(hub: Callable[..., Room]) -> None:
    here = hub(NOOR, SAMI)
    noor, sami = here.child("Noor"), here.child("Sami")
    booking = here.book()
    with room(booking, here.chair) as browser:
        answers = {**plan_for(noor), **no_plan_for(sami), **PLAN, **review_on(26, 2, 2027)}
        signed(browser, {**held(browser, **answers), "worker": str(here.worker.pk)})
    conference = signed_conference()
    of_sami = {event.outcome: event.facts for event in conference.events.filter(episode__subject=sami)}
    assert of_sami == {"child_stays": {"child_wishes_to_stay": True}, "no_plan": {}}
    assert conference.parts.get(subject=sami).payload["future_help"] == "A group for young carers."
    assert not Duty.objects.filter(episode__subject=sami, rule="core_group.first").exists()
    assert Duty.objects.filter(episode__subject=sami, rule="child_in_need_plan.draw_up").exists()
    assert Duty.objects.filter(episode__subject=noor, rule="core_group.first").exists()
    assert "Sami says that home" not in str(conference.parts.get(subject=noor).payload)


@requirement("HSSCP-11.9")
def test_only_the_chair_signs_and_whoever_takes_the_minutes_keeps_what_they_wrote(
    hub: Callable[..., Room],
) -> None:
    here = hub()
    booking = here.book()
    with room(booking, here.clerk) as browser:
        assert "Cara Chair signs this" in browser.said
        browser.send(held(browser, **plan_for(here.child())))
        assert browser.status == 200
    with room(booking, here.chair) as browser:
        assert "She is frightened on Mondays." in browser.text
        assert "Nell Minutes can write here too" in browser.said
    with at(AFTER, here.worker, f"/conferences/{booking.pk}/room/") as browser:
        assert browser.status == 403
        assert "Cara Chair and Nell Minutes write in this room" in browser.said


@requirement("HSSCP-11.4", "HSSCP-11.15", "HSSCP-11.16")
def test_minutes_decisions_and_invitation_come_from_what_was_recorded(hub: Callable[..., Room]) -> None:
    here = hub()
    booking = here.book()
    assert _words(conferencepapers.invitation(booking, BOOKED)).isdisjoint(
        {"Dilys Lead", "Alderbrook Primary"}
    )
    assert "Dilys Lead" in _words(conferencepapers.agenda(booking, BOOKED))
    with room(booking, here.chair) as browser:
        answers = {**plan_for(here.child()), **PLAN, **review_on(26, 2, 2027), "worker": str(here.worker.pk)}
        signed(browser, held(browser, **answers))
    minutes = conferencepapers.minutes(signed_conference(), AFTER)
    words = _words(minutes)
    assert {"She is frightened on Mondays.", "See Noor every week at nursery", "Sal Worker", "Neglect"} <= {
        *words,
        *(part for text in words for part in text.split("; ")),
    }
    assert [each.name for each in minutes.meant_for] == ["Amal Haddad", "Dilys Lead"]
    of_noor = [fact for fact in minutes.facts() if fact.about == frozenset({here.child().pk})]
    assert of_noor, "what is about one child is told from what is about all"
    assert "We meet within a day if Noor is taken from her aunt." in _words(
        conferencepapers.decisions(signed_conference(), AFTER)
    )


def _words(paper: Paper) -> set[str]:
    return {fact.text for fact in paper.facts()}
