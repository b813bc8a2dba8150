"""Someone at a browser: what they open, press and see, and what must hold on every page they come to."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize

from goldthread.accounts.models import User
from tests.browser.axe import BY_WIDTH, too_wide, violations
from tests.browser.walking import NARROW, WIDE, Walker
from tests.html import PROBLEMS

# Of two such lists Chromium heeds the last: what Playwright switches off, then what only takes time here.
_OFF = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",  # a page of its own for the address bar of every window: half of what a window costs
    "WebUIOmniboxAimPopup",
]
ARGUMENTS = [
    f"--disable-features={','.join(_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Whether the focused element shows that it is: an outline, a shadow or another ground than without focus.
_FOCUS_SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const round = one.type === "radio" || one.type === "checkbox";
  const at = round ? getComputedStyle(one.nextElementSibling, "::before") : style;
  const marked = at.boxShadow !== "none" || (at.outlineStyle !== "none" && parseFloat(at.outlineWidth) > 0);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [marked, inside, one.tagName + "#" + one.id + " " + (one.innerText || one.name || "").slice(0, 60)];
}"""
_MATCHES = """(wanted) => {
  const one = document.activeElement;
  const labels = [...(one.labels ?? [])].map((label) => label.innerText);
  const words = [...labels, one.getAttribute("aria-label"), one.innerText, one.value, one.name, one.id];
  return words.some((said) => said && said.trim().replace(/\\s+/g, " ").startsWith(wanted));
}"""


def follow(target: Locator) -> None:
    """Press what leads to another page, and be there: a plain click may return before it begins to arrive."""
    with target.page.expect_navigation():
        target.click()


def enter(page: Page) -> None:
    """Press Enter where that leads to another page, and be there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


class Visitor:
    """One person in a browser of their own. `complaints` is what the console said against the pages."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        javascript: bool = True,
        context: BrowserContext | None = None,
        walker: Walker | None = None,
    ) -> None:
        """`context` is a window that is open already, such as one that keeps a profile on disk."""
        self.address, self.walker = address, walker
        size: ViewportSize = {"width": WIDE, "height": 900}
        self.context = context or browser.new_context(java_script_enabled=javascript, viewport=size)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)  # a busy machine is slow; the first page starts the service
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def close(self) -> None:
        """Leave. Fails if a page was malformed or the console complained."""
        self.context.close()
        assert self.complaints == [], self.complaints
        assert PROBLEMS == [], PROBLEMS

    def go(self, path: str) -> Page:
        """Open a page of the service."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, user: User) -> None:
        """Be signed in as this user, as if they had given their password."""
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie: Any = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": session.session_key,
            "url": self.address,
        }
        self.context.add_cookies([cookie])

    def check(self) -> None:
        """The page as it stands: nothing for axe to find, and no sideways scrolling, wide and narrow.

        Pictures of it go into the folder that GOLDTHREAD_SHOTS names, if it names one.
        """
        self.axe()
        self.no_sideways_scroll()
        self._picture(WIDE)
        with self.at_width(NARROW):
            self.axe(BY_WIDTH)
            self.no_sideways_scroll()
            self._picture(NARROW)

    def walk(self) -> None:
        """The same page by keyboard alone and without JavaScript, once for each kind of page."""
        url = self.page.url
        if self.walker is not None and not self.walker.knows(url):
            answer = self.context.request.get(url)
            if answer.ok:
                self.walker.walk(url, answer.body(), answer.headers)

    @contextmanager
    def at_width(self, width: int) -> Iterator[Page]:
        """The page in a window of another width, in pixels."""
        self.page.set_viewport_size({"width": width, "height": 900})
        yield self.page
        self.page.set_viewport_size({"width": WIDE, "height": 900})

    def axe(self, rules: Sequence[str] | None = None) -> None:
        """Every rule that axe knows, of WCAG 2.2 A and AA and good practice, or only these: nothing found."""
        told = violations(self.page, rules)
        assert told == [], "\n".join([self.page.url, *told])

    def no_sideways_scroll(self) -> None:
        """The page is no wider than its window."""
        assert not (wide := too_wide(self.page)), f"{self.page.url} is {wide[0]}"

    def tab_to(self, words: str, most: int = 150) -> None:
        """Press Tab until the keyboard is on what begins with these words. Each stop must show itself.

        From the end of the page it goes on at the beginning, by way of the browser's own bars.
        """
        for _ in range(most):
            self.page.keyboard.press("Tab")
            marked, inside, what = self.page.evaluate(_FOCUS_SEEN)
            if what.startswith("BODY#"):
                continue
            assert marked, f"the keyboard is on {what}, and nothing shows it"
            assert inside, f"the keyboard is on {what}, out of sight"
            if self.page.evaluate(_MATCHES, words):
                return
        raise AssertionError(f"no Tab leads to {words!r} on {self.page.url}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: "Enter", "Space", "ArrowDown"."""
        for key in keys:
            self.page.keyboard.press(key)

    def fill_by_keyboard(self, answers: Sequence[tuple[str, str]]) -> None:
        """Tab to each label in turn and type."""
        for label, text in answers:
            self.tab_to(label)
            self.page.keyboard.insert_text(text)

    def _picture(self, width: int) -> None:
        """Called by the page's address without its ids."""
        if folder := os.environ.get("GOLDTHREAD_SHOTS"):
            name = "-".join(
                part for part in urlsplit(self.page.url).path.split("/") if part and len(part) < 36
            )
            self.page.screenshot(path=f"{folder}/{name or 'home'}-{width}.png", full_page=True)

    def _listen(self, message: ConsoleMessage) -> None:
        """Errors and warnings; but not that the page itself, asked for on purpose, was refused or missing.

        Nor that a look-up gave way to the next one: more was typed before the answer came.
        """
        own = message.location.get("url") == self.page.url and "Failed to load resource" in message.text
        replaced = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if message.type in {"error", "warning"} and not own and not replaced:
            self.complaints.append(f"{message.type}: {message.text} {message.location}")
