"""The plan and the core group in a browser: measured as typed, keyboard, narrow, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from time_machine import travel

from goldthread.ledger.models import Subject
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter, follow
from tests.integration.frontdoor.cast import wall
from tests.integration.protection.plans import outlined
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(wall(2026, 12, 10, 12, 0), tick=True):
        yield


@pytest.fixture
def child(authority: Callable[..., None], visitors: Visitors) -> Subject:  # noqa: ARG001 (after the database)
    """A child with a plan as the conference outlined it."""
    authority("hartlepool-stockton")
    return outlined()[0]


@requirement("HSSCP-12.1")
def test_a_plan_is_written_read_and_followed(visitors: Visitors, child: Subject) -> None:
    visit = visitors()
    visit.sign_in(make.user("lead_social_worker", name="Sal Worker"))
    page = visit.go(f"/children/{child.pk}/plan/")
    visit.check()
    visit.tab_to("Write the next version")
    enter(page)
    panel = page.locator("#plan-words")
    expect(panel.get_by_text("A child of 8 can read this")).to_be_visible()
    visit.tab_to("For the child: what is the worry?")
    page.keyboard.insert_text(" We will monitor nutrition.")
    expect(panel.get_by_text("try “keep checking”")).to_be_visible()
    visit.check()
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("The child’s words changed since ours were written")).to_be_visible()
    for path in ("plan/own/", "plan/compare/", "core-group/"):
        visit.go(f"/children/{child.pk}/{path}")
        visit.check()
    visit.go(f"/children/{child.pk}/core-group/meet/")
    visit.check()
    visit.go(_without_javascript(visitors(javascript=False), child))
    expect(page.get_by_text("Slower than agreed")).to_be_visible()
    visit.check()


def _without_javascript(visit: Visitor, child: Subject) -> str:
    """The group meets, recorded without JavaScript; the address of what became of it."""
    visit.sign_in(make.user("lead_social_worker", name="Sal Worker"))
    page = visit.go(f"/children/{child.pk}/core-group/meet/")
    for one in range(3):
        page.locator(f"[name=people-{one}-came]").select_option("there")
    page.locator("[name=progress-0-state]").select_option("slow")
    follow(page.get_by_role("button", name="Sign", exact=True))
    return str(page.get_by_role("link", name="10 December 2026").get_attribute("href"))
