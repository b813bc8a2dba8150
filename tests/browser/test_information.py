"""Requests for information in a browser: every page, wide and narrow, by keyboard, without JavaScript."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
import time_machine

from goldthread.accounts.models import User
from goldthread.config.demo import cast, information, story
from goldthread.ledger.models import Entry
from tests.browser.conftest import Visitors
from tests.browser.playing import said
from tests.browser.visitor import enter, follow
from tests.newest import newest

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 4, 22, 13, 30, tzinfo=UTC)
OF_THE_DESK = ("tell", "refuse", "pass", "form", "evidence")
OF_AN_ANSWER = ("viewing", "prepare", "check", "answer")


@pytest.fixture
def people() -> Iterator[Mapping[str, User]]:
    """The people of the demonstration, after all that has happened in it."""
    with time_machine.travel(NOW, tick=True):
        people = cast.engage(at=NOW)
        story.play(people, at=NOW)
        information.play(people, at=NOW)
        yield people


def asked_by(organisation: str) -> Entry:
    """The request of that organisation."""
    return Entry.objects.get(kind="information_request", payload__organisation=organisation)


def test_every_page_of_a_request_is_whole(people: Mapping[str, User], visitors: Visitors) -> None:
    waits, details = asked_by("Wrenfield Homes"), asked_by("CAFCASS (demonstration)")
    desk, manager = visitors(), visitors()
    desk.sign_in(people["officer"])
    manager.sign_in(people["consultant"])
    for address in ("/information/", "/information/new/", f"/information/{waits.pk}/"):
        desk.go(address)
        desk.check()
    for act in OF_THE_DESK:
        desk.go(f"/information/{waits.pk}/{act}/")
        desk.check()
    manager.go(f"/children/{details.parts.order_by('pk')[0].subject_id}/requests/")
    manager.check()
    for act in ("", *(f"{one}/" for one in OF_AN_ANSWER)):
        manager.go(f"/information/{details.pk}/{act}")
        manager.check()


def test_a_request_is_entered_by_keyboard_alone(people: Mapping[str, User], visitors: Visitors) -> None:
    desk = visitors()
    desk.sign_in(people["officer"])
    desk.go("/information/new/")
    desk.fill_by_keyboard([("Organisation", "Alderbrook Primary School"), ("Given names", "Bramble")])
    desk.fill_by_keyboard([("Family name", "Teasel")])
    desk.tab_to("Look up")
    enter(desk.page)
    desk.check()  # with those who may be the one, and where they stand
    desk.tab_to("Bramble TEASEL")
    desk.press("Space")
    desk.tab_to("Who asks?")
    desk.page.keyboard.insert_text("A school")
    desk.page.keyboard.press("A")
    desk.tab_to("Sign and see where it goes")
    enter(desk.page)
    assert "There is a problem" in said(desk.page)


def test_an_enquirer_is_told_without_javascript(people: Mapping[str, User], visitors: Visitors) -> None:
    desk = visitors(javascript=False)
    desk.sign_in(people["officer"])
    desk.go("/information/")
    follow(desk.page.get_by_role("link", name="Othershire Children’s Services"))
    assert "Confirm it without consent" in said(desk.page)
    follow(desk.page.locator(".gt-acts").get_by_text("Give the answer"))
    assert "Bramble Teasel" in desk.page.locator(".gt-info__letter").inner_text()
    desk.page.get_by_label("Known or not").or_(desk.page.get_by_label("What is told")).last.fill(
        "Both are known."
    )
    follow(desk.page.get_by_role("button", name="Show the letter again"))
    assert "Both are known." in desk.page.locator(".gt-info__letter").inner_text()
    follow(desk.page.get_by_role("button", name="Sign, and send it where it goes by e-mail"))
    assert newest("message").payload["to_address"] == "assessment@othershire.gov.uk"
