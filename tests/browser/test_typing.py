"""Typing is safe: it reaches the server as it goes, through faults and clashes."""

import re
import time
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.accounts.models import User
from goldthread.ledger import drafts
from goldthread.ledger.models import Draft
from goldthread.web.clock import now
from tests import factories
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, follow

AT_MOST = 5.0  # seconds of typing that may be lost


@pytest.fixture
def sender(live_server: LiveServer) -> User:  # noqa: ARG001 (the database of the service)
    school = factories.agency("Alderbrook Primary", kind="school")
    return factories.user("professional_referrer", of=school)


@pytest.fixture
def draft(sender: User) -> Draft:
    context = {"form": "child_protection_request", "page": "/requests/"}
    return drafts.start(by=drafts.Holder(sender), at=now(), kind="contact", context=context)


@pytest.fixture
def concern(visit: Visitor, sender: User, draft: Draft) -> Page:
    """The page that asks about the worry, open before its writer."""
    visit.sign_in(sender)
    return visit.go(page_of(draft))


def page_of(draft: Draft) -> str:
    return reverse("frontdoor:request_page", args=[draft.pk, "concern"])


def box(page: Page) -> Locator:
    return page.locator("textarea[name=concern]")


def kept(draft: Draft) -> str:
    draft.refresh_from_db()
    return "".join(draft.raw.get("concern", [""]))


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_what_is_typed_is_kept_within_five_seconds_without_leaving_the_box(
    concern: Page, draft: Draft
) -> None:
    box(concern).press_sequentially("Cold hands", delay=20)
    assert within(AT_MOST, lambda: kept(draft) == "Cold hands")
    expect(concern.locator("[data-gt-saved]")).to_have_text(re.compile(r"Saved at \d+(:\d\d)?[ap]m"))


def test_it_is_kept_when_the_window_is_left(concern: Page, draft: Draft) -> None:
    box(concern).press_sequentially("Cold hands", delay=5)
    concern.goto("about:blank")
    assert within(AT_MOST, lambda: kept(draft) == "Cold hands")


def test_a_fault_is_told_and_tried_again(concern: Page, draft: Draft, visit: Visitor) -> None:
    concern.route("**/drafts/**", lambda route: route.abort())
    box(concern).press_sequentially("Cold")
    expect(concern.locator("[data-gt-saved]")).to_have_text(re.compile("Not saved: we keep trying"))
    visit.axe()
    concern.unroute("**/drafts/**")
    expect(concern.locator("[data-gt-saved]")).to_have_text(re.compile("Saved at"))
    assert kept(draft) == "Cold"
    visit.complaints.clear()  # the console says, rightly, that a request failed


def test_two_windows_keep_both_texts(
    visitors: Visitors, visit: Visitor, concern: Page, sender: User, draft: Draft
) -> None:
    other = visitors()
    other.sign_in(sender)
    second = other.go(page_of(draft))
    box(concern).fill("First words")
    box(concern).blur()
    assert within(AT_MOST, lambda: kept(draft) == "First words")
    box(second).fill("Second words")
    box(second).blur()
    expect(second.locator("[data-gt-saved]")).to_have_text(re.compile("changed somewhere else"))
    other.axe()
    with second.expect_popup() as opened:
        second.get_by_role("link", name="See both versions").click()
    expect(opened.value.get_by_text("First words")).to_be_visible()
    expect(opened.value.get_by_text("Second words")).to_be_visible()
    other.complaints.clear()  # the console says, rightly, that a request was refused
    assert visit.complaints == []


def test_sending_at_once_after_typing_does_not_clash_with_the_pages_own_saving(
    concern: Page, draft: Draft
) -> None:
    for words in ("One. ", "Two. ", "Three. "):
        box(concern).press_sequentially(words)
        box(concern).blur()
    follow(concern.get_by_role("button", name="Continue").last)
    concern.wait_for_url(lambda url: not url.endswith("/concern/"))
    assert kept(draft) == "One. Two. Three. "
    assert not draft.versions.exists()


def test_a_session_about_to_end_says_so_and_can_be_kept(visit: Visitor, sender: User, draft: Draft) -> None:
    visit.sign_in(sender)
    visit.page.clock.install()
    page = visit.go(page_of(draft))
    page.clock.fast_forward("54:00")
    warning = page.get_by_role("dialog")
    assert not warning.is_visible()
    page.clock.fast_forward("03:00")
    expect(warning).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "Stay signed in"
    visit.axe()
    page.keyboard.press("Enter")
    expect(warning).not_to_be_visible()
