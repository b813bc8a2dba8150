"""The professional request in a real browser: with a mouse, by keyboard alone, and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.accounts.models import User
from goldthread.frontdoor.operations import returning
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger.models import Draft, Entry
from goldthread.web.clock import now
from tests import factories
from tests.browser.filling import go_on, through
from tests.browser.visitor import Visitor, enter, follow
from tests.newest import newest
from tests.requirements import requirement

CHECK = "Check your answers"
WORRY = "Hungry and tired since January.\nSleeps in class."
FAMILY = {
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "15",
    "children-0-born-month": "1",
    "children-0-born-year": "2018",
    "children-0-postcode": "SG1 2AB",
    "children-0-ethnicity": "WBRI",
    "household-0-given_names": "Dana",
    "household-0-relationship": "mother",
}
ANSWERS = {
    "immediate_danger": "no",
    "consulted_hub": "no",
    "on_behalf_of_other": "yes",
    "third_party": "A grandmother at the gate",
    "told_to_refer_directly": "no",
    "concern": WORRY,
    "harm_by_child": "yes",
    "asked_domestic_abuse": "not_known",
    "asked_mental_illness": "no",
    "asked_substance_misuse": "no",
    "asked_learning_difficulties": "yes",
    "parents_informed": "not_informed",
    "not_informed_ground": "none",
    "families_first_assessment": "yes",
    **FAMILY,
}


@pytest.fixture
def lead(live_server: LiveServer) -> User:  # noqa: ARG001 (the database of the service)
    school = factories.agency("Alderbrook Primary", "school")
    return factories.user("professional_referrer", name="Priya Larkspur", of=school)


@pytest.fixture
def page(visit: Visitor, lead: User) -> Page:
    """The list of requests, open before someone who is signed in."""
    visit.sign_in(lead)
    return visit.go("/requests/")


def begin(page: Page, form: str) -> None:
    follow(page.get_by_role("button", name="New request"))
    page.locator(f'[name=form][value="{form}"]').check()
    go_on(page)


def send(page: Page) -> Entry:
    follow(page.get_by_role("button", name="Send", exact=True))
    return newest("contact")


@requirement("HERTS-2.27", "HERTS-3.27", "HERTS-5.2", "HERTS-6.1", "HERTS-3.13", "HERTS-4.1")
def test_a_teacher_sends_a_red_form_and_no_page_has_a_fault(
    visit: Visitor, page: Page, tmp_path: Path
) -> None:
    visit.check()
    begin(page, "child_protection_request")
    seen = through(page, ANSWERS, until=CHECK, on_each=visit.check)
    assert "Have you talked to the Consultation Hub?" in seen
    visit.check()
    expect(page.locator("main")).to_contain_text("Talk to the Consultation Hub first")
    file = tmp_path / "assessment.txt"
    file.write_text("A Families First Assessment of Rowan.")
    follow(page.get_by_role("link").filter(has_text="Has a Families First Assessment been done?"))
    page.locator('input[type=file][name="assessment_file"]').set_input_files(file)
    go_on(page)
    expect(page.locator("main")).to_contain_text("assessment.txt")
    contact = send(page)
    visit.check()
    expect(page.locator("h1")).to_contain_text(contact.reference)
    follow(page.get_by_role("link", name="Your record of what you sent"))
    visit.check()
    page.emulate_media(media="print")
    visit.axe()
    page.emulate_media(media="screen")
    follow(page.get_by_role("link", name="Back"))
    follow(page.get_by_role("button", name="Ask how this stands"))
    expect(page.locator("main")).to_contain_text("We have noted that you asked")
    visit.check()
    visit.go("/requests/")
    visit.check()
    assert contact.attachments.get().name == "assessment.txt"


@requirement("HERTS-2.28", "HERTS-2.29", "HERTS-0.4")
def test_a_green_form_has_no_fault_on_any_page(visit: Visitor, page: Page) -> None:
    begin(page, "service_request")
    service = {
        "service_wanted": "Help with mornings",
        "several_needs": "yes",
        "families_first_considered": "no",
        "support_only": "yes",
        "pr_holder_agrees": "no",
    }

    def check_its_own() -> None:  # the other pages are the red form's too
        if page.locator("[name=service_wanted], [name=support_only]").count():
            visit.check()

    through(page, {**ANSWERS, **service, "harm_by_child": "no"}, until=CHECK, on_each=check_its_own)
    visit.check()
    expect(page.locator("main")).to_contain_text("parental responsibility")
    assert send(page).payload["form"] == "service_request"


def test_mistakes_are_shown_without_a_fault(visit: Visitor, page: Page) -> None:
    follow(page.get_by_role("button", name="New request"))
    follow(page.get_by_role("button", name="Start", exact=True))
    expect(page.get_by_role("alert")).to_be_visible()
    visit.check()
    page.locator('[name=form][value="child_protection_request"]').check()
    go_on(page)
    through(page, ANSWERS, until="The child or children", on_each=lambda: None)
    page.locator('[name="children-0-born-month"]').fill("13")
    page.locator('[name="children-0-nhs_number"]').fill("12345")
    follow(page.get_by_role("button", name="Add another child"))
    page.locator('[name="children-1-born-year"]').fill("18")
    follow(page.locator("#gt-form .govuk-button-group .govuk-button").first)
    expect(page.get_by_role("alert")).to_be_visible()
    visit.check()
    assert page.locator('[name="children-0-nhs_number"]').input_value() == "12345"


@requirement("HERTS-2.30")
def test_with_the_keyboard_alone(visit: Visitor, page: Page) -> None:
    visit.tab_to("New request")
    enter(page)
    visit.tab_to("Child protection request")
    visit.press("Space")
    enter(page)
    visit.tab_to("Yes")
    visit.press("ArrowDown")
    enter(page)
    while (heading := page.locator("h1").inner_text()) != CHECK:
        if heading == "Have you talked to the Consultation Hub?":
            visit.tab_to("Yes")
            visit.press("ArrowDown")
        elif heading == "The child or children":
            visit.fill_by_keyboard([("First names", "Rowan"), ("Last name", "Alder")])
        elif heading == "What are you worried about?":
            visit.fill_by_keyboard([("What are you worried about?", WORRY)])
        elif heading == "Do you know of any of these in the family?":
            for _ in range(4):
                visit.tab_to("Yes")
                visit.press("ArrowDown", "ArrowDown")  # to Not known
        visit.tab_to("Continue")
        enter(page)
    visit.tab_to("Send")
    enter(page)
    expect(page.locator("h1")).to_contain_text(Entry.objects.get(kind="contact").reference)


def send_back(contact: Entry) -> None:
    """The desk returns it for consultation."""
    returning.return_form(
        by=factories.author("csc_officer"),
        at=now(),
        contact=contact,
        children={part.subject_id: {} for part in contact.parts.filter(episode__isnull=False)},
        values={"reason": "Please consult first."},
        sending=Sending(key="returned"),
    )


@requirement("HERTS-2.14", "HERTS-2.19")
def test_without_javascript_also_after_a_return(visit_plain: Visitor, lead: User) -> None:
    visit_plain.sign_in(lead)
    page = visit_plain.go("/requests/")
    begin(page, "child_protection_request")
    through(page, ANSWERS, until=CHECK, on_each=lambda: None)
    first = send(page)
    send_back(first)
    page.reload()
    expect(page.locator("main")).to_contain_text("Sent back for consultation")
    follow(page.get_by_role("button", name="Send again"))
    assert page.locator("h1").inner_text() == "Have you talked to the Consultation Hub?"
    page.locator('[name=consulted_hub][value="yes"]').check()
    for box, text in {"day": "1", "month": "4", "year": "2026", "time": "9:30am"}.items():
        page.locator(f'[name="consulted_at-{box}"]').fill(text)
    page.locator('[name=consultation_advice][value="child_protection_request"]').check()
    go_on(page)
    second = send(page)
    assert second.answers == first
    assert second.payload["concern"] == first.payload["concern"]


def test_a_returned_request_and_a_draft_have_no_fault(visit: Visitor, page: Page, lead: User) -> None:
    first = factories.contact(by=factories.author("professional_referrer", lead), consulted_hub=False)
    send_back(first)
    visit.go(f"/requests/{first.pk}/")
    visit.check()
    follow(page.get_by_role("button", name="Send again"))
    follow(page.get_by_role("button", name="Save and come back later"))
    visit.check()
    follow(page.get_by_role("link", name="Throw away"))
    visit.check()
    follow(page.get_by_role("button", name="Throw it away"))
    assert not Draft.objects.filter(signed_as=None).exists()
