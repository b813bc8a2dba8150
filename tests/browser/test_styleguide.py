"""Every component in every state: nothing for axe to find, no sideways scroll, and a keyboard is enough."""

import pytest

from goldthread.web.styleguide import EXAMPLES
from tests.browser.visitor import Visitor, follow
from tests.browser.walking import NARROW


def test_the_components(visit: Visitor) -> None:
    page = visit.go("/styleguide/")
    visit.check()
    for details in page.query_selector_all("details"):
        details.evaluate("one => { one.open = true }")
    visit.check()
    with visit.at_width(NARROW):
        visit.axe()


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example(visit: Visitor, name: str) -> None:
    visit.go(f"/styleguide/{name}/")
    visit.check()


def test_a_wrong_answer_is_led_back_to_its_control(visit: Visitor) -> None:
    page = visit.go("/styleguide/step/")
    follow(page.get_by_role("button", name="Continue").last)
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    visit.check()
    page.get_by_role("link", name="Answer “Is the child safe now?”").click()
    assert page.evaluate("document.activeElement.name") == "safe"


def test_an_answer_uncovers_a_question(visit: Visitor) -> None:
    page = visit.go("/styleguide/step/")
    asked = page.get_by_label("What makes you think not?")
    assert not asked.is_visible()
    page.get_by_label("No", exact=True).check()
    assert asked.is_visible()
    visit.check()


def test_without_javascript_every_question_shows(visit_plain: Visitor) -> None:
    page = visit_plain.go("/styleguide/step/")
    assert page.get_by_label("What makes you think not?").is_visible()


def test_rows_come_and_go_without_javascript(visit_plain: Visitor) -> None:
    page = visit_plain.go("/styleguide/step/?of=children")
    page.get_by_label("First names").fill("Rowan")
    follow(page.get_by_role("button", name="Add another child"))
    assert page.get_by_label("First names").count() == 2
    assert page.get_by_label("First names").first.input_value() == "Rowan"
    follow(page.get_by_role("button", name="Remove Child 2"))
    assert page.get_by_label("First names").count() == 1


def test_the_keyboard_stays_with_a_new_row(visit: Visitor) -> None:
    page = visit.go("/styleguide/step/?of=children")
    follow(page.get_by_role("button", name="Add another child"))
    assert page.evaluate("document.activeElement.name") == "children-1-given"


def test_a_page_can_be_answered_by_keyboard_alone(visit: Visitor) -> None:
    page = visit.go("/styleguide/step/")
    visit.tab_to("Yes")
    visit.press("Space")
    visit.tab_to("Continue")
    visit.press("Enter")
    page.get_by_text("That was sent.").wait_for()


def test_enter_in_a_box_sends_the_form_and_adds_no_row(visit: Visitor) -> None:
    page = visit.go("/styleguide/step/?of=children")
    page.get_by_label("First names").fill("Rowan")
    page.get_by_label("First names").press("Enter")
    page.get_by_text("That was sent.").wait_for()
    assert page.get_by_label("First names").count() == 1


def test_escape_three_times_leaves_a_public_page(visit: Visitor) -> None:
    page = visit.go("/styleguide/step/")
    left = []
    page.route(
        "**://www.bbc.co.uk/**", lambda route: (left.append(route.request.url), route.fulfill(body="weather"))
    )
    visit.press("Escape", "Escape", "Escape")
    page.wait_for_url("**://www.bbc.co.uk/**")
    assert left
