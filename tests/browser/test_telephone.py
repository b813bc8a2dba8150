"""The telephone page in a real browser: counted, matched as it is typed, by keyboard, without JavaScript."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from goldthread.accounts.models import User
from goldthread.ledger.models import Entry, Subject
from tests import factories
from tests.browser.conftest import Visitors
from tests.browser.filling import fill
from tests.browser.playing import answer, said
from tests.browser.visitor import Visitor, enter, follow
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)
CALL = {
    "immediate_danger": "no",
    "referrer_kind": "school",
    "referrer_name": "Dilys Lead",
    "referrer_agency": "Alderbrook Primary",
    "concern": "An old bruise on his arm, and a poor explanation for it.",
}
ROWAN = {
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "15",
    "children-0-born-month": "1",
    "children-0-born-year": "2018",
}
SIGN = "Sign and open the contact"


@pytest.fixture
def rowan() -> Subject:
    """A child on record."""
    return factories.child_of(factories.contact())


@pytest.fixture
def officer() -> User:
    """Whoever takes the call."""
    return factories.user("csc_officer", name="Gwen Ferriby")


@pytest.fixture
def page(visit: Visitor, officer: User) -> Page:
    """The telephone page, open before the officer."""
    visit.sign_in(officer)
    return visit.go("/telephone/")


@dataclass
class Counted:
    """What the officer does besides typing: every press of a pointer or a key that activates something."""

    page: Page
    pages: list[str] = field(default_factory=list)
    presses: int = 0

    def __post_init__(self) -> None:
        self.page.on("framenavigated", lambda frame: self.pages.append(frame.url))

    def press(self, target: Locator) -> None:
        """One press."""
        self.presses += 1
        target.click()


def offer(page: Page) -> Locator:
    """The person offered first."""
    return page.get_by_role("radio", name="Rowan ALDER")


def type_name(page: Page) -> None:
    """As an officer types it, letter by letter, until everyone alike has come up."""
    for name, text in ROWAN.items():
        page.locator(f"#{name}").press_sequentially(text, delay=10)
    expect(page.get_by_text("same first name; same surname; same date of birth")).to_be_visible()


@requirement("HERTS-1.1", "HERTS-4.2")
def test_a_call_about_a_known_child_is_two_pages_and_six_presses(
    visit: Visitor, officer: User, rowan: Subject
) -> None:
    visit.sign_in(officer)
    page = visit.go("/desk/")
    counted = Counted(page)
    with page.expect_navigation():
        counted.press(page.get_by_role("link", name="New contact"))
    required = page.locator("#gt-form :is(legend, label):has-text('(required)')").count()
    counted.press(page.locator("label[for=immediate_danger-no]"))
    counted.press(page.locator("label[for=referrer_kind-school]"))
    page.fill("#referrer_name", CALL["referrer_name"])
    type_name(page)
    page.fill("#concern", CALL["concern"])
    counted.press(page.locator(".gt-found__label", has_text="Rowan ALDER"))
    counted.press(page.locator("label[for=acknowledged_aloud]"))
    with page.expect_navigation():
        counted.press(page.get_by_role("button", name=SIGN))
    assert factories.child_of(Entry.objects.get(payload__channel="telephone")) == rowan
    assert counted.presses <= 6
    assert len(counted.pages) <= 2, counted.pages
    assert 0 < required <= 8


def test_nothing_for_axe_to_find_in_any_state(visit: Visitor, page: Page, rowan: Subject) -> None:
    assert rowan
    visit.check()
    fill(page, {**CALL, "immediate_danger": "yes", "suspected_crime": "yes"})
    type_name(page)
    page.get_by_role("radio", name="Someone not on record").check()
    for fold in page.locator("details").all():
        fold.evaluate("one => { one.open = true }")
    visit.check()
    answer(page, SIGN, {"children-0-born-month": "13"})
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    visit.check()


def test_who_it_may_be_comes_up_while_it_is_typed(page: Page, rowan: Subject) -> None:
    page.locator("#children-0-given_names").press_sequentially("Row", delay=10)
    expect(offer(page)).to_be_visible()
    expect(page.locator("#children-0-said")).to_have_text("1 on record may be this person.")
    expect(page.get_by_text("begins the same")).to_be_visible()
    assert str(rowan.pk) == offer(page).get_attribute("value")
    assert "Rowan" not in page.url
    page.locator("#children-0-given_names").fill("Zebedee")
    expect(page.get_by_text("Nobody on record is alike")).to_be_visible()
    stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(stored) <= {"htmx-current-path-for-history"}, "the page's own address, and nothing typed"


@requirement("HERTS-2.25", "HERTS-9.2", "HERTS-3.5")
def test_what_follows_comes_up_with_the_answers(page: Page) -> None:
    danger, crime = page.locator(".gt-call__danger"), page.locator(".gt-call__crime")
    expect(danger).to_be_hidden()
    page.locator("label[for=immediate_danger]").click()
    expect(danger).to_contain_text("Ring 999")
    page.locator("label[for=immediate_danger-no]").click()
    expect(danger).to_be_hidden()
    page.locator("label[for=suspected_crime]").click()
    expect(crime).to_contain_text("Tell the police")
    told = page.locator("#telling")
    falls = told.locator(".gt-tell__what")
    expect(falls.filter(has_text="Tell the police")).to_be_visible()
    expect(falls.filter(has_text="Confirm in writing")).to_have_count(0)
    page.locator("label[for=referrer_kind-school]").click()
    expect(falls.filter(has_text="Confirm in writing")).to_be_visible()
    expect(told).to_contain_text("Consultation Hub")
    expect(page.locator("#telling-said")).not_to_be_empty()


def test_by_keyboard_alone(visit: Visitor, page: Page, rowan: Subject) -> None:
    visit.tab_to("Yes")  # in danger now? The first radio of each question takes the keyboard
    visit.press("ArrowDown")
    visit.tab_to("A member of the public")
    visit.press("Space")
    visit.fill_by_keyboard([("First names", "Rowan"), ("Last name", "Alder")])
    expect(page.get_by_text("same first name; same surname")).to_be_visible()
    visit.tab_to("Rowan ALDER")
    visit.press("Space")
    visit.fill_by_keyboard([("What does the caller say?", CALL["concern"])])
    visit.tab_to("acknowledged_aloud")
    visit.press("Space")
    visit.tab_to(SIGN)
    enter(page)
    assert factories.child_of(Entry.objects.get(payload__channel="telephone")) == rowan


def test_without_javascript(visit_plain: Visitor, officer: User, rowan: Subject) -> None:
    visit_plain.sign_in(officer)
    page = visit_plain.go("/telephone/")
    fill(page, {**CALL, **ROWAN})
    follow(page.get_by_role("button", name="Look up").first)
    offer(page).check()
    answer(page, "Bring this up to date")
    assert "Confirm in writing" in (page.locator("#telling").text_content() or "")
    answer(page, "Add another child")
    answer(page, SIGN, {"children-1-given_names": "Mia"})
    assert "Rowan ALDER" in said(page)
    assert Subject.objects.count() == 2
    assert Entry.objects.get(payload__channel="telephone").parts.filter(subject=rowan).exists()


def test_pressed_twice_it_is_one_contact(page: Page) -> None:
    fill(page, CALL)
    page.get_by_role("button", name=SIGN).dblclick()
    page.wait_for_url("**/contacts/**")
    page.go_back()
    page.wait_for_url("**/contacts/**")
    assert Entry.objects.filter(kind="contact").count() == 1


def test_someone_picked_stays_picked_when_a_look_up_comes_late(page: Page, rowan: Subject) -> None:
    assert rowan
    page.locator("#children-0-given_names").fill("Rowan")
    expect(offer(page)).to_be_visible()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/look-up/", hold)
    with page.expect_request("**/look-up/"):
        page.locator("#children-0-family_name").fill("Alder")
    offer(page).check()
    with page.expect_response("**/look-up/"):
        late[0].continue_()
    expect(page.get_by_text("same first name; same surname")).to_be_visible()
    expect(offer(page)).to_be_checked()


def test_two_calls_at_once_in_two_windows(visitors: Visitors, officer: User) -> None:
    windows = [visitors(), visitors()]
    for words, window in zip(("First", "Second"), windows, strict=True):
        window.sign_in(officer)
        fill(window.go("/telephone/"), {**CALL, "concern": words})
    for window in windows:
        answer(window.page, SIGN)
    worries = Entry.objects.filter(kind="contact").values_list("payload__concern", flat=True)
    assert sorted(worries) == ["First", "Second"]


def test_the_hubs_page(visit: Visitor, rowan: Subject) -> None:
    visit.sign_in(factories.user("consultation_hub", name="Hal Hub"))
    page = visit.go("/consultations/")
    visit.check()
    type_name(page)
    offer(page).check()
    fill(page, {"consulted_by": "Dilys Lead", "question": "Which form?", "advice_given": "service_request"})
    visit.check()
    answer(page, "Sign")
    assert "Recorded. The reference is" in said(page)
    expect(page.get_by_role("table").get_by_role("link", name="Rowan ALDER")).to_be_visible()
    visit.check()
    assert factories.child_of(Entry.objects.get(kind="consultation")) == rowan
