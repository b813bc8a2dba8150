"""Someone goes over a page with the Tab key alone, and someone else opens it without JavaScript.

Both browsers get the same answer of the service, asked for once: it is the page that is looked at here.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize

from tests.browser.axe import too_wide, violations

WIDE, NARROW = 1280, 320
_HOME = "http://goldthread.test"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_ALL, _ENDS = 60, 15  # stops that are all pressed through; of a longer page so many at either end
_PARTS = 3  # of a date or a time, at which the keyboard stops besides its first
_TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}

# Every control of the page's own part that is there to be used, in the order of the page. Of radios that
# belong together the keyboard stops at one.
_STOPS = """
  const within = document.querySelector("main");
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled;
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const every = [...within.querySelectorAll(kinds)].filter((one) => seen(one) && one.tabIndex >= 0);
  const group = (one) => one.type === "radio" ? `${one.form?.id}/${one.name}` : null;
  const first = {};
  for (const one of every) if (group(one) && (one.checked || !first[group(one)])) first[group(one)] = one;
  const stops = every.filter((one) => !group(one) || first[group(one)] === one);
"""
# What somebody sees before any key is pressed (a form that keeps its button back offers nothing), and what of
# a form is not to be seen though nothing folds it.
_READ = f"""() => {{ {_STOPS}
  const wide = (one) => one.getBoundingClientRect().width > 0;
  const open = (one) => !one.closest("details:not([open]), [hidden]");
  const sends = (one) => one.type === "submit" && one.tabIndex >= 0 && seen(one) && wide(one);
  const kept = (form) => [...form.elements].some((one) => one.type === "submit" && !one.closest("[hidden]"));
  const forms = [...within.querySelectorAll("form")].filter((one) => open(one) && kept(one));
  const boxes = "form :is(input:not([type=hidden]), select, textarea, button)";
  const controls = [...within.querySelectorAll(boxes)];
  return {{
    heading: wide(document.querySelector("h1")),
    unsent: forms.filter((one) => ![...one.elements].some(sends)).map((one) => one.action),
    hidden: controls.filter((one) => open(one) && one.tabIndex >= 0 && !seen(one))
      .map((one) => `${{one.name}} ${{one.value}}`),
    wider: document.documentElement.scrollWidth - innerWidth,
    stops: stops.map((one) => one.outerHTML.slice(0, 120)),
    parts: stops.filter((one) => ["date", "time"].includes(one.type)).length * {_PARTS},
  }};
}}"""
# Notes each stop of the keyboard and whether anything shows that it is there; asked once, at the end.
_WATCH = f"""(from) => {{ {_STOPS}
  const styled = (one) => ["radio", "checkbox"].includes(one.type) && one.nextElementSibling
    ? getComputedStyle(one.nextElementSibling, "::before") : getComputedStyle(one);
  const shows = ({{boxShadow, outlineStyle, outlineWidth}}) =>
    boxShadow !== "none" || (outlineStyle !== "none" && parseFloat(outlineWidth) > 0);
  const inside = ({{top, bottom, left, right}}) =>
    bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const note = ({{target}}) => window.came.push([
    stops.indexOf(target), shows(styled(target)) && inside(target.getBoundingClientRect()),
    target.outerHTML.slice(0, 120),
  ]);
  if (window.note) document.removeEventListener("focusin", window.note);
  if (!from) within.tabIndex = -1;
  (from ? stops[from - 1] : within).focus();
  window.came = [];
  document.addEventListener("focusin", window.note = note);
}}"""


class Walker:
    """Two browsers, one of them without JavaScript. Each kind of page is gone over once."""

    def __init__(self, browser: Browser) -> None:
        self._answers: dict[str, dict[str, Any]] = {}
        self._walked: set[str] = set()
        self._contexts = [self._context(browser, scripts=scripts) for scripts in (False, True)]
        self._plain, self._page = (context.new_page() for context in self._contexts)
        self._keys = self._contexts[1].new_cdp_session(self._page)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for context in self._contexts:
            context.close()

    def knows(self, url: str) -> bool:
        """Whether a page of this kind has been gone over; from now on it has."""
        kind = _ID.sub("", urlsplit(url).path)
        known = kind in self._walked
        self._walked.add(kind)
        return known

    def walk(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Open a page without JavaScript, and go over it with the keyboard alone. Nothing may be amiss."""
        found = self.faults(url, body, headers)
        assert not found, "\n".join([url, *found])

    def faults(self, url: str, body: bytes, headers: Mapping[str, str]) -> list[str]:
        """The same, and what is amiss."""
        here = _HOME + urlsplit(url).path
        self._answers[here] = _answer(body, headers)
        plain, whole = self._read(self._plain, here), self._read(self._page, here)
        only = sorted(set(plain["hidden"]) - set(whole["hidden"]))
        hidden = [f"hidden without JavaScript: {one}" for one in only]
        return [*_seen(plain), *_seen(whole), *self._by_keyboard(whole), *hidden]

    def by_axe(self) -> list[str]:
        """What axe finds on the page gone over last, and whether it scrolls sideways; at each width."""
        return [f"at {width} px: {said}" for width in (NARROW, WIDE) for said in self._at(width)]

    def _at(self, width: int) -> list[str]:
        self._page.set_viewport_size(_window(width))
        return [*violations(self._page), *too_wide(self._page)]

    @staticmethod
    def _read(page: Page, url: str) -> dict[str, Any]:
        page.goto(url)
        told: dict[str, Any] = page.evaluate(_READ)
        return told

    def _by_keyboard(self, told: Mapping[str, Any]) -> list[str]:
        stops, count = told["stops"], len(told["stops"])
        spans = [(0, count)] if count <= _ALL else [(0, _ENDS), (count - _ENDS, count)]
        return [said for span in spans for said in self._tabbed(*span, stops, told["parts"])]

    def _tabbed(self, start: int, end: int, stops: Sequence[str], parts: int) -> list[str]:
        """Press Tab from one stop to another: each is come to in its turn, shows it, and lets go."""
        self._page.evaluate(_WATCH, start)
        for _ in range(start, end + parts):
            self._keys.send("Input.dispatchKeyEvent", _TAB)
        came = self._page.evaluate("window.came")[: end - start]
        if [place for place, _, _ in came] != [*range(start, end)]:
            wrong = [f"{place}: {what}" for place, _, what in came]
            return [f"Tab does not lead from {start} to {end} of {len(stops)}, but to", *wrong]
        return [f"nothing shows that the keyboard is on {what}" for _, marked, what in came if not marked]

    def _context(self, browser: Browser, *, scripts: bool) -> BrowserContext:
        size = _window(WIDE if scripts else NARROW)
        context = browser.new_context(java_script_enabled=scripts, viewport=size)
        context.set_default_timeout(30_000)
        context.route("**/*", self._give)
        return context

    def _give(self, route: Route) -> None:
        url = route.request.url.partition("?")[0]
        if url not in self._answers:
            self._answers[url] = _file(url.removeprefix(f"{_HOME}/static/"))
        route.fulfill(**self._answers[url])


def _window(width: int) -> ViewportSize:
    return {"width": width, "height": 900}


def _seen(told: Mapping[str, Any]) -> list[str]:
    """What is amiss however the page is opened."""
    wrong = [] if told["heading"] else ["the main heading is not to be seen"]
    wrong += [f"no button of {form} is to be seen" for form in told["unsent"]]
    return [*wrong, *([f"{told['wider']} px wider than its window"] if told["wider"] > 0 else [])]


def _answer(body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    named = {name.lower(): said for name, said in headers.items()}
    kept = {name: named[name] for name in ("content-type", "content-security-policy") if name in named}
    return {"status": 200, "headers": kept, "body": body}


def _file(name: str) -> dict[str, Any]:
    """A file of ours, or nothing: what a script asks for later is no part of the page."""
    found = finders.find(name)
    if not isinstance(found, str):
        return {"status": 404, "body": b""}
    path = Path(found)
    return _answer(path.read_bytes(), {"content-type": _TYPES.get(path.suffix, "application/octet-stream")})
