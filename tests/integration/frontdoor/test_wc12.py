"""Worked case WC12, the Hertfordshire column, through the pages: a call on a Friday before a bank holiday."""

from datetime import date

import pytest

from goldthread.ledger.models import Entry
from tests.integration.frontdoor.calling import FRIDAY, MAX, PAGE, SCHOOL, sign
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
    screening,
    typed_at,
    wall,
)
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

SATURDAY = wall(2026, 5, 2, 12, 0)
TUESDAY = wall(2026, 5, 5, 9, 0)
ON_THE_FORM = {
    "immediate_danger": "no",
    "referrer_kind": "school",
    "referrer_name": "Dilys Lead",
    "consulted_hub": "no",
    "asked_domestic_abuse": "not_known",
    "asked_mental_illness": "not_known",
    "asked_substance_misuse": "not_known",
    "asked_learning_difficulties": "not_known",
}


@pytest.fixture
def cast() -> Cast:
    """Everyone in the case."""
    return Cast()


@pytest.fixture
def call(cast: Cast) -> Entry:
    """Friday 1 May 2026, 17:30: the school's DSL telephones about Max, 7."""
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        return sign(browser, {**SCHOOL, **MAX, "referrer_email": cast.dsl.email, "acknowledged_aloud": "yes"})


@requirement("HERTS-3.5", "HERTS-4.1", "HERTS-4.2", "HERTS-4.3", "HERTS-7.1", "HERTS-9.2")
def test_the_clocks_of_the_call_stand_on_its_page(cast: Cast, call: Entry) -> None:
    assert due_at(call, "written_confirmation.confirm") == wall(2026, 5, 2, 17, 30)  # H1
    assert due(call, "acknowledgement.acknowledge_aloud") == date(2026, 5, 5)  # H2
    assert duty(call, "acknowledgement.acknowledge_aloud").met_at == FRIDAY
    assert due(call, "decision.decide") == date(2026, 5, 5)  # H3
    assert due(call, "acknowledgement.ask_again") == date(2026, 5, 7)  # H4
    assert not has_duty(call, "strategy_discussion.decide"), "no harm is indicated"
    with cast.at(FRIDAY, cast.officer, page(call)) as browser:
        assert "by 5:30pm on 2 May 2026" in browser.said
        assert "by the end of 5 May 2026" in browser.said
        assert "4 May 2026 (Early May bank holiday)" in browser.said, "the day that is not counted"
        # R: a suspected injury, so the police question was answered, and they are told at once
        assert "Possible crime" in browser.said
        assert "Tell the police" in browser.said
        assert "Record that the police were told" in actions(browser)
        assert "Pass on" in actions(browser), "the centre is open to 8pm"


@requirement("HERTS-10.24")
def test_harm_seen_at_screening_is_due_24_hours_from_the_call(cast: Cast, call: Entry) -> None:
    with cast.at(wall(2026, 5, 1, 19, 0), cast.worker, page(call, "screen/")) as browser:
        browser.send(screening(browser, "A bruise that nobody explains", harm="yes", crime="yes"))
    assert due_at(call, "strategy_discussion.decide") == wall(2026, 5, 2, 17, 30)  # H5


@requirement("HERTS-9.2", "HERTS-6.10")
def test_the_police_are_told_at_once_and_it_is_recorded_when(cast: Cast, call: Entry) -> None:
    told = wall(2026, 5, 1, 17, 40)
    with cast.at(wall(2026, 5, 1, 17, 50), cast.officer, page(call, "police/")) as browser:
        browser.send(
            {
                "told_to": "PC 1234, child protection team",
                "told": "Bruise on the arm, and the explanation.",
                "before_parents": "yes",
                **typed_at("told_at", told),
            }
        )
        assert browser.status == 200
    assert duty(call, "police_notification.notify").met_at == told


@requirement("HERTS-3.5", "HERTS-2.14", "HERTS-2.23")
def test_a_form_sent_in_time_confirms_the_call_then_goes_back_and_the_call_stays_live(
    cast: Cast, call: Entry
) -> None:
    with cast.at(SATURDAY, cast.dsl, f"/requests/{call.pk}/") as browser:
        browser.send(form="/again/")
        browser.go(f"{browser.path}consultation/").send({"consulted_hub": "no"})
        browser.through({**ON_THE_FORM, **MAX, "concern": SCHOOL["concern"]}, until=CHECK)
        browser.send()
        assert browser.status == 200, browser.errors
    form = newest("contact")
    assert form.answers == call
    assert duty(call, "written_confirmation.confirm").met_at == SATURDAY, (
        "in time, although it is then returned"
    )
    with cast.at(SATURDAY, cast.officer, page(form, "return/")) as browser:
        assert "5 May 2026 at 9am" in browser.said  # H6
        browser.send()
        assert browser.status == 200
    assert duty(call, "decision.decide").met_at is None, "the return is no decision about the call"
    with cast.at(TUESDAY, cast.decider, "/desk/") as browser:
        assert browser.said.count("Max BIRCH") == 1, "the call waits, the form does not"
        browser.go(browser.link("Max BIRCH"))
        assert browser.path == page(call)
        assert "Follows this contact" in browser.said
        browser.go(page(call, "screen/")).send(screening(browser.go(page(call, "screen/")), "A bruise"))
        browser.go(page(call, "decide/"))
        browser.send(decision(browser, "no_further_action"))
        assert browser.status == 200
    proposal = Entry.objects.get(kind="decision")
    with cast.at(wall(2026, 5, 5, 16, 0), cast.manager, page(call, f"authorise/{proposal.pk}/")) as browser:
        browser.send({"reason": "Agreed"})
        assert browser.status == 200
    assert duty(call, "decision.decide").met_at == wall(2026, 5, 5, 16, 0)


@requirement("HERTS-7.1")
def test_a_late_decision_needs_its_reason_and_is_never_refused_for_being_late(
    cast: Cast, call: Entry
) -> None:
    with cast.at(wall(2026, 5, 6, 9, 0), cast.manager, page(call, "decide/")) as browser:
        assert "overdue" in browser.said
        browser.send(decision(browser, "no_further_action"))
        assert browser.status == 422
        assert [name for _, name in browser.errors] == ["#late_reason"]
        browser.send(
            {**decision(browser, "no_further_action"), "late_reason": "The family could not be reached."}
        )
        assert browser.status == 200
    assert duty(call, "decision.decide").met_at == wall(2026, 5, 6, 9, 0)
