"""The public report in a real browser: with a mouse, with the keyboard alone, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.ledger.models import Draft, Entry
from tests.browser.conftest import Visitors
from tests.browser.filling import through
from tests.browser.visitor import Visitor, enter, follow
from tests.requirements import requirement

CHECK, SENT = "Check your answers", "We have received your report"
WORRY = "Shouting through the wall, most nights. The boy had a bruise on Monday."
ANSWERS = {
    "immediate_danger": "yes",
    "imminent_reason": "I hear him being hit now",
    "concern": WORRY,
    "concern_pattern": "accumulated",
    "children-0-given_names": "Rowan",
    "children-0-age_about": "8",
    "children-0-address": "The house with the red door, Mill Lane",
    "household-0-given_names": "Dana",
    "household-0-relationship": "mother",
    "harm_by_child": "yes",
    "other_child-0-given_names": "Teal",
    "asked_domestic_abuse": "yes",
    "parents_informed": "not_informed",
    "referrer_kind": "public",
    "on_behalf_of_other": "no",
    "anonymous": "no",
    "referrer_name": "Hetty Sorrel",
    "referrer_phone": "01632 960 101",
    "referrer_email": "hetty@example.org",
    "withhold_identity": "yes",
}


@pytest.fixture
def page(visit: Visitor) -> Page:
    """The first page."""
    return visit.go("/report/")


def start(page: Page) -> None:
    follow(page.get_by_role("button", name="Start now"))


@requirement("HERTS-3.1", "HERTS-3.24", "HERTS-3.26")
def test_a_neighbour_tells_everything_and_no_page_has_a_fault(visit: Visitor, page: Page) -> None:
    visit.check()
    start(page)
    seen = through(page, ANSWERS, until=CHECK, on_each=visit.check)
    assert seen[:2] == ["Is a child in immediate danger now?", "Get help for the child now"]
    visit.check()
    expect(page.locator("main")).to_contain_text(WORRY)
    follow(page.get_by_role("button", name="Send this report"))
    assert page.locator("h1").inner_text() == SENT
    visit.check()
    told = Entry.objects.get(kind="contact")
    expect(page.locator("main")).to_contain_text(told.reference)
    assert told.payload["withhold_identity"] is True
    assert told.payload["limits_explained"] is True
    assert told.payload["imminent_reason"] == ANSWERS["imminent_reason"]


def test_every_mistake_is_shown_without_a_fault(visit: Visitor, page: Page) -> None:
    start(page)
    follow(page.locator("#gt-form .govuk-button").first)
    expect(page.get_by_role("alert")).to_contain_text("Answer")
    assert page.title().startswith("Error: ")
    visit.check()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "immediate_danger"
    through(page, ANSWERS | {"immediate_danger": "no"}, until="Who is the child?", on_each=lambda: None)
    page.locator('[name="children-0-born-day"]').fill("45")
    page.locator('[name="children-0-born-month"]').fill("13")
    page.locator('[name="children-0-born-year"]').fill("18")
    follow(page.locator("#gt-form .govuk-button-group .govuk-button").first)
    expect(page.get_by_role("alert")).to_be_visible()
    visit.check()
    assert page.locator('[name="children-0-born-day"]').input_value() == "45"


@requirement("HERTS-3.22")
def test_with_the_keyboard_alone(visit: Visitor, page: Page) -> None:
    visit.tab_to("Start now")
    enter(page)
    visit.tab_to("Yes")
    visit.press("ArrowDown")  # to No
    enter(page)
    visit.fill_by_keyboard([("What are you worried about?", WORRY)])
    _go_on(page, visit)
    while page.locator("h1").inner_text() != "What are you to the child?":
        _go_on(page, visit)
    visit.tab_to("A member of the public")
    visit.press("Space")
    _go_on(page, visit)
    _go_on(page, visit)
    visit.tab_to("Yes")
    visit.press("Space")  # rather without a name
    while page.locator("h1").inner_text() != CHECK:
        _go_on(page, visit)
    visit.tab_to("Send this report")
    enter(page)
    assert page.locator("h1").inner_text() == SENT
    assert Entry.objects.get(kind="contact").payload["concern"] == WORRY


def _go_on(page: Page, visit: Visitor) -> None:
    visit.tab_to("Continue")
    enter(page)


@requirement("HERTS-3.1")
def test_without_javascript(visit_plain: Visitor) -> None:
    page = visit_plain.go("/report/")
    start(page)
    seen = through(page, ANSWERS, until=CHECK, on_each=lambda: None)
    assert len(seen) > 10
    follow(page.get_by_role("link").filter(has_text="Who is the child?"))
    follow(page.get_by_role("button", name="Add another child"))
    page.locator('[name="children-1-given_names"]').fill("Hazel")
    follow(page.locator("#gt-form .govuk-button-group .govuk-button").first)
    expect(page.locator("main")).to_contain_text("Hazel")
    follow(page.get_by_role("button", name="Send this report"))
    assert page.locator("h1").inner_text() == SENT
    assert Entry.objects.get(kind="contact").parts.filter(episode__isnull=False).count() == 3


def test_back_and_forth_and_a_closed_tab_lose_nothing(visit: Visitor, page: Page) -> None:
    start(page)
    through(
        page, ANSWERS | {"immediate_danger": "no"}, until="What are you worried about?", on_each=lambda: None
    )
    page.locator("[name=concern]").fill("Half a sentence")
    follow(page.get_by_role("button", name="Back"))
    assert page.locator("h1").inner_text() == "Is a child in immediate danger now?"
    page.go_back()
    expect(page.locator("[name=concern]")).to_have_value("Half a sentence")
    page.locator("[name=concern]").press("End")
    page.locator("[name=concern]").press_sequentially(", and then the other half")
    page.close(run_before_unload=False)
    visit.page = visit.context.new_page()
    again = visit.go("/report/")
    follow(again.get_by_role("button", name="Continue your report"))
    through(again, {"immediate_danger": "no"}, until="What are you worried about?", on_each=lambda: None)
    expect(again.locator("[name=concern]")).to_have_value("Half a sentence, and then the other half")
    assert Draft.objects.count() == 1


@requirement("HERTS-3.22")
def test_each_page_can_be_left_at_once_and_another_browser_opens_nothing(
    visitors: Visitors, visit: Visitor, page: Page, live_server: LiveServer
) -> None:
    start(page)
    expect(page.get_by_role("button", name="Exit this page").first).to_be_visible()
    other = visitors()
    other.go(page.url.removeprefix(live_server.url))
    assert other.page.locator("h1").inner_text() == "This report is not open here"
    other.check()
    storage = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert page.evaluate(storage) == "[{},{}]"
    assert {cookie["expires"] for cookie in visit.context.cookies()} == {-1}, "all end with the browser"
