"""Worked case WC5 (Gloucestershire) up to the accepted referral, through the pages, and other MARFs."""

from collections.abc import Callable
from datetime import date

import pytest

from goldthread.ledger.models import Duty, Event
from tests.integration.frontdoor.by_pack import at, signed, step
from tests.integration.frontdoor.calling import MAX
from tests.integration.frontdoor.cast import (
    actions,
    decision,
    due,
    due_at,
    duty,
    has_duty,
    page,
    request_form,
    typed_at,
    wall,
)
from tests.integration.frontdoor.midwife import CALL, ON_THE_FORM, Cast
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

MARF = "multi_agency_request"


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Everyone, in Gloucestershire."""
    authority("gloucestershire")
    return Cast()


@requirement("GLOS-1.1", "GLOS-2.3", "GLOS-3.1", "GLOS-3.6")
def test_the_clocks_of_a_call_about_an_unborn_baby_before_christmas(cast: Cast) -> None:
    call = cast.call(wall(2026, 12, 18, 16, 50), CALL)
    assert Event.objects.get(entry=call).facts["unborn"] is True
    assert due_at(call, "call_back.speak") == wall(2026, 12, 19, 16, 50)  # D1
    assert due_at(call, "written_confirmation.confirm") == wall(2026, 12, 20, 16, 50)  # D2
    assert due(call, "strategy_discussion.hold") == date(2026, 12, 28), "D3: calendar days, not moved"
    rung = wall(2026, 12, 19, 11, 0)
    with at(rung, cast.worker, step(call, "call_back")) as browser:
        signed(browser, {"outcome": "spoken", **typed_at("happened_at", rung)})
    assert duty(call, "call_back.speak").met_at == rung
    assert duty(call, "call_back.discuss").met_at == rung


@requirement("GLOS-1.2", "GLOS-1.3", "GLOS-3.1", "GLOS-3.3")
def test_a_marf_that_comes_late_is_marked_late_and_stops_nothing(cast: Cast) -> None:
    call = cast.call(wall(2026, 12, 18, 16, 50), CALL)
    written = wall(2026, 12, 21, 9, 10)
    cast.confirm(written, cast.midwife, call)
    confirmed = duty(call, "written_confirmation.confirm")
    assert confirmed.met_at == written
    assert confirmed.met_at > wall(2026, 12, 20, 16, 50), "late by 16 hours and 20 minutes"
    for rule in ("contact.consult_lead", "contact.talk_to_parents", "contact.complete_form"):
        assert duty(call, rule).met_at == written, rule
    accepted = wall(2026, 12, 21, 9, 30)
    with at(accepted, cast.worker, page(call)) as browser:
        assert "done late" in browser.said  # D2
        assert "Turn the referral down or hold it up because" in browser.said  # F
        assert "Decide" in actions(browser), "lateness stops nothing"
        browser.go(page(call, "decide/"))
        browser.send(decision(browser, "strategy_discussion"))
        assert browser.status == 200, browser.errors
    assert duty(call, "decision.decide").met_at == accepted, "no manager has to authorise it"
    assert due(call, "strategy_discussion.hold") == date(2026, 12, 28), "still from the call"
    assert Duty.objects.filter(rule="child_and_family_assessment.start", met_at=None).exists()
    names = {f"{event.step}.{event.outcome}" for event in Event.objects.all()}
    assert "written_confirmation.received" in names
    assert Event.objects.filter(outcome="received", step="contact").count() == 1, "one referral, not two"


@requirement("GLOS-2.4")
def test_with_an_immediate_risk_the_caller_is_put_through_and_no_form_comes_first(cast: Cast) -> None:
    said = {**CALL, "immediate_danger": "yes", "imminent_reason": "He is at the door."}
    call = cast.call(wall(2026, 12, 18, 22, 0), said)
    assert not has_duty(call, "call_back.speak")
    assert not has_duty(call, "contact.complete_form")
    assert has_duty(call, "routing.put_through")
    with at(wall(2026, 12, 18, 22, 1), cast.officer, page(call)) as browser:
        assert "so the caller is connected to a social work team now" in browser.said
        assert "Ask for a form before the caller is put through" in browser.said


@requirement("GLOS-2.1", "GLOS-2.3")
def test_a_marf_as_the_first_contact_needs_no_confirmation(cast: Cast) -> None:
    with at(wall(2026, 3, 28, 16, 0), cast.midwife, "/requests/new/") as browser:
        form = request_form(browser, MARF, {**ON_THE_FORM, **MAX, "concern": "Hungry since January."})
    assert not has_duty(form, "written_confirmation.confirm")
    assert due_at(form, "call_back.speak") == wall(2026, 3, 29, 17, 0), "24 hours; the clocks went forward"
    with at(wall(2026, 3, 28, 17, 0), cast.midwife, f"/requests/{form.pk}/") as browser:
        assert "A social worker contacts you within 24 hours" in browser.said
        assert "01452 426565" in browser.said


@requirement("GLOS-1.5", "GLOS-1.6")
def test_advice_in_principle_is_recorded_and_refers_nobody(cast: Cast) -> None:
    asked = {
        "consulted_by": "Mina Midwife",
        "consulted_agency": "Maternity service",
        "referrer_kind": "other_health",
        "question": "Is a referral right, or can we go on by ourselves?",
        "children-0-family_name": "Rush",
    }
    with at(wall(2026, 12, 17, 10, 0), cast.worker, "/consultations/") as browser:
        signed(browser, {**asked, "advice_given": "advised_otherwise", "advice": "Go on, with the family."})
        assert "Advised: deal with the worry in another way" in browser.said
    assert [(event.step, event.outcome) for event in Event.objects.all()] == [
        ("consultation", "advised_otherwise")
    ]
    assert not Duty.objects.exists(), "no clock of a referral runs"
