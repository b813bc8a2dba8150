"""Worked case WC5 from its first discussion on: an unborn baby, Christmas, two discussions, two reviews."""

from collections.abc import Callable
from datetime import date

import pytest

from goldthread.accounts.models import Team
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Episode
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.protection.conferences import Room, of, room
from tests.integration.protection.strategies import address, each, held
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
BABY = {"family_name": "Rush", "expected": "2027-03-02"}
FIRST, LAST = wall(2026, 12, 22, 10, 0), wall(2026, 12, 30, 10, 0)
CONFERENCE, REVIEW = wall(2027, 1, 20, 10, 0), wall(2027, 4, 13, 10, 0)
EVERYONE = {
    "point_professionals": "All of them",
    "point_children": "Not yet born",
    "people-0-came": "there",
    "people-1-came": "there",
}


def due(rule: str) -> list[date]:
    """The days on which such duties are or were due."""
    found = Duty.objects.filter(rule=rule, due_at__isnull=False).order_by("due_at")
    return [london_date(row.due_at) for row in found if row.due_at]


def met(rule: str) -> list[date]:
    """The days on which such duties were met."""
    return [london_date(row.met_at) for row in Duty.objects.filter(rule=rule) if row.met_at]


@requirement("GLOS-1.1", "GLOS-3.5", "GLOS-3.9", "GLOS-3.11", "GLOS-4.2", "GLOS-5.2", "GLOS-6.1", "GLOS-6.5")
def test_wc5_from_the_first_discussion_to_the_second_review(authority: Callable[..., None]) -> None:
    authority("gloucestershire")
    team = Team.objects.create(name="Children and Families East", service="children_and_families_team")
    here, assessing = Room(BABY, leads="conference_team"), make.user("referral_and_assessment_team")
    child = here.children()[0]
    here.happens("decision", "strategy_discussion", wall(2026, 12, 21, 9, 30), "social_worker")
    harm = {"significant_harm": "yes", "why": "Two earlier children were removed."}
    with at(FIRST, assessing, address(child)) as browser:
        assert "Unborn baby RUSH" in browser.said
        said = {**held(FIRST), **each(browser, **harm), "not_applicable": "continued_risk"}
        signed(browser, {**said, "outcome": "section_47"})
    assert Episode.objects.get(subject=child).team == team, "F: the first team does not keep the case"
    assert due("initial_conference.hold") == [date(2027, 1, 15)]
    with at(LAST, assessing, address(child)) as browser:
        signed(browser, {**held(LAST), **each(browser, **harm, continued_risk="yes")})
        signed(browser, {"outcome": "team_informed"})
    assert Duty.objects.get(rule="conference_request.tell_team").met_at == LAST
    assert due("initial_conference.hold") == [date(2027, 1, 21)], "D4; F: no longer from 22 December"
    booking = here.book(when=wall(2027, 1, 5, 9, 0), held=CONFERENCE)
    with room(booking, here.chair, wall(2027, 1, 20, 12, 0)) as browser:
        decided = of(child, decision="plan", voice="Not yet born", reasons="Harm is likely")
        signed(browser, {**typed_at("happened_at", CONFERENCE), **EVERYONE, **decided})
    assert met("initial_conference.hold") == [date(2027, 1, 20)]
    assert due("review_conference.first") == [date(2027, 4, 20)]  # D5
    groups = Duty.objects.filter(rule__startswith="core_group", due_at__isnull=False)
    assert not groups.exists(), "F: the document gives no interval of core groups"
    booking = here.book(when=wall(2027, 4, 1, 9, 0), held=REVIEW, step="review_conference")
    with room(booking, here.chair, wall(2027, 4, 13, 12, 0)) as browser:
        goes_on = of(
            child, decision="plan_continues", significant_harm="yes", voice="Asleep", reasons="As before"
        )
        signed(browser, {**typed_at("happened_at", REVIEW), **EVERYONE, **goes_on})
    assert met("review_conference.first") == [date(2027, 4, 13)]
    assert due("review_conference.next") == [date(2027, 10, 13)]  # D6
