"""What axe finds amiss on a page: every rule of WCAG 2.2 A and AA that it knows, and of good practice."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# What may be right in one width and wrong in another: where things lie, and what scrolls. The others read
# what the page says, which is the same at every width; so are colours (test_styleguide holds the kit to every
# rule at both), and that no style sheet asks how a screen is held (tests/rules/test_code.py).
BY_WIDTH = ("scrollable-region-focusable", "target-size")
_VIOLATIONS = """(rules) => axe.run(
  {resultTypes: ["violations"], ...(rules ? {runOnly: {type: "rule", values: rules}} : {})},
).then((found) => found.violations)"""
_WIDER = "document.documentElement.scrollWidth - innerWidth"


def violations(page: Page, rules: Sequence[str] | None = None) -> list[str]:
    """Against every rule, or only these: each with the elements that break it."""
    if not page.evaluate("'axe' in window"):  # half a megabyte, once a page
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_VIOLATIONS, rules and [*rules])
    return [f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]


def too_wide(page: Page) -> list[str]:
    """By how much the page is wider than its window; nothing where it is not."""
    over = page.evaluate(_WIDER)
    return [f"{over} px wider than its window"] if over > 0 else []
