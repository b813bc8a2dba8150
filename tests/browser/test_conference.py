"""A conference room in two browsers at once: chair and minute taker, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import Page, Route, expect

from goldthread.ledger.models import Event
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, follow
from tests.integration.protection.conferences import AFTER, BOOKED, Room
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)

SIDE, BOTH = "#gt-shared", "Keep both"


@pytest.fixture
def here(authority: Callable[..., None]) -> Room:
    """A family at the Hub, for whom a conference is needed."""
    authority("hartlepool-stockton")
    room = Room()
    room.enquiry()
    return room


def enter(visitor: Visitor, address: str) -> Page:
    """Go into the room."""
    visitor.go(address)
    follow(visitor.page.get_by_role("button", name="Go into the room"))
    return visitor.page


@requirement("HSSCP-11.4", "HUB-6.2")
def test_two_people_write_in_one_room_and_see_each_other(here: Room, visitors: Visitors) -> None:
    with time_machine.travel(AFTER, tick=False):
        address = f"/conferences/{here.book().pk}/"
        chair, clerk = visitors(), visitors()
        chair.sign_in(here.chair)
        clerk.sign_in(here.clerk)
        one, other = enter(chair, address), enter(clerk, address)
        chair.check()
        one.locator("#place").fill("Room 3")
        other.locator("#point_parents_there").fill("Both were there.")
        expect(other.locator("#place")).to_have_value("Room 3")
        expect(one.locator("#point_parents_there")).to_have_value("Both were there.")
        expect(one.locator(SIDE)).not_to_contain_text("Were the parents or carers there")

        follow(one.get_by_role("button", name="Add another person"))
        one.locator("#people-2-name").fill("Hana Visitor")
        expect(other.locator("#people-2-name"), "a row comes by itself").to_have_value("Hana Visitor")

        waiting: list[Route] = []

        def hold(request: Route) -> None:
            waiting.append(request)

        other.route("**/shared/**", hold)  # the other hears nothing while both write in one place
        one.locator("#views-0-view").fill("Both of us")
        expect(one.locator("[data-gt-saved]")).to_contain_text("Saved")
        other.locator("#views-0-view").fill("wrote this")
        other.unroute("**/shared/**")
        for request in waiting:
            request.continue_()
        for page in (one, other):
            expect(page.locator(SIDE)).to_contain_text("Both of us")
            expect(page.locator(SIDE)).to_contain_text("wrote this")
        follow(one.locator(SIDE).get_by_role("button", name=BOTH))
        both = re.compile("^(Both of us\nwrote this|wrote this\nBoth of us)$")  # whichever came first
        expect(one.locator("#views-0-view")).to_have_value(both)
        expect(other.locator("#views-0-view")).to_have_value(both)


def test_a_conference_is_booked_and_held_without_javascript(here: Room, visit_plain: Visitor) -> None:
    with time_machine.travel(BOOKED, tick=False):
        visit_plain.sign_in(here.chair)
        page = visit_plain.go(f"/children/{here.child().pk}/conference/initial/")
        with visit_plain.at_width(320):
            visit_plain.no_sideways_scroll()
        for box, text in (("day", "30"), ("month", "11"), ("year", "2026"), ("time", "11:00")):
            page.locator(f"#held_at-{box}").fill(text)
        page.locator("#place").fill("Civic Centre")
        page.locator("#chair").select_option(str(here.chair.pk))
        page.locator("#minutes").select_option(str(here.clerk.pk))
        page.locator("#invited-0-invite").select_option("in_writing")
        follow(page.get_by_role("button", name="Book it"))
        assert "Initial child protection conference" in page.locator("h1").inner_text()
        follow(page.get_by_role("button", name="Go into the room"))
        page.locator("#contingency").fill("We meet within a day.")
        follow(page.get_by_role("button", name="Sign what was decided"))
        assert "There is a problem" in page.content()
        assert page.locator("#contingency").input_value() == "We meet within a day."
        assert not Event.objects.filter(step="initial_conference").exists()
