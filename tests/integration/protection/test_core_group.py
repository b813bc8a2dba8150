"""Core groups through their pages: worked case WC7, both clocks, members, tasks, minutes, reviews."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from goldthread.accounts.models import User
from goldthread.documents.copies import copy_for
from goldthread.documents.dispatching import Addressed, send_paper
from goldthread.documents.papers import papers_for
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Entry, Subject
from goldthread.people.identity import identity
from goldthread.protection import planreview
from tests import factories as make
from tests.integration.frontdoor.by_pack import at
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.plans import GLOUCESTERSHIRE, NOOR, OUTLINE, SAMI, on_plan, outlined, record
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
FIRST, SECOND = wall(2026, 12, 10, 10, 0), wall(2027, 1, 8, 10, 0)
CAME = {"people-0-came": "there", "people-1-came": "apologies", "people-2-came": "there"}
NEXT = {"next_core_group-day": "8", "next_core_group-month": "1", "next_core_group-year": "2027"}


@pytest.fixture(autouse=True)
def _hub(authority: Callable[..., None]) -> None:
    """The procedure of Hartlepool and Stockton, unless a test says otherwise."""
    authority("hartlepool-stockton")


@pytest.fixture
def worker() -> User:
    """The lead social worker."""
    return make.user("lead_social_worker", name="Sal Worker")


def meet(child: Subject, who: User, when: datetime, **said: str) -> PlainBrowser:
    """The group meets, and somebody records it."""
    with at(when, who, f"/children/{child.pk}/core-group/meet/") as browser:
        assert browser.status == 200, browser.said
        return browser.send({**CAME, **NEXT, **typed_at("happened_at", when), **said})


def due(rule: str, *, met: bool = False) -> list[date]:
    """The days on which duties of that rule are or were due."""
    rows = Duty.objects.filter(rule=rule, met_at__isnull=not met)
    return sorted(london_date(row.due_at) for row in rows if row.due_at)


@requirement(
    "HUB-7.1", "HUB-7.2", "HUB-7.4", "HSSCP-13.1", "HSSCP-13.2", "HSSCP-13.4", "HSSCP-13.8", "HSSCP-13.9"
)
def test_wc7_core_groups_with_both_clocks_and_minutes_counted_backwards(worker: User) -> None:
    child = outlined()[0]
    assert due("core_group.first") == [date(2026, 12, 14)]  # D2
    with at(FIRST, worker, f"/children/{child.pk}/core-group/meet/") as browser:
        assert browser.fields()["people-1-name"] == ["Hana Visitor"], "members come from the conference"
        assert "Weekly shop with the family support worker (Ms Alder)" in browser.said, (
            "actions from the plan"
        )
    browser = meet(
        child, worker, FIRST, **{"progress-0-state": "on_track", "progress-0-note": "Twice so far"}
    )
    assert browser.status == 200, browser.errors
    assert due("core_group.first", met=True) == [date(2026, 12, 14)]
    assert due("core_group.next_monthly") == [date(2027, 1, 10)]  # D3
    assert due("core_group.next_six_weekly") == [date(2027, 1, 21)]
    assert due("core_group.circulate_minutes") == [date(2026, 12, 25)]  # D4: not moved
    with at(FIRST, worker, f"/children/{child.pk}/core-group/") as browser:
        assert "Hold the next core group, at least monthly" in browser.said
        assert "Hold the next core group, at most six weeks on" in browser.said
        assert "the last working day before it is 24 December 2026" in browser.said
        assert "Hana Visitor, health visitor, Health Trust: sent apologies" in browser.said
        browser.go(f"/children/{child.pk}/plan/")
        assert "10 December 2026: Going as agreed Twice so far" in browser.said
    minutes = wall(2026, 12, 18, 16, 0)
    meeting = newest("core_group_meeting")
    with at(minutes, worker, f"/core-groups/{meeting.pk}/minutes/") as browser:
        assert "Hana Visitor, health visitor, Health Trust" in browser.said, "everyone who is to have them"
        browser.send({"outcome": "minutes_circulated", "left_out": "Ms Alder: no address; by hand on Monday"})
        assert browser.status == 200, browser.errors
    assert Duty.objects.get(rule="core_group.circulate_minutes").met_at == minutes
    meet(child, worker, SECOND, **{"next_core_group-day": "5", "next_core_group-month": "2"})
    assert due("core_group.next_monthly") == [date(2027, 2, 8)]  # D6
    assert due("core_group.next_six_weekly") == [date(2027, 2, 19)]
    assert not Duty.objects.filter(rule="review_conference.first", met_at__isnull=False).exists()
    assert due("review_conference.first") == [date(2027, 2, 28)]  # D5: not moved


@requirement("HSSCP-13.5", "HSSCP-13.6", "HSSCP-13.7")
def test_members_change_tasks_fit_roles_and_an_earlier_conference_is_recommended(worker: User) -> None:
    child = outlined()[0]
    browser = meet(
        child,
        worker,
        FIRST,
        **{
            "membership": "The nursery joins",
            "what_must_change": "A shop for each weekend, too",
            "members-3-name": "Tia Teacher",
            "members-3-role": "nursery teacher",
            "recommend_earlier": "yes",
            "recommend_why": "Ms Alder has stopped opening the door",
            "tasks-0-what": "Weigh Noor",
            "tasks-0-who": "Hana Visitor",
            "tasks-0-by_when": "2026-12-17",
            "tasks-1-what": "Mend the boiler",
            "tasks-1-who": "Bob Landlord",
            "tasks-1-by_when": "2026-12-17",
        },
    )
    assert browser.status == 200, browser.errors
    meeting = newest("core_group_meeting")
    outcomes = [f"{one.step}.{one.outcome}" for one in meeting.events.all()]
    assert sorted(outcomes) == [
        "core_group.earlier_conference_recommended",
        "core_group.held",
        "core_group.membership_changed",
    ]
    assert Duty.objects.get(rule="core_group.act_on_recommendation").met_at is None
    with at(FIRST, worker, f"/core-groups/{meeting.pk}/") as browser:
        assert "Weigh Noor: Hana Visitor, health visitor" in browser.said
        assert "Bob Landlord, by 17 December 2026 Not in the core group: whose task is it?" in browser.said
        assert "Yes: Ms Alder has stopped opening the door" in browser.said
        browser.go(f"/children/{child.pk}/plan/write/")
        assert "Core group, 10 December 2026: A shop for each weekend, too" in browser.said
        browser.go(f"/children/{child.pk}/core-group/meet/")
        assert browser.fields()["people-3-name"] == ["Tia Teacher"]


@requirement("HSSCP-14.6")
def test_a_core_group_cannot_end_the_plan(worker: User) -> None:
    child = outlined()[0]
    with at(SECOND, worker, f"/children/{child.pk}/steps/review_conference/") as browser:
        assert browser.status == 403
        assert "Only a review conference decides that" in browser.said


@requirement("HSSCP-13.4", "HSSCP-14.3", "HSSCP-14.5", "HUB-7.3")
def test_a_review_sees_progress_meetings_and_what_came_late(worker: User) -> None:
    child = outlined()[0]
    meet(child, worker, FIRST, **{"progress-0-state": "slow"})
    meet(child, worker, SECOND, **{"progress-0-state": "done", "next_core_group-month": "2"})
    review = planreview.for_review(identity([child.pk]), wall(2027, 2, 26, 9, 0))
    assert review.since == "30 November 2026"
    assert [[words for _, words, _, _ in one.progress] for one in review.actions] == [
        ["Done", "Slower than agreed"],
        [],
    ]
    assert [one.day for one in review.held] == ["10 December 2026", "8 January 2027"]
    assert {duty.title for duty in review.late} >= {
        "Hold the next core group, at least monthly",
        "Hold the next core group, at most six weeks on",
        "Circulate the minutes to every member, two weeks before the next core group",
    }
    with at(wall(2027, 2, 26, 9, 0), worker, f"/children/{child.pk}/plan/review/") as browser:
        assert "Core groups held: 2" in browser.said
        assert "Late or missed" in browser.said
    record([child], "review_conference", "plan_continues", wall(2027, 2, 26, 10, 0), "chair")
    assert due("review_conference.next") == [date(2027, 8, 26)]  # D7
    after = planreview.for_review(identity([child.pk]), wall(2027, 3, 1, 9, 0))
    assert after.held == ()
    assert after.since == "26 February 2027"


def test_one_meeting_about_brothers_and_sisters_is_one_entry(worker: User) -> None:
    noor, sami = outlined(NOOR, SAMI)
    views = {
        f"child-{noor.pk}-child_view": "Sleeps better.",
        f"child-{sami.pk}-child_view": "Wants his bike.",
    }
    assert meet(noor, worker, FIRST, **views).status == 200
    meeting = newest("core_group_meeting")
    assert {part.subject: part.payload["child_view"] for part in meeting.parts.all()} == {
        noor: "Sleeps better.",
        sami: "Wants his bike.",
    }
    with at(FIRST, worker, f"/children/{sami.pk}/core-group/") as browser:
        assert "10 December 2026" in browser.said


@requirement("GLOS-5.1", "GLOS-5.2")
def test_in_gloucestershire_the_key_worker_leads_it_and_no_interval_is_invented(
    authority: Callable[..., None],
) -> None:
    authority("gloucestershire")
    case = on_plan(GLOUCESTERSHIRE)
    with at(FIRST, make.user("social_worker"), f"/children/{case[0].pk}/core-group/meet/") as browser:
        assert browser.status == 403
        assert "Key Worker" in browser.said
    who = {"people-0-name": "Kit Keyworker", "people-1-came": "", "people-2-came": ""}
    browser = meet(case[0], make.user("key_worker", name="Kit Keyworker"), FIRST, **who)
    assert browser.status == 200, browser.errors
    held = Entry.objects.get(kind="core_group_meeting")
    assert [f"{one.step}.{one.outcome}" for one in held.events.all()] == ["core_group.held"]
    assert not Duty.objects.filter(rule__startswith="core_group.", due_at__isnull=False).exists()


@requirement("HSSCP-13.8", "HSSCP-13.9", "HSSCP-12.1")
def test_minutes_and_both_plans_are_papers_made_of_what_was_recorded(worker: User) -> None:
    child = outlined()[0]
    plan = newest("protection_plan")
    ours, own = (papers_for(plan)[kind].make(plan, FIRST) for kind in ("protection_plan", "own_plan"))
    assert OUTLINE["worries"][0]["worry"] in {fact.text for fact in ours.facts()}
    rows = [OUTLINE, *OUTLINE["worries"], *OUTLINE["actions"]]
    words = {text for row in rows for name, text in row.items() if name.endswith("own")}
    assert {fact.text for fact in own.facts()} == words, "the child's words, all of them, and none of ours"
    meet(child, worker, FIRST, **{"progress-0-state": "slow"})
    meeting = newest("core_group_meeting")
    minutes = papers_for(meeting)["core_group_minutes"].make(meeting, FIRST)
    assert {"Slower than agreed", "Sent apologies", "8 January 2027"} <= {
        fact.text for fact in minutes.facts()
    }
    assert [(one.name, one.email) for one in minutes.meant_for] == [
        ("Sal Worker", "sal@example.org"),
        ("Hana Visitor", "hana@example.org"),
        ("Ms Alder", ""),
    ]


@requirement("HSSCP-13.9")
def test_a_member_to_whom_no_minutes_went_is_named(worker: User) -> None:
    child = outlined()[0]
    meet(child, worker, FIRST)
    meeting = newest("core_group_meeting")
    minutes, sent_at = (
        papers_for(meeting)["core_group_minutes"].make(meeting, FIRST),
        wall(2026, 12, 18, 16, 0),
    )
    to = [one for one in minutes.meant_for if one.email]
    send_paper(
        by=make.author("lead_social_worker", worker),
        at=sent_at,
        paper=minutes,
        to=[
            Addressed(one, f"email:{one.email}", copy_for(minutes, one, at=sent_at).fingerprint) for one in to
        ],
        key="minutes",
    )
    with at(sent_at, worker, f"/core-groups/{meeting.pk}/minutes/") as browser:
        assert "Hana Visitor, health visitor, Health Trust Sent 18 December 2026" in browser.said
        browser.send({"outcome": "minutes_circulated"})
        assert [words for words, _ in browser.errors] == ["No copy was sent to Ms Alder. Send it, or say why"]
        browser.send({"outcome": "minutes_circulated", "left_out": "No address; by hand on Monday"})
        assert browser.status == 200, browser.errors


def test_the_childs_page_offers_the_plan_and_the_core_group_each_once(worker: User) -> None:
    child = outlined()[0]
    with at(FIRST, worker, f"/children/{child.pk}/") as browser:
        assert browser.link("Child protection plan").endswith("/plan/write/")
        assert browser.link("Core group").endswith("/core-group/meet/")
        offered = [link.get("href", "") for link in browser.tree.iter("a")]
    assert sum(href.endswith("/core-group/meet/") for href in offered) == 1
