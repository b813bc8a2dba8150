"""The people of a worked case at their browsers, one after the other, at the hours of the case."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import time_machine
from playwright.sync_api import Page

from goldthread.accounts.models import User
from tests.browser.conftest import Visitors
from tests.browser.filling import fill
from tests.browser.visitor import Visitor, follow
from tests.integration.frontdoor.cast import Cast


class Play:
    """A case being played. The clock stands still while someone is at their browser, however slow it is."""

    def __init__(self, visitors: Visitors, *, javascript: bool = True) -> None:
        self.cast = Cast()
        self._arrive, self._javascript = visitors, javascript
        self._people: dict[str, Visitor] = {}

    def visitor(self, who: User) -> Visitor:
        """That person's own browser, signed in."""
        if who.email not in self._people:
            self._people[who.email] = self._arrive(javascript=self._javascript)
        self._people[who.email].sign_in(who)
        return self._people[who.email]

    @contextmanager
    def at(self, when: datetime, who: User, path: str) -> Iterator[Visitor]:
        """That person at that time, at that page."""
        with time_machine.travel(when, tick=False):
            visitor = self.visitor(who)
            visitor.go(path)
            yield visitor


def said(page: Page) -> str:
    """Every word of the page's own part, folded or not, with single spaces."""
    return " ".join((page.locator("main").text_content() or "").split())


def acts(page: Page) -> set[str]:
    """The words of the buttons that stand under What to do."""
    return {words.strip() for words in page.locator(".gt-acts a").all_text_contents()}


def answer(page: Page, button: str, answers: Mapping[str, str] | None = None) -> None:
    """Fill in the page and press the button."""
    fill(page, answers or {})
    follow(page.get_by_role("button", name=button, exact=True))


def choose(page: Page, act: str) -> None:
    """Follow one of the buttons under What to do, unfolding those that nothing asks for now."""
    button = page.locator(".gt-acts").get_by_text(act, exact=True)
    if not button.is_visible():
        page.get_by_text("More that you can record").click()
    follow(button)
