"""A set of records in a browser: explained, complained of, put together; words are marked while typed."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from goldthread.ledger.models import Subject
from tests import factories as make
from tests.browser.conftest import Visitors
from tests.browser.visitor import follow
from tests.factories import later
from tests.newest import newest
from tests.requirements import requirement


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(later(hours=2), tick=True):
        yield


@pytest.fixture
def child() -> Subject:
    """Rowan, about whom a school wrote."""
    return make.child_of(make.contact())


def test_the_pages_of_a_set_of_records(visitors: Visitors, child: Subject) -> None:
    visit = visitors()
    visit.sign_in(make.user("social_worker", "manager", name="Sal Worker"))
    page = visit.go(reverse("records:explain", args=[child.pk]))
    expect(page.get_by_text("Reads as for age").first).to_be_visible()
    visit.check()
    visit.tab_to("Sign")
    follow(page.get_by_role("button", name="Sign", exact=True))
    visit.check()
    page = visit.go(reverse("records:translate", args=[newest("explained").pk]))
    visit.check()
    page = visit.go(reverse("records:record_set", args=[child.pk]))
    visit.check()
    visit.go(reverse("records:training_sign"))
    visit.check()
    page = visit.go(reverse("records:complain", args=[child.pk]))
    visit.check()
    for label in ("A complaint", "A parent or carer"):
        page.get_by_label(label, exact=True).check()
    page.get_by_label("What do they say?").fill("Nobody rang me back.")
    follow(page.get_by_role("button", name="Sign", exact=True))
    page = visit.go(reverse("records:reply", args=[newest("complaint").pk]))
    visit.check()
    visit.go(reverse("records:complaint", args=[newest("complaint").pk]))
    visit.check()
    for address in (reverse("records:complaints", args=[child.pk]), reverse("records:training")):
        visit.go(address)
        visit.check()


def test_a_complaint_without_javascript(visitors: Visitors, child: Subject) -> None:
    plain = visitors(javascript=False)
    plain.sign_in(make.user("social_worker", "manager", name="Sal Worker"))
    page = plain.go(reverse("records:complaints", args=[child.pk]))
    follow(page.get_by_role("button", name="Write one down"))
    page.get_by_label("A complaint", exact=True).check()
    page.get_by_label("A parent or carer").check()
    page.get_by_label("What do they say?").fill("The CSCX never rang me back.")
    follow(page.get_by_role("button", name="Sign", exact=True))
    follow(page.get_by_role("link", name="2 April 2026"))
    follow(page.get_by_role("button", name="Reply"))
    plain.go(reverse("casefile:entry", args=[newest("complaint").pk]))
    page.get_by_text("Words to look at again").click()
    expect(page.get_by_text("is not on the agreed list. Write it out")).to_be_visible()


@requirement("HSSCP-9.10", "HSSCP-9.11")
def test_words_are_marked_while_they_are_typed_and_nothing_is_stopped(
    visitors: Visitors, child: Subject
) -> None:
    visit = visitors()
    visit.sign_in(make.user("social_worker", name="Sal Worker"))
    page = visit.go(reverse("casefile:note", args=[child.pk]))
    page.get_by_label("Telephone call").check()
    page.get_by_label("What happened?").fill("The CSCX says that she is manipulative.")
    marks = page.locator('[data-gt-marks="facts"]')
    expect(marks).to_contain_text("“CSCX” is not on the agreed list. Write it out")
    expect(marks).to_contain_text("“manipulative” may judge. Try: say what they did and said")
    visit.check()
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("The CSCX says that she is manipulative.").first).to_be_visible()


@requirement("HERTS-3.13")
def test_a_referrer_keeps_a_record_of_their_own(visitors: Visitors) -> None:
    teacher = make.user("professional_referrer", name="Dee Teacher", of=make.agency("Oak School", "school"))
    contact = make.contact(by=make.author("professional_referrer", teacher))
    visit = visitors()
    visit.sign_in(teacher)
    page = visit.go(reverse("records:own_record", args=[contact.pk]))
    page.get_by_label("Talk with the child").check()
    page.get_by_label("With whom?").fill("Rowan")
    page.get_by_label("What was said, told or decided?").fill("I asked how things are at home.")
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("I asked how things are at home.").first).to_be_visible()
    expect(page.get_by_text("Dee Teacher, Professional referrer, 2 April 2026")).to_be_visible()
    visit.check()
