"""Kill the browser, the web server or the database while an officer types: at most five seconds are lost."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.killing import AT_MOST, SENTINEL, Typed, doomed
from tests.browser.visitor import follow
from tests.service import Service, wait_until

OFFICER = "Gwen Ferriby"
WRONG_DATE = {"children-0-born-day": "31", "children-0-born-month": "thirteen", "children-0-nhs_number": "12"}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """The whole service as a newcomer starts it, with the demonstration."""
    with Service() as started:
        yield started


def sign_in(page: Page, service: Service) -> None:
    """Be the officer of the demonstration."""
    page.goto(f"{service.url}/sign-in/")
    follow(page.get_by_role("button", name=OFFICER))
    page.wait_for_url("**/worklist/**")


def begin(page: Page, service: Service) -> str:
    """An officer with a caller on the line; the address of the call."""
    sign_in(page, service)
    page.goto(f"{service.url}/telephone/")
    return page.url


@pytest.fixture
def later(browser: Browser, service: Service) -> Iterator[Page]:
    """The same officer, signed in again at another browser."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, service)
    yield page
    context.close()


def kept(page: Page, call: str) -> str:
    """What the service kept of the worry; empty while it cannot answer."""
    try:
        page.goto(call)
        return page.locator("#concern").input_value(timeout=2000)
    except Error:
        return ""


@pytest.mark.parametrize("wrong", [{}, WRONG_DATE], ids=["valid", "invalid"])
def test_a_killed_browser(
    browser: Browser, service: Service, later: Page, tmp_path: Path, wrong: dict[str, str]
) -> None:
    with doomed(browser, tmp_path) as one:
        call = begin(one.page, service)
        for name, text in wrong.items():
            one.page.fill(f"#{name}", text)
        typed = Typed()
        typed.on(one.page.locator("#concern"), until=time.monotonic() + random.uniform(AT_MOST, 2 * AT_MOST))
        killed = one.kill()
        assert one.files_with(SENTINEL) == []
    assert typed.safe(killed) or killed - typed.moments[0][0] < AT_MOST
    later.goto(f"{service.url}/telephone/")
    assert later.get_by_role("link", name="your contact of").count()
    assert kept(later, call).startswith(typed.safe(killed).strip())
    for name, text in wrong.items():
        expect(later.locator(f"#{name}")).to_have_value(text)


@pytest.mark.parametrize("part", ["web server", "database"])
def test_a_killed_part_of_the_service(
    browser: Browser, service: Service, later: Page, tmp_path: Path, part: str
) -> None:
    with doomed(browser, tmp_path) as one:
        call = begin(one.page, service)
        box, typed = one.page.locator("#concern"), Typed()
        typed.on(box, until=time.monotonic() + random.uniform(1, AT_MOST))
        found = service.child("granian") if part == "web server" else service.database()
        assert found
        os.kill(found, signal.SIGKILL)
        typed.on(box, until=time.monotonic() + 2)  # the caller does not stop talking
        wait_until(lambda: kept(later, call).strip() == typed.all.strip())
        assert "Saved at" in one.page.locator("[data-gt-saved]").inner_text()
        one.kill()
        assert one.files_with(SENTINEL) == []
