"""A real browser against the real service, which runs in this process so that a test can move its clock."""

import os
from collections.abc import Callable, Iterator
from shutil import which

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.visitor import ARGUMENTS, Visitor
from tests.browser.walking import Walker
from tests.html import PROBLEMS, wait_until_quiet

# Chromium without a window's own bars, where it is installed: a fifth less work for the same pages.
CHROMIUM = os.environ.get("GOLDTHREAD_CHROMIUM") or which("chromium-headless-shell") or "/usr/bin/chromium"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # Playwright keeps a loop in this thread, where tests use the database
)

PATIENCE = 20_000  # milliseconds, for a machine that is busy with much else
expect.set_options(timeout=PATIENCE)

Visitors = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def walker(browser: Browser) -> Iterator[Walker]:
    """Goes over each kind of page once in the whole run: by keyboard alone, and without JavaScript."""
    with Walker(browser) as walker:
        yield walker


@pytest.fixture
def visitors(browser: Browser, live_server: LiveServer, walker: Walker) -> Iterator[Visitors]:
    """Makes visitors, each in a browser of their own: `visitors()`, `visitors(javascript=False)`."""
    PROBLEMS.clear()
    here: list[Visitor] = []

    def arrive(*, javascript: bool = True) -> Visitor:
        here.append(Visitor(browser, live_server.url, javascript=javascript, walker=walker))
        return here[-1]

    yield arrive
    for visitor in here:
        visitor.close()
    wait_until_quiet()


@pytest.fixture
def visit(visitors: Visitors) -> Visitor:
    """One visitor."""
    return visitors()


@pytest.fixture
def visit_plain(visitors: Visitors) -> Visitor:
    """One visitor without JavaScript."""
    return visitors(javascript=False)
