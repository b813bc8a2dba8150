"""Worked case WC7, whole: every step through the page of whoever takes it; D, R and F lines by name."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Entry, Episode, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, filed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.protection.conferences import HELD, PLAN, Room, held, of, plan_for, review_on, room
from tests.integration.protection.strategies import HUB_POINTS, MONDAY, address, each, there
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
ENQUIRED, BOOKED = wall(2026, 11, 20, 15, 0), wall(2026, 11, 23, 9, 0)
FIRST, SECOND = wall(2026, 12, 10, 10, 0), wall(2027, 1, 8, 10, 0)
REVIEW = wall(2027, 2, 26, 10, 0)
HARM = {"significant_harm": "yes", "suspected_crime": "no", "why": "Bruises that nobody explains."}
OWN = {
    "worries-0-worry_own": "You were hurt, and nobody could say how.",
    "worries-0-better_own": "You will feel safe at home.",
    "worries-0-change": "Nobody hurts Noor, and an adult whom we trust is there, by 31 January",
    "worries-0-change_own": "A grown-up will be with you.",
    "actions-0-own": "Sal will come to see you every week.",
    "actions-0-who_role": "social worker",
    "actions-0-know": "Noor says how the week was",
    "not_working": "We meet within a day.",
    "not_working_own": "If it does not get better, we will talk about what to do next.",
}
NEEDED = {
    "lead social worker",
    "at least one member",  # of the core group
    "core group first meet",
    "at least one worry",  # of the outline plan
    "at least one action",
    "if actions are not done",  # the contingency plan
    "next review conference",
    "call for an earlier one",
}


def due(rule: str) -> list[date]:
    """The days on which duties of that rule are or were due."""
    rows = Duty.objects.filter(rule=rule, due_at__isnull=False)
    return sorted(london_date(row.due_at) for row in rows if row.due_at)


def met(rule: str) -> list[date]:
    """The days on which they were met."""
    return sorted(london_date(row.met_at) for row in Duty.objects.filter(rule=rule) if row.met_at)


def day(name: str, when: datetime) -> dict[str, str]:
    """A day as it is typed."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


