"""What no worked case shows: a plan from elsewhere, a birth during a plan, 18, dissent, a meeting put off."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.protection.conferences import (
    AFTER,
    AMAL,
    HELD,
    NOOR,
    PLAN,
    Room,
    held,
    of,
    plan_for,
    review_on,
    room,
)
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
ROWAN = {"given_names": "Rowan", "family_name": "Haddad", "born": "2009-01-15"}
UNBORN = {"family_name": "Haddad", "expected": "2027-03-02"}


@pytest.fixture
def hub(authority: Callable[..., None]) -> Callable[..., Room]:
    """A family at the Hub of whom nothing happened yet."""

    def begin(*children: dict[str, str], **said: Any) -> Room:
        authority("hartlepool-stockton")
        return Room(*children, **said)

    return begin


def answers(here: Room, **said: Any) -> dict[str, Any]:
    """A plan for everyone, its review on the last working day."""
    each = {name: text for child in here.children() for name, text in plan_for(child).items()}
    return {**each, **PLAN, **review_on(26, 2, 2027), "worker": str(here.worker.pk), **said}


@requirement("HSSCP-11.3", "HSSCP-14.1")
def test_a_plan_brought_from_another_authority_is_made_with_its_reason(hub: Callable[..., Room]) -> None:
    here = hub()
    with room(here.book(), here.chair) as browser:
        typed = dict(held(browser, **answers(here)))
        browser.send(typed)
        assert browser.status == 409, "no enquiry of ours came before it"
        assert "Say why" in browser.said
        signed(browser, {**typed, "outside_reason": "Under a plan in another county; the family moved here."})
    assert london_date(Duty.objects.get(rule="review_conference.first", met_at=None).due_at) == date(
        2027, 2, 28
    )
    with at(AFTER, here.worker, f"/children/{here.child().pk}/") as browser:
        assert "Child protection plan since 30 November 2026" in browser.said


@requirement("HSSCP-3.1")
def test_whoever_is_18_before_the_next_review_is_named_and_a_plan_left_over_is_said(
    hub: Callable[..., Room],
) -> None:
    here = hub(ROWAN)
    here.enquiry()
    with room(here.book(), here.chair) as browser:
        assert "Rowan HADDAD is 18 on 15 January 2027, by that day no longer a child" in browser.said
        signed(browser, {**held(browser, **answers(here))})
    for when, leftover in ((wall(2027, 1, 14, 9, 0), False), (wall(2027, 1, 15, 9, 0), True)):
        with at(when, here.worker, f"/children/{here.child('Rowan').pk}/") as browser:
            assert ("18 since 15 January 2027, and the plan has not been ended" in browser.said) is leftover
            assert ("a child until 15 January 2027" in browser.said) is not leftover


def test_a_conference_that_could_not_decide_is_put_off_with_its_reason_and_keeps_what_was_typed(
    hub: Callable[..., Room],
) -> None:
    here = hub()
    here.enquiry()
    booking = here.book(held=wall(2026, 11, 26, 11, 0))
    with room(booking, here.chair, wall(2026, 11, 26, 11, 5)) as browser:
        browser.send({"contingency": "Her aunt takes her in."})
    with at(wall(2026, 11, 26, 12, 0), here.clerk, f"/conferences/{booking.pk}/change/") as browser:
        browser.send(typed_at("held_at", HELD))
        assert "Say why it is not held when it was booked" in browser.said
        later = signed(browser, {**typed_at("held_at", HELD), "put_off": "Neither police nor health came."})
        assert "Neither police nor health came." in browser.said
    with room(later, here.chair) as browser:
        assert browser.fields()["contingency"] == ["Her aunt takes her in."]
    with at(AFTER, here.worker, f"/children/{here.child().pk}/") as browser:
        assert "put off to 30 November 2026" in browser.said


@requirement("HSSCP-14.6")
def test_a_plan_ends_although_somebody_does_not_agree_who_is_named_with_why(hub: Callable[..., Room]) -> None:
    here = hub()
    here.enquiry()
    with room(here.book(), here.chair) as browser:
        signed(browser, {**held(browser, **answers(here))})
    day, child = wall(2027, 2, 22, 10, 0), here.child()
    with room(here.book(wall(2027, 2, 1, 9, 0), day, "review_conference"), here.chair, day) as browser:
        ends = of(
            child,
            decision="plan_ends",
            reasons="No harm for three months.",
            voice="It is fine.",
            progress="She talks more.",
            significant_harm="no",
        )
        dissent = {
            "dissent-0-name": "Dilys Lead",
            "dissent-0-agency": "Alderbrook Primary",
            "dissent-0-about": "That it ends",
            "dissent-0-reason": "Too early.",
        }
        signed(browser, {**held(browser, **ends, **dissent), **typed_at("happened_at", day)})
    assert newest("review_conference").payload["dissent"][0]["name"] == "Dilys Lead"
    with at(day, here.worker, f"/children/{child.pk}/") as browser:
        assert "No plan" in browser.said


def test_a_child_born_during_a_plan_has_a_case_of_their_own(
    hub: Callable[..., Room],
) -> None:
    here = hub(UNBORN)
    here.enquiry()
    with room(here.book(), here.chair) as browser:
        signed(browser, {**held(browser, **answers(here))})
    unborn = here.children()[0]
    with at(AFTER, here.worker, f"/children/{unborn.pk}/") as browser:
        assert "unborn, expected 2 March 2027" in browser.said
        assert "Child protection plan since 30 November 2026" in browser.said
    twin = make.contact(at=wall(2026, 12, 2, 10, 0), children=[NOOR], household=[AMAL])
    newborn = twin.parts.get(subject__person__given="Noor").subject
    with at(wall(2026, 12, 3, 10, 0), here.worker, f"/children/{newborn.pk}/") as browser:
        assert "Plan No plan" in browser.said, "a brother's or sister's plan is not theirs"
