"""The manual in a browser: read, asked and compared by keyboard, without JavaScript, at any width."""

import pytest

from tests.browser.visitor import Visitor
from tests.browser.walking import NARROW

PAGES = [
    "worcestershire/",
    "gloucestershire/steps/strategy_discussion/",
    "worcestershire/limits/",
    "worcestershire/services/",
    "worcestershire/sources/",
    "worcestershire/words/",
    "hartlepool-stockton/family/",
    "hartlepool-stockton/library/",
    "compare/?one=worcestershire&other=gloucestershire",
    "due/?authority=hertfordshire&rule=decision.decide&start-day=2&start-month=4&start-year=2026",
    "due/?authority=hertfordshire&rule=x&start-day=31&start-month=2&start-year=2026",
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_for_axe_to_find_and_no_sideways_scroll(visit: Visitor, path: str) -> None:
    visit.go(f"/procedure/{path}")
    visit.check()


def test_the_drawing_is_there_when_it_can_be_read_and_its_words_always(visit_plain: Visitor) -> None:
    page = visit_plain.go("/procedure/gloucestershire/")
    drawn = page.locator("svg.gt-drawing").first
    assert drawn.is_visible()
    box = drawn.bounding_box()
    assert box
    assert box["width"] <= visit_plain.page.evaluate("innerWidth")
    with visit_plain.at_width(NARROW):
        assert not drawn.is_visible()
        assert page.get_by_role("heading", name="Core group").is_visible()
    page.get_by_role("link", name="Strategy discussion").first.click()
    page.get_by_role("heading", name="Strategy discussion", level=1).wait_for()


def test_a_limit_is_worked_out_by_keyboard_alone(visit: Visitor) -> None:
    page = visit.go("/procedure/due/?authority=worcestershire")
    visit.tab_to("Worcestershire County Council")
    visit.tab_to("Early help at Level 3")
    visit.press("Space")
    for label, text in (("Day", "24"), ("Month", "12"), ("Year", "2026"), ("Time", "4pm")):
        visit.tab_to(label)
        visit.press("Control+a")
        page.keyboard.insert_text(text)
    visit.tab_to("Work it out")
    visit.press("Enter")
    page.get_by_text("By the end of Thursday 31 December 2026").wait_for()
    assert page.get_by_text("Not counted: Christmas Day").is_visible()


def test_a_limit_is_worked_out_without_javascript(visit_plain: Visitor) -> None:
    page = visit_plain.go("/procedure/due/")
    page.get_by_label("Worcestershire County Council").check()
    page.get_by_role("button", name="Show its limits").click()
    page.get_by_label("Early help at Level 3").check()
    page.get_by_label("Time").fill("never")
    page.get_by_role("button", name="Work it out").last.click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.get_by_label("Time").input_value() == "never"
    page.get_by_label("Time").fill("")
    page.get_by_role("button", name="Work it out").last.click()
    page.get_by_text("Working day 3: due by the end of it").wait_for()


def test_two_are_compared_without_javascript(visit_plain: Visitor) -> None:
    page = visit_plain.go("/procedure/compare/?one=hertfordshire")
    page.get_by_label("Gloucestershire County Council").last.check()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="side by side").wait_for()
    page.get_by_role("link", name="In its place").first.click()
    page.wait_for_url("**/procedure/hertfordshire/steps/**")


def test_every_page_leads_to_our_procedure(visit_plain: Visitor) -> None:
    page = visit_plain.go("/")
    page.get_by_role("link", name="Our procedure").click()
    page.get_by_role("heading", name="Our procedure", level=1).wait_for()
