"""Worked case WC1 through the pages: an unconsulted red form before Easter, returned, consulted on and decided."""

from datetime import date

import pytest

from goldthread.documents.models import Delivery
from goldthread.ledger.models import Entry
from tests.integration.frontdoor.cast import (
    Cast,
    due,
    due_at,
    duty,
    has_duty,
    request_form,
    wall,
)
from tests.integration.frontdoor.plain import PlainBrowser
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


def page(entry: Entry, name: str = "") -> str:
    """The address of a contact's page, or of an act on it."""
    return f"/contacts/{entry.pk}/{name}"


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
def test_the_desk_shows_that_the_form_goes_back_and_refuses_to_take_it_forward(cast: Cast, first: Entry) -> None:
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


def actions(browser: PlainBrowser) -> set[str]:
    """The words of the buttons that stand under What to do."""
    lists = [ul for ul in browser.tree.iter("ul") if ul.get("class") == "gt-acts"]
    return {"".join(a.itertext()).strip() for ul in lists for a in ul.iter("a")}


def screening(browser: PlainBrowser, worry: str, *, harm: str = "no", crime: str = "no") -> dict[str, str]:
    """Answers to the screening page, for every child on it."""
    answers = {"nature_of_concern": worry, "suspected_crime": crime, "analysis": "Neglect, not yet severe."}
    return answers | {name: harm for name in browser.asks() if name.endswith("-significant_harm")}
