"""Worked case WC1 through the pages: an unconsulted red form before Easter, returned, then decided."""

from datetime import date

import pytest

from goldthread.documents.models import Delivery
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part
from tests import factories as make
from tests.integration.frontdoor.cast import (
    CHECK,
    Cast,
    actions,
    decision,
    due,
    due_at,
    duty,
    has_duty,
    page,
    request_form,
    screening,
    typed_at,
    wall,
)
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

RED = "child_protection_request"
SENT = wall(2026, 4, 2, 16, 40)
RETURNED = wall(2026, 4, 2, 16, 58)
CONSULTED = wall(2026, 4, 7, 9, 30)
RESENT = wall(2026, 4, 7, 10, 15)
WORRY = "Rowan comes to school hungry and in the same clothes, worse since January."
FORM = {
    "immediate_danger": "no",
    "referrer_kind": "school",
    "referrer_name": "Dilys Lead",
    "consulted_hub": "no",
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "15",
    "children-0-born-month": "1",
    "children-0-born-year": "2018",
    "children-0-where_now": "At school",
    "concern": WORRY,
    "parents_informed": "agreed",
    "asked_domestic_abuse": "not_known",
    "asked_mental_illness": "not_known",
    "asked_substance_misuse": "not_known",
    "asked_learning_difficulties": "no",
    "household-0-given_names": "Ann",
    "household-0-family_name": "Alder",
    "household-0-relationship": "mother",
    "household-0-lives_with_child": "yes",
}


@pytest.fixture
def cast() -> Cast:
    """Everyone in the case."""
    return Cast()


@pytest.fixture
def first(cast: Cast) -> Entry:
    """The red form of Thursday 2 April, 16:40."""
    with cast.at(SENT, cast.dsl, "/requests/") as browser:
        return request_form(browser, RED, FORM)


@requirement("HERTS-4.1", "HERTS-4.2", "HERTS-4.3", "HERTS-4.4")
def test_the_first_form_is_acknowledged_at_once_and_says_receipt_only(first: Entry) -> None:
    # D1 and D2
    assert due(first, "acknowledgement.acknowledge") == date(2026, 4, 7)
    assert duty(first, "acknowledgement.acknowledge").met_at == SENT
    assert due(first, "acknowledgement.ask_again") == date(2026, 4, 9)
    message = Entry.objects.get(kind="message", answers=first)
    assert message.recorded_at == SENT
    assert Delivery.objects.filter(entry=message).count() == 1
    # F: an outcome, or anything of the case, in the acknowledgement
    assert first.reference in message.payload["subject"] + message.payload["body"]
    assert "Rowan" not in message.payload["body"]
    # no clock of HERTS-3.5: nobody told us by word of mouth
    assert not has_duty(first, "written_confirmation.confirm")


@requirement("HERTS-2.14", "HERTS-2.15")
def test_the_desk_shows_that_the_form_goes_back_and_refuses_to_take_it_forward(
    cast: Cast, first: Entry
) -> None:
    with cast.at(RETURNED, cast.officer, "/desk/") as browser:
        browser.go(browser.link("Rowan ALDER"))
        assert "Return the form and ask the referrer to talk to the Consultation Hub" in browser.said
        assert "Take this form forward" in browser.said
        assert "Pass on" not in actions(browser)
        assert "Return for consultation" in actions(browser)
        browser.go(page(first, "route/")).send()
        assert browser.status == 409
        assert "The procedure does not allow this" in browser.said
        assert "Take this form forward" in browser.said
        assert "section 2, Consultation Hub" in browser.said
    with cast.at(RETURNED, cast.decider, page(first, "screen/")) as browser:
        browser.send(screening(browser, "Neglect builds up"))
        assert browser.status == 409
        assert "Take this form forward" in browser.said
        assert "Neglect builds up" in browser.text, "what was typed is kept"
    assert not Entry.objects.filter(kind__in=["routing", "screening", "decision"]).exists()


@requirement("HERTS-2.14", "HERTS-2.22", "HERTS-2.23")
def test_returning_tells_when_the_hub_is_next_open_and_keeps_the_form(cast: Cast, first: Entry) -> None:
    with cast.at(RETURNED, cast.officer, page(first, "return/")) as browser:
        assert "2 April 2026" in browser.said
        browser.send()
        assert browser.status == 200
        assert "waits" not in browser.said
    letter = Entry.objects.get(kind="message", payload__letter="form_return")
    assert letter.payload["to_address"] == cast.dsl.email
    assert Delivery.objects.filter(entry=letter).exists()
    # the return settles the form: it is no decision, and nothing of it is gone
    assert duty(first, "decision.decide_or_return").met_at == RETURNED
    assert not Entry.objects.filter(kind="decision").exists()
    with cast.at(wall(2026, 4, 2, 17, 10), cast.officer, page(first)) as browser:
        assert WORRY in browser.said
        assert "Returned for consultation" in browser.said
        assert "Treat the return of this form as no further action" in browser.said
        assert "Return for consultation" not in actions(browser)
    with cast.at(wall(2026, 4, 2, 17, 10), cast.officer, "/desk/") as browser:
        assert "Rowan" not in browser.said


