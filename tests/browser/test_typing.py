"""Typing is safe: it reaches the server as it goes, through faults, clashes and a killed browser."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.accounts.models import User
from goldthread.ledger import drafts
from goldthread.ledger.models import Draft
from goldthread.web.clock import now
from tests import factories
from tests.browser.conftest import CHROMIUM, Visitors
from tests.browser.visitor import ARGUMENTS, Visitor, follow

AT_MOST = 5.0  # seconds of typing that may be lost
WORDS = "Saffron-xylophone: came in without a coat again. "


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
    assert within(2, lambda: kept(draft) == "Cold hands")


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


@dataclass
class Doomed:
    """A Chromium of its own, to be killed, with a profile that can be searched."""

    process: "subprocess.Popen[bytes]"
    profile: Path
    visitor: Visitor

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def files_with(self, secret: str) -> list[Path]:
        """The files of the profile that hold these words."""
        codings = ("utf-8", "utf-16-le")
        files = (path for path in self.profile.rglob("*") if path.is_file())
        return [
            path for path in files if any(secret.encode(coding) in path.read_bytes() for coding in codings)
        ]


@pytest.fixture
def doomed(tmp_path: Path, browser: Browser, live_server: LiveServer) -> Iterator[Doomed]:
    command = [
        CHROMIUM,
        *ARGUMENTS,
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={tmp_path}",
    ]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, "about:blank"], start_new_session=True, stdout=quiet, stderr=quiet)
    port = tmp_path / "DevToolsActivePort"
    assert within(30, port.exists)
    chromium = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
    kept_on_disk = chromium.contexts[0]
    one = Doomed(process, tmp_path, Visitor(chromium, live_server.url, context=kept_on_disk))
    yield one
    if process.poll() is None:
        one.kill()


def test_a_killed_browser_loses_at_most_five_seconds_and_keeps_nothing(
    doomed: Doomed, visit: Visitor, sender: User, draft: Draft
) -> None:
    doomed.visitor.sign_in(sender)
    page = doomed.visitor.go(page_of(draft))
    typed: list[tuple[float, str]] = []
    began = time.monotonic()
    while time.monotonic() - began < 2 * AT_MOST:
        box(page).press_sequentially(WORDS, delay=5)
        typed.append((time.monotonic(), box(page).input_value()))
    killed = time.monotonic()
    doomed.kill()
    safe = [text for at, text in typed if at <= killed - AT_MOST]
    assert safe
    assert kept(draft).startswith(safe[-1].strip())

    visit.sign_in(sender)
    assert box(visit.go(page_of(draft))).input_value() == kept(draft)
    assert doomed.files_with(WORDS.split(":", maxsplit=1)[0]) == []