@requirement("HSSCP-11.1", "HSSCP-11.2", "HSSCP-13.1", "HSSCP-13.2", "HUB-7.2", "HSSCP-13.9", "HSSCP-14.1")
@requirement("HSSCP-11.13", "HSSCP-11.14", "HSSCP-11.15", "HSSCP-11.16", "HSSCP-11.17", "HSSCP-14.2")
@requirement("HSSCP-12.1", "HSSCP-13.8", "HSSCP-14.3", "HSSCP-14.4", "HSSCP-14.6")
def test_wc7_from_the_strategy_meeting_to_the_review(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    here = Room()
    here.worker = make.user("social_worker", "lead_social_worker", name="Lena Lead")
    _meeting_and_enquiry(here)
    _conference(here)
    _plan(here)
    _first_core_group(here)
    _second_core_group(here)
    _review(here)


def _meeting_and_enquiry(here: Room) -> None:
    """Mon 9 Nov: social worker, team manager, police and health start section 47."""
    with at(MONDAY, here.worker, address(here.child())) as browser:
        health = {"people-4-part": "health_professional", "people-4-name": "Hana Visitor"}
        people = there(browser, police="Di Constable", team_manager="Tam Teamlead")
        said = {**typed_at("happened_at", MONDAY), "how": "in_person", **HUB_POINTS, **each(browser, **HARM)}
        came = {
            **people,
            **health,
            "people-4-came": "there",
            "people-3-came": "apologies",
            "outcome": "section_47",
        }
        filed(browser, {**said, **came})
    meeting = newest("strategy_meeting")
    attended = meeting.events.get(outcome="section_47").facts["attended"]
    assert set(attended) == {"social_worker", "team_manager", "police", "health"}
    assert due("initial_conference.hold") == [date(2026, 11, 30)]  # D1
    usual = Duty.objects.get(rule="initial_conference.hold").usual_at
    assert usual is not None
    assert london_date(usual) == date(2026, 11, 23)  # D1a
    with at(ENQUIRED, here.worker, f"/children/{here.child().pk}/enquiry/") as browser:
        found = {"findings": "The bruises were made by a belt.", "enquirer": "Lena Lead"}
        decided = each(browser, outcome="conference", why_significant="A child of four is not marked so.")
        filed(browser, {**typed_at("happened_at", ENQUIRED), **found, **decided, "outcome": "conference"})


def _conference(here: Room) -> None:
    """Mon 30 Nov: booked on its last day and held; a plan, and nothing that it needs is left out."""
    child = here.child()
    with at(BOOKED, here.chair, f"/children/{child.pk}/conference/initial/") as browser:
        assert "30 November" in browser.said
        assert "23 November" in browser.said
        filed(browser, here.booking(HELD, browser))
    booking = newest("conference_booking")
    with room(booking, here.chair, HELD) as browser:
        assert "overdue" not in browser.said.lower(), "D1a: the tenth day has passed, and nothing is late"
        browser.send(held(browser, **plan_for(child)))
        assert browser.status == 422
        missing = " ".join(words for words, _ in browser.errors)
        assert {words for words in NEEDED if words in missing} == NEEDED  # R: 11.13 to 11.17
        assert not Event.objects.filter(outcome="plan").exists(), "F: no plan without the date of its review"
        browser.send({**PLAN, "worker": str(here.worker.pk), **review_on(1, 3, 2027)})
        assert browser.status == 422, "F and A: not on Monday 1 March, which is 91 days on"
        assert "28 February 2027 is the last day" in browser.said
        filed(browser, review_on(26, 2, 2027))
    conference = newest("initial_conference")
    hold = Duty.objects.get(rule="initial_conference.hold")
    assert met("initial_conference.hold") == [date(2026, 11, 30)], "D1: met on the last day"
    assert hold.met_at
    assert hold.due_at
    assert hold.met_at <= hold.due_at
    assert Episode.objects.get(subject=child).worker == here.worker  # R: a lead social worker
    outcomes = {event.outcome for event in conference.events.all()}
    assert {"plan", "lead_allocated", "core_group_named", "contingency_agreed", "review_date_set"} <= outcomes
    set_ = conference.events.get(outcome="review_date_set").facts
    assert set_["next_review"] == "2027-02-26"
    assert set_["earlier_review_triggers"] == PLAN["earlier_review_triggers"]
    assert conference.events.get(outcome="core_group_named").facts["first_core_group"] == "2026-12-10"
    assert due("core_group.first") == [date(2026, 12, 14)]  # D2
    assert due("review_conference.first") == [date(2027, 2, 28)]  # D5; F: a Sunday, and not moved


def _plan(here: Room) -> None:
    """R: the plan answers what is asked, a child of eight can read it, and each action has who and when."""
    page = f"/children/{here.child().pk}/plan/"
    with at(wall(2026, 12, 1, 9, 0), here.worker, f"{page}write/") as browser:
        assert browser.fields()["worries-0-worry"] == [PLAN["worries-0-worry"]], "outlined by the conference"
        own = {**OWN, **each(browser, identity="Arabic at home", child_view="I want my own bed.")}
        hard = {"actions-0-own": "The core group will monitor engagement.", "actions-0-who": ""}
        browser.send({**own, **hard, **dict.fromkeys(day("actions-0-by_when", FIRST), "")})
        assert [href for _, href in browser.errors] == ["#actions-0-who", "#actions-0-by_when-day"]
        assert "try “keep checking”" in browser.said, "hard words, with plainer ones"
        again = {"actions-0-who": "Lena Lead", **day("actions-0-by_when", FIRST)}
        filed(browser, {**again, "actions-0-own": OWN["actions-0-own"]})
        browser.go(f"{page}own/")
        assert OWN["actions-0-own"] in browser.said
        assert OWN["worries-0-better_own"] in browser.said
    assert met("child_protection_plan.answer"), "12.4 to 12.9"
    assert met("child_protection_plan.write_for_child")
    assert met("child_protection_plan.name_person_and_time")


def _meet(here: Room, when: datetime, following: datetime) -> Entry:
    """The core group meets, and the lead social worker records it."""
    with at(when, here.worker, f"/children/{here.child().pk}/core-group/meet/") as browser:
        rows = [name for name, text in browser.fields().items() if name.endswith("-name") and text != [""]]
        came = {name.replace("-name", "-came"): "there" for name in rows if name.startswith("people-")}
        filed(browser, {**came, **typed_at("happened_at", when), **day("next_core_group", following)})
    return newest("core_group_meeting")


def _minuted(here: Room, meeting: Entry, when: datetime) -> None:
    """R: the social worker minutes every core group, and circulates them."""
    with at(when, here.worker, f"/core-groups/{meeting.pk}/minutes/") as browser:
        filed(browser, {"outcome": "minutes_circulated", "left_out": "By hand, on paper"})


def _first_core_group(here: Room) -> None:
    """Thu 10 Dec; the next is fixed for Fri 8 Jan."""
    meeting = _meet(here, FIRST, SECOND)
    assert met("core_group.first") == [date(2026, 12, 10)], "D2: met"
    assert due("core_group.next_monthly") == [date(2027, 1, 10)]  # D3, a Sunday
    assert due("core_group.next_six_weekly") == [date(2027, 1, 21)]  # D3
    assert due("core_group.circulate_minutes") == [date(2026, 12, 25)]  # D4
    with at(FIRST, here.worker, f"/children/{here.child().pk}/core-group/") as browser:
        assert "25 December 2026" in browser.said, "F: Christmas Day, and not moved"
        assert "the last working day before it is 24 December 2026" in browser.said
        browser.go(f"/children/{here.child().pk}/steps/review_conference/")
        assert browser.status == 403, "F: the plan is not ended at a core group"
        assert "Only a review conference decides that" in browser.said
    _minuted(here, meeting, wall(2026, 12, 24, 16, 0))
    assert met("core_group.circulate_minutes") == [date(2026, 12, 24)]
    assert met("core_group.write_minutes") == [date(2026, 12, 24)]


def _second_core_group(here: Room) -> None:
    """Fri 8 Jan: both clocks were kept, and both begin anew."""
    meeting = _meet(here, SECOND, wall(2027, 2, 5, 10, 0))
    assert met("core_group.next_monthly") == met("core_group.next_six_weekly") == [date(2027, 1, 8)]  # D3
    assert due("core_group.next_monthly") == [date(2027, 1, 10), date(2027, 2, 8)]  # D6
    assert due("core_group.next_six_weekly") == [date(2027, 1, 21), date(2027, 2, 19)]  # D6
    _minuted(here, meeting, wall(2027, 1, 20, 16, 0))
    assert met("core_group.write_minutes") == [date(2026, 12, 24), date(2027, 1, 20)], "R: of every one"


def _review(here: Room) -> None:
    """Fri 26 Feb: the plan goes on, and the next review is within six months."""
    child = here.child()
    with at(wall(2027, 2, 1, 9, 0), here.chair, f"/children/{child.pk}/conference/review/") as browser:
        browser.send(here.booking(wall(2027, 3, 1, 10, 0), browser))
        assert browser.status == 422, "F: booked for Monday 1 March 2027"
        assert "28 February 2027 is the last day" in browser.said
        filed(browser, here.booking(REVIEW, browser))
    booking = newest("conference_booking")
    assert due("review_conference.first") == [date(2027, 2, 28)], "F: D5 is still not moved"
    with room(booking, here.chair, REVIEW) as browser:
        said = of(
            child,
            decision="plan_continues",
            significant_harm="yes",
            progress="She sleeps.",
            voice="Safer.",
            reasons="Not yet.",
        )
        people = {name: "there" for name in browser.asks() if name.endswith("-came")}
        filed(browser, {**typed_at("happened_at", REVIEW), **people, **said, **review_on(26, 8, 2027)})
    assert met("review_conference.first") == [date(2027, 2, 26)], "D5: met"
    assert due("review_conference.next") == [date(2027, 8, 26)]  # D7
    assert {event.outcome for event in newest("review_conference").events.all()} >= {
        "plan_continues",
        "next_date_set",
    }