@requirement("HERTS-2.23")
def test_a_form_returned_after_five_gets_the_hubs_next_opening_after_easter(cast: Cast, first: Entry) -> None:
    with cast.at(wall(2026, 4, 2, 17, 10), cast.officer, page(first, "return/")) as browser:
        assert "7 April 2026 at 9am" in browser.said


@requirement("HERTS-2.16", "HERTS-2.12")
def test_hub_staff_advise_and_may_take_nothing_forward(cast: Cast, first: Entry) -> None:
    with cast.at(CONSULTED, cast.adviser, page(first)) as browser:
        assert browser.status == 200
        assert "Take a referral forward as hub staff" in browser.said
        for act in ("route", "screen", "decide", "feedback", "transfer"):
            browser.go(page(first, f"{act}/"))
            assert browser.status == 403
            assert "Take a referral forward as hub staff" in browser.said
            assert "section 2, Consultation Hub" in browser.said


@pytest.fixture
def second(cast: Cast, first: Entry) -> Entry:
    """Returned on Thursday, consulted on Tuesday, and sent again on Tuesday 7 April, 10:15."""
    with cast.at(RETURNED, cast.officer, page(first, "return/")) as browser:
        browser.send()
    consult(cast, first)
    with cast.at(RESENT, cast.dsl, f"/requests/{first.pk}/") as browser:
        browser.send(form="/again/")
        browser.go(f"{browser.path}consultation/")
        browser.send(
            {"consulted_hub": "yes", "consultation_advice": RED, **typed_at("consulted_at", CONSULTED)}
        )
        browser.through(FORM, until=CHECK)
        browser.send()
        assert browser.status == 200
    return newest("contact")


@requirement("HERTS-2.19", "HERTS-7.1", "HERTS-4.1", "HERTS-4.3")
def test_the_second_form_starts_its_own_clocks_and_is_linked_to_the_first(
    cast: Cast, first: Entry, second: Entry
) -> None:
    # D3, D4 and D5
    assert second.occurred_at == RESENT
    assert due(second, "acknowledgement.acknowledge") == date(2026, 4, 8)
    assert due(second, "decision.decide") == date(2026, 4, 8)
    assert due(second, "acknowledgement.ask_again") == date(2026, 4, 10)
    assert second.payload["consulted_hub"] is True
    assert second.payload["consultation_advice"] == RED
    assert second.answers == first
    assert [one["subject"] for one in second.payload["household"]] == [
        one["subject"] for one in first.payload["household"]
    ], "the mother is one person, not two"
    with cast.at(RESENT, cast.officer, page(first)) as browser:
        assert "Follows this contact" in browser.said
        assert WORRY in browser.said, "the first form is not gone"
    with cast.at(RESENT, cast.officer, page(second)) as browser:
        assert "This contact follows it" in browser.said
        assert "8 April 2026" in browser.said


@requirement("HERTS-10.24")
def test_significant_harm_starts_the_24_hours_from_receipt(cast: Cast, second: Entry) -> None:
    # D6
    assert not has_duty(second, "strategy_discussion.decide")
    with cast.at(wall(2026, 4, 7, 12, 0), cast.worker, page(second, "screen/")) as browser:
        browser.send(screening(browser, "Neglect builds up", harm="yes"))
        assert browser.status == 200
        assert "10:15am on 8 April 2026" in browser.said
    assert due_at(second, "strategy_discussion.decide") == wall(2026, 4, 8, 10, 15)


