"""From end to end: the desk with the keyboard alone, and a request until its feedback without JavaScript."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer
from time_machine import travel

from goldthread.ledger.models import Entry
from tests import factories
from tests.browser.conftest import Visitors
from tests.browser.filling import go_on, through
from tests.browser.playing import Play, answer, choose, said
from tests.browser.visitor import Visitor, enter, follow
from tests.factories import later
from tests.integration.frontdoor.cast import CHECK, page, wall
from tests.integration.frontdoor.test_wc1 import FORM, RED
from tests.requirements import requirement

WORRY = "Neglect builds up"


@pytest.fixture
def play(visitors: Visitors, live_server: LiveServer) -> Play:  # noqa: ARG001 (the database of the service)
    """Everyone in worked case WC1, without JavaScript."""
    return Play(visitors, javascript=False)


@pytest.fixture
def rowan(live_server: LiveServer) -> Iterator[Entry]:  # noqa: ARG001 (the database of the service)
    """A contact about Rowan, two hours old."""
    contact = factories.contact()
    with travel(later(hours=2), tick=True):
        yield contact


@requirement("HERTS-10.2", "HERTS-10.17")
def test_the_desk_with_the_keyboard_alone(visit: Visitor, rowan: Entry) -> None:
    child = f"child-{factories.child_of(rowan).pk}"
    decider = factories.user("delegated_social_worker", name="Dee Decider")
    manager = factories.user("manager", name="Mo Manager")
    sign_in(visit, decider.name)
    to_the_contact(visit)
    press(visit, "Screen")
    visit.fill_by_keyboard([("What is the worry?", WORRY)])
    choose_second(visit, f"{child}-significant_harm", "suspected_crime")
    visit.fill_by_keyboard([("analysis", "Neglect, not yet severe.")])
    press(visit, "Sign")
    assert "Recorded: Screening" in said(visit.page)
    press(visit, "Decide")
    visit.tab_to(f"{child}-outcome")
    visit.press("Space")
    visit.fill_by_keyboard([("reasons", "Nothing that a service must answer.")])
    press(visit, "Sign")
    assert "Your decision waits for a manager." in said(visit.page)
    press(visit, "Sign out")
    sign_in(visit, manager.name)
    press(visit, "Contacts")
    press(visit, "Decision: Rowan ALDER")
    press(visit, "Authorise")
    assert "Decision authorised, and has effect now." in said(visit.page)
    assert rowan.replies.filter(kind="decision", author=decider, authorisations__author=manager).exists()


def sign_in(visit: Visitor, name: str) -> None:
    """From the first page, as someone of the demonstration."""
    visit.go("/sign-in/")
    press(visit, name)


def to_the_contact(visit: Visitor) -> None:
    """From the worklist over the desk to the contact."""
    press(visit, "Contacts")
    press(visit, "Rowan ALDER")


def press(visit: Visitor, words: str) -> None:
    """Tab to what begins with these words, and press Enter."""
    visit.tab_to(words)
    enter(visit.page)


def choose_second(visit: Visitor, *radios: str) -> None:
    """Tab to each of these questions, and take its second answer."""
    for name in radios:
        visit.tab_to(name)
        visit.press("ArrowDown")


@requirement("HERTS-5.2", "HERTS-10.1", "HERTS-10.2", "HERTS-10.17", "HERTS-4.5")
def test_from_the_request_to_the_feedback_without_javascript(play: Play) -> None:
    cast = play.cast
    with play.at(wall(2026, 4, 7, 10, 15), cast.nurse, "/requests/") as visit:
        answer(visit.page, "New request")
        visit.page.locator(f'[name=form][value="{RED}"]').check()
        go_on(visit.page)
        through(visit.page, {**FORM, "referrer_kind": "hospital"}, until=CHECK, on_each=lambda: None)
        answer(visit.page, "Send")
        contact = Entry.objects.get(kind="contact")
    with play.at(wall(2026, 4, 7, 10, 30), cast.officer, page(contact)) as visit:
        choose(visit.page, "Pass on")
        answer(visit.page, "Sign", {"where": str(cast.mash.pk), "why": "To be screened there"})
        assert "Passed to MASH" in said(visit.page)
    with play.at(wall(2026, 4, 7, 11, 0), cast.worker, page(contact)) as visit:
        choose(visit.page, "Screen")
        visit.page.locator('[name$="-significant_harm"][value="no"]').check()
        answer(visit.page, "Sign", {"suspected_crime": "no", "analysis": ""})
        assert visit.page.title().startswith("Error: ")
        answer(visit.page, "Sign", {"nature_of_concern": WORRY, "analysis": "x"})
        assert "Recorded: Screening" in said(visit.page)
    with play.at(wall(2026, 4, 7, 14, 0), cast.decider, page(contact)) as visit:
        choose(visit.page, "Decide")
        visit.page.locator('[name$="-outcome"][value="assessment"]').check()
        answer(visit.page, "Sign", {"reasons": "Neglect needs an assessment"})
    with play.at(wall(2026, 4, 7, 15, 0), cast.manager, page(contact)) as visit:
        choose_proposal(visit)
        assert "Decision authorised, and has effect now." in said(visit.page)
    with play.at(wall(2026, 4, 7, 16, 0), cast.worker, page(contact)) as visit:
        choose(visit.page, "Tell the referrer")
        answer(visit.page, "Continue")
        answer(visit.page, "Send this letter")
    with play.at(wall(2026, 4, 7, 16, 30), cast.nurse, f"/requests/{contact.pk}/") as visit:
        assert "You have been told the outcome" in said(visit.page)


def choose_proposal(visit: Visitor) -> None:
    """Read what waits, and authorise it."""
    follow(visit.page.get_by_role("button", name="Read and authorise"))
    answer(visit.page, "Authorise", {"reason": "Agreed"})
