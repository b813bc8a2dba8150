"""The plan and the core group in a browser: measured as typed, keyboard, narrow, without JavaScript."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from time_machine import travel

from goldthread.ledger.models import Subject
from goldthread.ledger.operations import Sending
from goldthread.protection.operations import planning
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter, follow
from tests.integration.frontdoor.cast import wall
from tests.integration.protection.plans import on_plan
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)
OUTLINE = {
    "worries": [
        {
            "worry": "Neglect: too little food in the house, and Noor is often alone with Sami",
            "worry_own": "We are worried because sometimes there is no food at home.",
            "change": "Three meals a day, and an adult at home, by 31 January",
            "change_own": "There will be food every day. A grown-up will be with you.",
            "better": "Noor gains weight and is not hungry at nursery",
            "better_own": "You will not feel hungry.",
        }
    ],
    "actions": [
        {
            "what": "Weekly shop with the family support worker",
            "own": "Mum will buy food each week. Jo will help her.",
            "who": "Ms Alder",
            "who_role": "mother",
            "by_when": "2027-01-08",
            "know": "Full cupboards on visits nobody announced",
        },
        {
            "what": "Weigh Noor every two weeks",
            "own": "Hana the nurse will weigh you. It does not hurt.",
            "who": "Hana Visitor",
            "who_role": "health visitor",
            "by_when": "2026-12-17",
            "know": "The red book",
        },
    ],
    "not_working": "Legal advice, and the conference meets sooner",
    "not_working_own": "If it does not get better, we will talk about what to do next.",
    "visits": "Sal Worker, every ten working days, at home and at nursery",
    "visits_own": "Sal will come to see you. You can play and talk.",
    "talk_own": "You can talk to Sal or to Miss Tia at nursery.",
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(wall(2026, 12, 10, 12, 0), tick=True):
        yield


@pytest.fixture
def child(authority: Callable[..., None], visitors: Visitors) -> Subject:  # noqa: ARG001 (after the database)
    """A child with a plan as the conference outlined it."""
    authority("hartlepool-stockton")
    noor = on_plan()[0]
    planning.record(
        by=make.author("chair", make.user("chair", name="Chris Chair")),
        at=wall(2026, 11, 30, 12, 0),
        children=[(noor, {"identity": "Halal food", "child_view": "I want my own bed."})],
        values=OUTLINE,
        outcome="outlined",
        sending=Sending("outline"),
    )
    return noor


def checked(visit: Visitor, name: str) -> None:
    visit.check()
    if folder := os.environ.get("GOLDTHREAD_SHOTS"):
        for width in (1280, 320):
            with visit.at_width(width) as page:
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@requirement("HSSCP-12.1")
def test_a_plan_is_written_read_and_followed(visitors: Visitors, child: Subject) -> None:
    visit = visitors()
    visit.sign_in(make.user("lead_social_worker", name="Sal Worker"))
    page = visit.go(f"/children/{child.pk}/plan/")
    checked(visit, "plan")
    visit.tab_to("Write the next version")
    enter(page)
    panel = page.locator("#plan-words")
    expect(panel.get_by_text("A child of 8 can read this")).to_be_visible()
    visit.tab_to("For the child: what is the worry?")
    page.keyboard.insert_text(" We will monitor nutrition.")
    expect(panel.get_by_text("try “keep checking”")).to_be_visible()
    checked(visit, "plan-write")
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("The child’s words changed since ours were written")).to_be_visible()
    for name, path in (("own", "plan/own/"), ("compare", "plan/compare/"), ("group", "core-group/")):
        visit.go(f"/children/{child.pk}/{path}")
        checked(visit, f"plan-{name}")
    _without_javascript(visitors(javascript=False), child)


def _without_javascript(visit: Visitor, child: Subject) -> None:
    visit.sign_in(make.user("lead_social_worker", name="Sal Worker"))
    page = visit.go(f"/children/{child.pk}/core-group/meet/")
    checked(visit, "core-group-meet")
    for one in range(3):
        page.locator(f"[name=people-{one}-came]").first.check()
    page.locator("[name=progress-0-state][value=slow]").check()
    follow(page.get_by_role("button", name="Sign", exact=True))
    follow(page.get_by_role("link", name="10 December 2026"))
    expect(page.get_by_text("Slower than agreed")).to_be_visible()
    checked(visit, "core-group-meeting")
