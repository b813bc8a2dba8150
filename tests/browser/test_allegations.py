"""Allegations in a browser: the report without JavaScript, by keyboard; the LADO’s pages at both widths."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from time_machine import travel

from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter, follow
from tests.integration.allegations.people import TUESDAY, discussed, lado, page, reporter, told
from tests.requirements import requirement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _gloucestershire(authority: Callable[..., None], visitors: Visitors) -> Iterator[None]:  # noqa: ARG001
    authority("gloucestershire")
    with travel(TUESDAY, tick=True):
        yield


@requirement("GLOS-7.4", "GLOS-7.5")
def test_a_setting_reports_an_allegation_without_javascript(visitors: Visitors) -> None:
    visit = visitors(javascript=False)
    page_ = visit.go("/allegations/report/")
    visit.tab_to("Write it down")
    enter(page_)
    for answers in (
        {"family_name": "Quillbrook"},
        {"employer": "Alderbrook Primary", "works_as": "staff", "in_contact": "yes"},
        {"allegation_criteria": "offence", "point_nature": "Messages at night."},
        {},
        {"told": "no", "begun": "yes"},
        {"reporter_name": "Dilys Lead", "reporter_phone": "01632 960 102"},
    ):
        _answer(visit, answers)
    follow(page_.get_by_role("button", name="Send to the LADO"))
    expect(page_.get_by_role("heading", name="Stop investigating now")).to_be_visible()


def _answer(visit: Visitor, answers: dict[str, str]) -> None:
    for name, said in answers.items():
        box = visit.page.locator(f"[name={name}]:not([type=hidden])")
        if box.first.get_attribute("type") in {"radio", "checkbox"}:
            visit.page.locator(f"[name={name}][value={said}]").check()
        else:
            box.fill(said)
    follow(visit.page.get_by_role("button", name="Continue", exact=True))


@requirement("GLOS-7.7", "GLOS-7.10")
def test_every_page_of_an_allegation_stands_wide_and_narrow(visitors: Visitors) -> None:
    dilys, lena = reporter(), lado()
    told(dilys, employer="Wrenfield Swimming Club", role="Coach")
    entry = told(dilys)
    discussion = discussed(entry, lena, "criteria_met")
    visit = visitors()
    visit.sign_in(lena)
    for address in (
        "/allegations/",
        "/allegations/take/",
        page(entry),
        page(entry, f"send/{discussion.pk}/"),
    ):
        visit.go(address)
        visit.check()
        visit.walk()
    visit.go(page(entry))
    visit.tab_to("Say how an investigation stands")
    enter(visit.page)
    visit.page.get_by_label("Criminal investigation").check()
    visit.page.get_by_label("It has begun").check()
    follow(visit.page.get_by_role("button", name="Sign", exact=True))
    visit.sign_in(dilys)
    for address in ("/allegations/report/", f"/allegations/mine/{entry.pk}/"):
        visit.go(address)
        visit.check()
        visit.walk()
