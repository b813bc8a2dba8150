"""What follows from a conference besides a plan: legal action, telling the child, services without a plan."""

from collections.abc import Callable

import pytest

from goldthread.ledger.models import Duty, Event
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, filed
from tests.integration.frontdoor.cast import wall
from tests.integration.protection.conferences import AFTER, MEETING, Room, held, no_plan_for, of, room
from tests.integration.protection.plans import on_plan
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@requirement("HSSCP-11.18")
def test_with_a_plan_the_authority_decides_on_legal_action_by_the_page_of_that_step(
    authority: Callable[..., None],
) -> None:
    authority("hartlepool-stockton")
    child = on_plan()[0]
    owed = Duty.objects.get(rule="legal_action.decide")
    assert (owed.met_at, owed.due_at) == (None, None), "no time is given for it"
    page = f"/children/{child.pk}/steps/legal_action/"
    with at(AFTER, make.user("chair"), page) as browser:
        assert browser.status == 403, "the conference does not decide it"
    with at(AFTER, make.user("manager"), page) as browser:
        assert "Look at the evidence and decide what legal action to take, if any" in browser.said
        filed(browser, {"outcome": "none"})
    owed.refresh_from_db()
    assert owed.met_at == AFTER


@requirement("HSSCP-11.6", "HSSCP-11.12", "HSSCP-11.18")
def test_a_child_who_left_the_building_is_told_by_the_social_worker(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    here = Room()
    here.enquiry()
    child = here.child()
    out = of(child, presence="child_does_not_stay", left_building="yes", told="not_yet")
    with room(here.book(), here.chair) as browser:
        asked = {
            name.get("value")
            for name in browser.tree.iter("input")
            if "plan_criterion" in name.get("name", "")
        }
        assert len(asked - {None}) == 2, "harm that was shown, or a judgment that it is likely"
        browser.send({**held(browser, **no_plan_for(child)), **out, **of(child, chairs_reason="")})
        assert "any bad effect" in " ".join(words for words, _ in browser.errors)
        filed(browser, of(child, chairs_reason="It would frighten him."))
    assert not Duty.objects.filter(rule="legal_action.decide").exists(), "no plan, no evidence to decide on"
    assert not Duty.objects.filter(rule="initial_conference.tell_child").exists()
    owed = Duty.objects.get(rule="initial_conference.tell_child_who_left")
    assert owed.met_at is None
    with at(AFTER, here.worker, f"/children/{child.pk}/steps/initial_conference/") as browser:
        filed(browser, {"outcome": "child_told"})
    owed.refresh_from_db()
    assert owed.met_at == AFTER


@requirement("GLOS-4.4", "GLOS-4.5")
def test_without_a_plan_services_under_section_17_are_decided_on(authority: Callable[..., None]) -> None:
    authority("gloucestershire")
    here = Room(leads="conference_team")
    here.happens("strategy_discussion", "section_47", MEETING, "referral_and_assessment_team")
    here.happens("section_47", "conference", wall(2026, 11, 20, 15, 0), "children_and_families_team")
    said = {"point_professionals": "All", "point_children": "Noor came for a part"}
    with room(here.book(), here.chair) as browser:
        child = of(here.child(), decision="no_plan", voice="She likes school", reasons="No harm is likely")
        filed(browser, {**held(browser), **said, **child})
    owed = Duty.objects.get(rule="section_17.consider")
    assert owed.met_at is None
    with at(AFTER, here.worker, f"/children/{here.child().pk}/steps/section_17/") as browser:
        filed(browser, {"outcome": "required"})
    owed.refresh_from_db()
    assert owed.met_at == AFTER
    assert Event.objects.filter(step="section_17", outcome="required").exists()
