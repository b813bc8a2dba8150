"""Two records become one and two again, and an entry moves: axe, keyboard, narrow, and without JavaScript."""

import os
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from goldthread.accounts.models import Team
from goldthread.ledger.models import Subject
from goldthread.people import duplicates
from goldthread.people.search import common
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter, follow
from tests.factories import later, user
from tests.integration.casefile.test_moving import note
from tests.integration.casefile.test_records import pair, two_records

WHY = "Both are the child at 4 Fernhollow Lane."


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(later(hours=1), tick=True):
        yield


def checked(visit: Visitor, name: str) -> None:
    visit.check()
    if folder := os.environ.get("GOLDTHREAD_SHOTS"):
        for width in (1280, 320):
            with visit.at_width(width) as page:
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_two_records_become_one_and_an_entry_finds_its_place(visitors: Visitors) -> None:
    worker, manager = visitors(), visitors(javascript=False)
    team = Team.objects.create(name="MASH", service="mash")
    writer = user("social_worker", name="Leila Hawthorn", team=team)
    worker.sign_in(writer)
    manager.sign_in(user("manager", name="Mo Manager", team=team))
    one, other = two_records(born="2018-01-16")
    entry = note(one, writer)
    duplicates.sweep(at=later(hours=1), most=10, common=common(later(hours=1)))
    propose(worker, one)
    authorise_and_undo(manager, pair(one, other))
    manager.go(reverse("casefile:move", args=[entry.pk, one.pk]))
    move(manager, other.reference)


def propose(visit: Visitor, one: Subject) -> None:
    """By keyboard."""
    page = visit.go(reverse("casefile:records"))
    checked(visit, "records")
    visit.tab_to("Rowan ALDER and Rowan ALDER")
    enter(page)
    checked(visit, "pair")
    visit.tab_to("Yes: propose")
    visit.press("Space")
    visit.fill_by_keyboard([("How do you know?", WHY)])
    visit.tab_to("Sign")
    enter(page)
    expect(page.get_by_text("It waits for another person")).to_be_visible()
    visit.go(reverse("casefile:records_of", args=[one.pk]))
    checked(visit, "records-of")


def authorise_and_undo(visit: Visitor, address: str) -> None:
    page = visit.go(address)
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label("Yes: read the two as one from now on").check()
    page.get_by_label("How do you know?").fill("I agree.")
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("These two records are read as one.")).to_be_visible()
    follow(page.get_by_role("link", name="Who said so, and how it is undone"))
    follow(page.get_by_role("link", name="read them apart again"))
    page.get_by_label("Why are they two people?").fill("Cousins of one name.")
    follow(page.get_by_role("button", name="Read them apart"))
    expect(page.get_by_text("There is one record of this person")).to_be_visible()


def move(visit: Visitor, reference: str) -> None:
    page = visit.page
    page.get_by_label("Reference of the record where it belongs").fill(reference)
    page.get_by_label("Why is it moved?").fill("Written in the wrong record.")
    follow(page.get_by_role("button", name="Look at this record"))
    expect(page.get_by_text("It would be moved to")).to_be_visible()
    follow(page.get_by_role("button", name="Move it"))
    expect(page.get_by_text("Moved. A line in either record says so.")).to_be_visible()