@requirement("HERTS-2.20", "HERTS-10.1", "HERTS-10.2", "HERTS-7.2", "HERTS-10.17", "HERTS-4.5")
def test_routed_faster_screened_decided_authorised_and_told(cast: Cast, second: Entry) -> None:
    with cast.at(wall(2026, 4, 7, 10, 30), cast.officer, page(second)) as browser:
        assert "The Consultation Hub was consulted, so it goes to the right team faster" in browser.said
        browser.go(page(second, "route/"))
        browser.send({"where": str(cast.mash.pk), "why": "Fits the hub's advice"})
        assert "MASH" in browser.said
    with cast.at(wall(2026, 4, 7, 11, 0), cast.worker, "/desk/?part=mine") as browser:
        browser.go(browser.link("Rowan ALDER"))
        assert "Screen" in actions(browser)
        assert "Decide" not in actions(browser), "a social worker without delegated authority decides nothing"
        browser.go(page(second, "screen/"))
        assert WORRY in browser.said, "what was said stands beside the questions"
        assert "Ann ALDER" in browser.said, "the mother, among the adults of the household"
        browser.send(screening(browser, "Neglect builds up"))
    with cast.at(wall(2026, 4, 7, 14, 0), cast.decider, page(second, "decide/")) as browser:
        browser.send(decision(browser, "assessment"))
        assert "Your decision waits for a manager" in browser.said
    assert duty(second, "decision.decide").met_at is None
    proposal = Entry.objects.get(kind="decision")
    with cast.at(wall(2026, 4, 7, 15, 0), cast.manager, "/desk/") as browser:
        assert "Wait for your authorisation" in browser.said
        browser.go(page(second, f"authorise/{proposal.pk}/"))
        assert "Neglect needs an assessment" in browser.said
        browser.send({"reason": "Agreed"})
        assert "authorised, and has effect now" in browser.said
    assert duty(second, "decision.decide").met_at == wall(2026, 4, 7, 15, 0)
    with cast.at(wall(2026, 4, 7, 16, 0), cast.worker, page(second, "feedback/")) as browser:
        assert "Child and Family Assessment" in browser.said
        browser.send({"reached": "yes", "told_how": "email"})
        assert "Send this letter" in browser.text
        assert not Entry.objects.filter(kind="feedback").exists(), "shown before it goes"
        browser.send(press="send")
        assert browser.status == 200
    letter = Entry.objects.get(kind="message", payload__letter="feedback_assessment_professional")
    assert letter.payload["to_address"] == cast.dsl.email
    assert not Entry.objects.filter(kind="contact").exclude(pk__in=[second.pk, second.answers_id]).exists()


@requirement("HERTS-2.15", "HERTS-3.3", "HERTS-2.25")
def test_variant_1b_an_imminent_risk_is_accepted_and_fast_tracked(cast: Cast) -> None:
    says = "He is in the office now and says his father will batter him tonight."
    answers = {**FORM, "immediate_danger": "yes", "imminent_reason": says, "concern": says}
    with cast.at(SENT, cast.dsl, "/requests/") as browser:
        form = request_form(browser, RED, answers)
    with cast.at(RETURNED, cast.officer, page(form)) as browser:
        assert "Return for consultation" not in actions(browser)
        assert "Immediate danger" in browser.said
        assert "Accept the red form although the hub was not consulted" in browser.said
        browser.go(page(form, "route/"))
        assert browser.fields()["fast_track"] == ["yes"]
        assert browser.fields()["where"] == [str(cast.assessment.pk)]
        browser.send({"spoken_to": "Tam Teamlead"})
        assert "Fast-tracked to Assessment Team North" in browser.said
    assert duty(form, "routing.fast_track").met_at == RETURNED


@requirement("HERTS-2.15", "HERTS-3.3")
def test_an_officer_who_sees_the_risk_in_a_form_says_so_and_it_is_accepted(cast: Cast, first: Entry) -> None:
    with cast.at(RETURNED, cast.officer, page(first)) as browser:
        assert "Say that there is an imminent risk" in actions(browser)
        browser.go(page(first, "danger/")).send({"imminent_reason": "The drawing shows a knife at home."})
        assert browser.status == 200
        assert "Return for consultation" not in actions(browser)
        browser.go(page(first, "route/")).send({"spoken_to": "Tam Teamlead"})
        assert "Fast-tracked" in browser.said
    first.refresh_from_db()
    assert first.payload["immediate_danger"] is False, "the form stays as it was sent"


@requirement("HERTS-3.14", "HERTS-2.14")
def test_variant_1c_a_ward_is_not_sent_back_but_owes_the_nhs_number(cast: Cast) -> None:
    answers = {name: value for name, value in FORM.items() if name != "consulted_hub"}
    with cast.at(SENT, cast.nurse, "/requests/") as browser:
        form = request_form(
            browser, RED, {**answers, "referrer_kind": "hospital", "referrer_name": "Nell Ward"}
        )
    assert not has_duty(form, "form_return.return_form")
    with cast.at(RETURNED, cast.officer, page(form)) as browser:
        assert "Return for consultation" not in actions(browser)
        assert "NHS number" in browser.said
        browser.go(page(form, "information/"))
        child = form.parts.get(episode__isnull=False).subject_id
        browser.send({"information": "The ward rang.", f"child-{child}-nhs_number": "999 000 0018"})
        assert browser.status == 200
    assert duty(form, "contact.nhs_number").met_at == RETURNED


def consult(cast: Cast, form: Entry) -> None:
    """The hub advises a red form, on the child's record."""
    adviser = make.author("consultation_hub", cast.adviser)
    child = form.parts.get(episode__isnull=False).subject
    ledger.sign(
        by=adviser,
        at=CONSULTED,
        kind="consultation",
        values={
            "consulted_by": "Dilys Lead",
            "question": WORRY,
            "advice_given": RED,
            "advice": "Send a red form.",
        },
        parts=[Part(child)],
        key="consultation",
    )
