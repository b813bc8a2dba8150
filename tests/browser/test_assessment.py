"""An assessment in a browser: the document, a section written by keyboard, a visit, a contribution."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from goldthread.ledger.models import Entry
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, enter, follow
from tests.integration.assessment.family import Family

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def family(authority: Callable[..., None]) -> Family:
    """Two children in the area of the Hub."""
    return Family(authority, "hartlepool-stockton", children=2)


def test_a_section_is_kept_while_it_is_typed_and_signed_by_keyboard(family: Family, visit: Visitor) -> None:
    visit.sign_in(family.worker)
    visit.go(family.page())
    follow(visit.page.get_by_role("link", name="Add to Housing"))
    visit.check()
    visit.page.get_by_label("Comes to school hungry").check()
    visit.page.get_by_label("Fact (required)").fill("Mould in both bedrooms")
    expect(visit.page.get_by_text("Saved")).to_be_visible()
    visit.page.get_by_label("Who or what says so? (required)").fill("Seen on the visit")
    visit.tab_to("Sign")
    enter(visit.page)
    expect(visit.page.get_by_text("Added to the assessment: Housing.")).to_be_visible()
    visit.check()
    signed = Entry.objects.get(kind="assessment_section")
    assert [row["what"][:12] for row in signed.payload["facts"]] == ["Comes to sch", "Mould in bot"]


def test_visit_outcome_and_contribution_are_whole_without_javascript(
    family: Family, visitors: Visitors
) -> None:
    worker, teacher = visitors(), visitors(javascript=False)
    worker.sign_in(family.worker)
    for page in ("visits/new/", "assessment-outcome/"):
        worker.go(family.page(page))
        worker.check()
    who = make.user("partner_agency", name="Tess Teacher", of=make.agency("Alderbrook Primary", "school"))
    worker.go(family.page("contributions/ask/"))
    worker.page.get_by_label("Which agency? (required)").fill("Alderbrook Primary")
    worker.page.get_by_label("What do you ask").fill("How do they come to school?")
    worker.page.get_by_label("Yes", exact=True).check()
    expect(worker.page.get_by_text("Saved")).to_be_visible()
    follow(worker.page.get_by_role("button", name="Sign", exact=True))
    expect(worker.page.get_by_text("Alderbrook Primary: not answered yet")).to_be_visible()
    teacher.sign_in(who)
    teacher.go("/asked-of-us/")
    follow(teacher.page.get_by_role("link", name="Ada Alder"))
    teacher.page.get_by_label("What goes well?").fill("Both love reading")
    follow(teacher.page.get_by_role("button", name="Sign and send"))
    assert "Your contribution has reached the social worker" in teacher.page.inner_text("main")
    teacher.go("/asked-of-us/")
    assert "Answered" in teacher.page.inner_text("main")
    worker.go(family.page())
    expect(worker.page.get_by_text("Alderbrook Primary: received")).to_be_visible()
