"""Filling in a form of many pages in a real browser, as someone with a mouse does."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from tests.browser.visitor import follow

MAIN_BUTTON = "#gt-form .govuk-button-group button:not(.govuk-button--secondary)"


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Give those of the answers that the page shows controls for, in their order."""
    for name, text in answers.items():
        control = page.locator(f'#gt-form [name="{name}"]:not([type=hidden])')
        if not control.count():
            continue
        if control.first.get_attribute("type") == "radio":
            choice = control.and_(page.locator(f'[value="{text}"]'))
            if choice.is_visible():
                choice.check()
        elif control.first.evaluate("one => one.tagName") == "SELECT":
            control.select_option(text)
        elif control.first.is_visible():
            control.fill(text)


def go_on(page: Page) -> None:
    """Press the button that goes on, and wait for the next page."""
    follow(page.locator(MAIN_BUTTON).first)


def through(page: Page, answers: Mapping[str, str], until: str, on_each: Callable[[], None]) -> list[str]:
    """Answer page after page until the one with that heading; `on_each` looks at every page, filled in."""
    seen: list[str] = []
    while (heading := page.locator("h1").inner_text()) != until:
        assert len(seen) < 60, seen
        seen.append(heading)
        if page.locator("#gt-form").count():
            fill(page, answers)
            on_each()
            go_on(page)
        else:
            on_each()
            follow(page.get_by_role("button", name="Help is on its way"))
    return seen
