"""Worked case WC5, a call to the second review: each step through its page; D, R and F lines by name.

D1, D2 and what the form says are in frontdoor/test_wc5: here the call is followed by the decision at once.
"""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from goldthread.accounts.models import Team
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Episode, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, filed
from tests.integration.frontdoor.cast import decision, page, typed_at, wall
from tests.integration.frontdoor.midwife import CALL, Cast
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.conferences import Room, of, room
from tests.integration.protection.strategies import address, each, held
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
FIRST, LAST = wall(2026, 12, 22, 10, 0), wall(2026, 12, 30, 10, 0)
CONFERENCE, REVIEW = wall(2027, 1, 20, 10, 0), wall(2027, 4, 13, 10, 0)
HARM = {"significant_harm": "yes", "why": "Two earlier children were removed."}
INVOLVED = {"point_professionals": "All of them", "point_children": "Not yet born"}


def _held(browser: PlainBrowser, when: datetime) -> dict[str, str]:
    """A conference at which everyone was who had been asked."""
    people = {name: "there" for name in browser.asks() if name.endswith("-came")}
    return {**typed_at("happened_at", when), **INVOLVED, **people}


def due(rule: str) -> list[date]:
    """The days on which such duties are or were due."""
    rows = Duty.objects.filter(rule=rule, due_at__isnull=False)
    return sorted(london_date(row.due_at) for row in rows if row.due_at)


def met(rule: str) -> list[date]:
    """The days on which such duties were met."""
    return sorted(london_date(row.met_at) for row in Duty.objects.filter(rule=rule) if row.met_at)


@requirement("GLOS-1.1", "GLOS-3.5", "GLOS-3.6", "GLOS-3.9", "GLOS-3.10", "GLOS-3.11")
@requirement("GLOS-4.2", "GLOS-4.3", "GLOS-5.1", "GLOS-5.2", "GLOS-6.1", "GLOS-6.5")
def test_wc5_from_the_call_to_the_second_review(authority: Callable[..., None]) -> None:
    authority("gloucestershire")
    desk = Cast()
    here = Room(leads="conference_team", contact=desk.call(wall(2026, 12, 18, 16, 50), CALL))
    with at(wall(2026, 12, 21, 9, 30), desk.worker, page(here.contact, "decide/")) as browser:
        filed(browser, decision(browser, "strategy_discussion"))
    _discussions(here)
    _conference(here)
    _core_group(here)
    _review(here)


def _discussions(here: Room) -> None:
    """Tue 22 Dec starts section 47; Wed 30 Dec finds that the risk continues."""
    team = Team.objects.create(name="Children and Families East", service="children_and_families_team")
    child, assessing = here.children()[0], make.user("referral_and_assessment_team")
    others = make.user("children_and_families_team", "social_worker", name="Sal Worker", team=team)
    assert due("strategy_discussion.hold") == [date(2026, 12, 28)]  # D3
    with at(FIRST, others, address(child, "convene/")) as browser:
        assert browser.status == 403, "R: the R&A team convenes it"
    with at(FIRST, assessing, address(child)) as browser:
        assert "Unborn baby RUSH" in browser.said, "R: recorded before the birth"
        said = {**held(FIRST), **each(browser, **HARM), "not_applicable": "continued_risk"}
        filed(browser, {**said, "outcome": "section_47"})
        browser.go(f"/children/{child.pk}/enquiry/")
        assert browser.status == 403, "F: the first team does not keep the case"
        assert "The case passes to the Children and Families Team" in browser.said
    assert met("strategy_discussion.hold") == [date(2026, 12, 22)], "D3: met"
    assert Episode.objects.get(subject=child).team == team  # R: it passes on
    assert due("initial_conference.hold") == [date(2027, 1, 15)]
    with at(LAST, assessing, address(child)) as browser:
        browser.send({**held(LAST), **each(browser, **HARM, continued_risk="yes")})
        assert "Do this now: Tell the Child Protection Conference Team" in browser.said
        filed(browser, {"outcome": "team_informed"})
    assert Duty.objects.get(rule="conference_request.tell_team").met_at == LAST  # R: at once
    assert due("initial_conference.hold") == [date(2027, 1, 21)], "D4; F: no longer from 22 December"
    with at(wall(2027, 1, 4, 9, 0), others, f"/children/{child.pk}/enquiry/") as browser:
        found = {"findings": "Concerns are confirmed.", "outcome": "conference", "enquirer": "Sal Worker"}
        filed(browser, {**found, **each(browser, outcome="conference", why_significant="As before.")})
    assert Event.objects.filter(step="section_47", outcome="conference").exists()
    assert met("section_47.assess") == [date(2027, 1, 4)], "the enquiry may decide on a conference"
    assert due("initial_conference.hold") == [date(2027, 1, 21)], "and it does not begin the clock anew"


def _conference(here: Room) -> None:
    """Wed 20 Jan 2027: a plan."""
    child = here.children()[0]
    with at(wall(2027, 1, 5, 9, 0), here.chair, f"/children/{child.pk}/conference/initial/") as browser:
        assert "21 January 2027" in browser.said
        filed(browser, here.booking(CONFERENCE, browser))
    assert met("initial_conference.invite") == [date(2027, 1, 5)]
    with room(newest("conference_booking"), here.chair, CONFERENCE) as browser:
        decided = of(child, decision="plan", voice="Not yet born", reasons="Harm is likely")
        filed(browser, {**_held(browser, CONFERENCE), **decided})
    assert met("initial_conference.hold") == [date(2027, 1, 20)], "D4: met"
    assert due("review_conference.first") == [date(2027, 4, 20)]  # D5


def _core_group(here: Room) -> None:
    """R: the Key Worker leads it; F: the document gives no interval, and none is worked out."""
    meet, when = f"/children/{here.children()[0].pk}/core-group/meet/", wall(2027, 2, 1, 10, 0)
    with at(when, here.worker, meet) as browser:
        assert browser.status == 403
        assert "Key Worker" in browser.said
    with at(when, make.user("key_worker", name="Kit Keyworker"), meet) as browser:
        filed(browser, {"people-0-name": "Kit Keyworker", "people-0-came": "there"})
    assert Event.objects.filter(step="core_group", outcome="held").exists()
    assert not Duty.objects.filter(rule__startswith="core_group", due_at__isnull=False).exists()


def _review(here: Room) -> None:
    """Tue 13 Apr 2027: the plan goes on."""
    child = here.children()[0]
    with at(wall(2027, 4, 1, 9, 0), here.chair, f"/children/{child.pk}/conference/review/") as browser:
        filed(browser, here.booking(REVIEW, browser))
    with room(newest("conference_booking"), here.chair, REVIEW) as browser:
        assert "Earlier: Yes (" in browser.said, "harm is decided anew, beside what was said of it last"
        decided = {"decision": "plan_continues", "significant_harm": "yes", "reasons": "As before"}
        goes_on = of(child, voice="Asleep", **decided)
        filed(browser, {**_held(browser, REVIEW), **goes_on})
    assert met("review_conference.first") == [date(2027, 4, 13)], "D5: met"
    assert due("review_conference.next") == [date(2027, 10, 13)]  # D6
