"""Consent about a child, and what was shared: axe, 320 px, by keyboard alone, without JavaScript."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter, follow
from tests.integration.disclosure.test_consent import asked_of_school
from tests.integration.documents.household import NOW, Family
from tests.newest import newest


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW, tick=True):
        yield


def test_consent_is_recorded_by_keyboard_and_what_was_shared_is_read(visitors: Visitors) -> None:
    family = Family()
    asked_of_school(family, parents_agree=True)
    visit, plain = visitors(), visitors(javascript=False)
    visit.sign_in(family.worker)
    visit.go(reverse("disclosure:consent", args=[family.rowan.pk]))
    visit.check()
    by_keyboard(visit)
    assert newest("consent").payload["who"] == "Meg Alder"
    visit.go(reverse("disclosure:shared", args=[family.rowan.pk]))
    visit.check()
    plain.sign_in(family.worker)
    page = plain.go(reverse("disclosure:consent", args=[family.rowan.pk]))
    when(plain)
    page.get_by_label("Telling others what we know").check()
    page.get_by_label("They refuse").check()
    page.get_by_label("Meg Alder: holds it").check()
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("Meg Alder: they refuse").first).to_be_visible()


def when(visit: Visitor) -> None:
    for label, text in (("Day", "2"), ("Month", "4"), ("Year", "2026")):
        visit.page.get_by_label(label).fill(text)
    visit.page.locator("#happened_at-time").fill("17:00")


def by_keyboard(visit: Visitor) -> None:
    visit.fill_by_keyboard([("Day", "2"), ("Month", "4"), ("Year", "2026"), ("Time", "17:00")])
    visit.tab_to("Asking others what they know")
    visit.press("Space")
    visit.tab_to("They agree")
    visit.press("Space")
    visit.tab_to("Meg Alder: holds it")
    visit.press("Space")
    visit.check()
    visit.tab_to("Sign")
    enter(visit.page)
    expect(visit.page.get_by_text("Meg Alder: they agree").first).to_be_visible()
