"""Worked cases WC12 and WC5 in Gloucestershire, through the same pages: only its pack makes them its own."""

from collections.abc import Callable

import pytest

from goldthread.documents.models import Delivery
from goldthread.frontdoor.queries import waiting
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed, step
from tests.integration.frontdoor.calling import FRIDAY, MAX, PAGE
from tests.integration.frontdoor.cast import actions, due, due_at, duty, has_duty, page, wall
from tests.integration.protection.strategies import address, each
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

CALL = {
    "immediate_danger": "no",
    "urgent": "no",
    "referrer_name": "Dilys Lead",
    "referrer_phone": "01632 960 102",
    "consulted_lead": "yes",
    "parents_informed": "agreed",
}
SCHOOL = {
    **CALL,
    **MAX,
    "referrer_kind": "school",
    "referrer_agency": "Alderbrook Primary",
    "concern": "An old bruise on his arm, and a poor explanation for it.",
}


@pytest.fixture(autouse=True)
def gloucestershire(authority: Callable[..., None]) -> None:
    """This service is Gloucestershire's."""
    authority("gloucestershire")


@requirement("GLOS-1.2", "GLOS-2.2", "GLOS-2.3", "GLOS-3.1", "GLOS-3.2")
def test_wc12_a_call_to_the_helpdesk_has_the_clocks_of_gloucestershire() -> None:
    officer = make.user("csc_officer", name="Olu Officer")
    with at(FRIDAY, officer, PAGE) as browser:
        assert browser.status == 200, browser.said
        assert "consulted_lead" in browser.asks(), "a question of the pack, which no class of ours has"
        contact = signed(browser, SCHOOL)
        said = browser.said
    assert contact.payload["consulted_lead"] is True
    assert due_at(contact, "call_back.speak") == wall(2026, 5, 2, 17, 30)  # G1
    assert due_at(contact, "written_confirmation.confirm") == wall(2026, 5, 3, 17, 30)  # G2
    assert str(due(contact, "strategy_discussion.hold")) == "2026-05-11"  # G3
    assert not Duty.objects.filter(rule__startswith="acknowledgement").exists(), "no such clock here"
    assert not Delivery.objects.exists(), "and nothing is promised or sent"
    for step_ in ("decision", "strategy_discussion.decide", "contact.chased"):  # no such clock here either
        assert not Duty.objects.filter(rule__startswith=step_, due_at__isnull=False).exists(), step_
    assert "Helpdesk" in said
    assert "Open now" not in said, "the line's hours are not in the procedure"
    assert not has_duty(contact, "contact.consult_lead"), "they have talked to their lead"
    assert "Contact the person who made the request" in said
    assert "no limit in this procedure" in said
    assert [row.contact for row in waiting()] == [contact.pk]
    with at(FRIDAY, officer, "/desk/") as browser:
        assert "Contact the person who made the request" in browser.said, "the soonest clock, by its name"


@requirement("GLOS-2.3", "GLOS-2.5", "GLOS-3.3", "GLOS-3.11")
def test_wc12_goes_on_by_steps_that_no_page_of_ours_foresees() -> None:
    officer, worker = make.user("csc_officer"), make.user("social_worker", name="Sal Worker")
    team = make.user("referral_and_assessment_team", name="Rae Assess")
    with at(FRIDAY, officer, PAGE) as browser:
        contact = signed(browser, SCHOOL)
    with at(wall(2026, 5, 2, 9, 0), worker, page(contact)) as browser:
        assert "Social worker speaks to the referrer" in actions(browser)
        assert {"Decide", "Passing on to a social work team"} <= actions(browser), "its own words"
        assert browser.go(page(contact, "decide/")).heading == "Is the referral accepted?"
        browser.go(step(contact, "call_back"))
        assert "Is a referral right?" in browser.said, "a point of the pack"
        signed(browser, {"outcome": "spoken", "point_appropriate": "Yes, it is."})
        assert "Recorded: Social worker speaks to the referrer: Talked to the referrer" in browser.said
    assert duty(contact, "call_back.speak").met_at == wall(2026, 5, 2, 9, 0)
    meeting = address(make.child_of(contact))
    with at(wall(2026, 5, 11, 11, 0), team, meeting) as browser:
        said = each(browser, significant_harm="yes", continued_risk="yes", why="It was a hand.")
        signed(browser, {"how": "telephone", "outcome": "section_47", **said})
    held = Duty.objects.get(rule="initial_conference.hold")
    assert str(london_date(held.due_at)) == "2026-06-02"  # G4
    with at(wall(2026, 5, 11, 11, 0), officer, meeting) as browser:
        assert browser.status == 403
        assert "only this role may record it" in browser.said


@requirement("GLOS-1.2")
def test_a_professional_records_on_their_request_whom_they_asked() -> None:
    dsl = make.user(
        "professional_referrer", name="Dilys Lead", of=make.agency("Alderbrook Primary", "school")
    )
    with at(FRIDAY, make.user("csc_officer"), PAGE) as browser:
        contact = signed(browser, {**SCHOOL, "consulted_lead": "no"})
    assert has_duty(contact, "contact.consult_lead")
    with at(wall(2026, 5, 1, 18, 0), dsl, f"/requests/{contact.pk}/") as browser:
        browser.go(browser.link("Contact"))
        assert browser.asks() >= {"outcome", "who"}
        signed(browser, {"outcome": "lead_consulted", "who": "Our head teacher"})
        assert browser.path == f"/requests/{contact.pk}/"
        confirm = browser.go(f"/requests/{contact.pk}/steps/written_confirmation/")
        assert confirm.status == 404, "that is for the form to say"
    assert duty(contact, "contact.consult_lead").met_at == wall(2026, 5, 1, 18, 0)
    stranger = make.user("professional_referrer", of=make.agency("Other School", "school"))
    with at(wall(2026, 5, 1, 18, 0), stranger, f"/requests/{contact.pk}/steps/contact/") as browser:
        assert browser.status == 404
