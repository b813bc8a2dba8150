"""The worker's pages in every state: nothing for axe to find, and a keyboard or a plain browser is enough."""

import re
from collections.abc import Iterator
from itertools import pairwise
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.accounts.models import User
from goldthread.ledger import operations
from goldthread.ledger.models import Draft, Entry, Subject
from tests.browser.visitor import Visitor, enter, follow
from tests.factories import THURSDAY, author, child_of, later, user
from tests.integration.casefile.cases import corrected, decided, family, with_file

WORDS = "Rang the mother; the fridge was full."


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """An hour after Rowan's school wrote."""
    with travel(later(hours=1), tick=True):
        yield


@pytest.fixture
def worker(live_server: LiveServer) -> User:  # noqa: ARG001 (the database of the service)
    return user("social_worker", "delegated_social_worker", name="Leila Hawthorn")


@pytest.fixture
def entry(worker: User) -> Entry:  # noqa: ARG001 (after the database)
    return family()


@pytest.fixture
def child(entry: Entry) -> Subject:
    """Rowan, with a family and a decision that waits."""
    decided(entry)
    return child_of(entry)


@pytest.fixture
def signed_in(visit: Visitor, worker: User) -> Visitor:
    visit.sign_in(worker)
    return visit


def at(name: str, *ids: object) -> str:
    return reverse(f"casefile:{name}", args=ids)


def opened(visit: Visitor, path: str) -> Page:
    """A page with every part that hides behind a click laid open."""
    page = visit.go(path)
    for details in page.query_selector_all("details"):
        details.evaluate("one => { one.open = true }")
    return page


def test_the_way_in(visit: Visitor, worker: User) -> None:
    for path in (at("home"), reverse("signin:sign_in"), reverse("account_login")):
        visit.go(path)
        visit.check()
    follow(visit.page.get_by_role("button", name="Sign in"))
    visit.check()
    follow(visit.go(reverse("signin:sign_in")).get_by_role("button", name=worker.name))
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("My work")


def test_a_worklist_empty_and_full(signed_in: Visitor) -> None:
    page = signed_in.go(at("worklist"))
    expect(page.get_by_text("Nothing to do here")).to_be_visible()
    signed_in.check()
    decided(family())
    for tab in ("mine", "overdue", "today"):
        opened(signed_in, f"{at('worklist')}?show={tab}")
        signed_in.check()


def test_what_waits_for_a_manager(visit: Visitor, child: Subject) -> None:
    manager = user("manager")
    visit.sign_in(manager)
    page = opened(visit, at("worklist"))
    expect(page.get_by_role("heading", name="Waits for you to authorise it")).to_be_visible()
    expect(page.get_by_role("link", name="Rowan ALDER", exact=True).first).to_have_attribute(
        "href", at("child", child.pk)
    )
    visit.check()


def test_a_child_page_full_and_empty(signed_in: Visitor, child: Subject, entry: Entry) -> None:
    corrected(entry, concern="Comes to school hungry.")
    page = opened(signed_in, at("child", child.pk))
    for words in ("8 years old", "Hazel ALDER", "Lives at", "waits to be authorised", "Open now:", "Polish"):
        expect(page.get_by_text(words).first).to_be_visible()
    signed_in.check()
    nobody = operations.new_subject(by=author("social_worker"), at=THURSDAY)
    for name in ("child", "chronology"):
        opened(signed_in, at(name, nobody.pk))
        signed_in.check()


def test_the_headings_of_a_child_page_skip_no_level(signed_in: Visitor, child: Subject) -> None:
    page = signed_in.go(at("child", child.pk))
    levels = [
        int(one[1]) for one in page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(h => h.tagName)")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_two_columns_where_there_is_room(signed_in: Visitor, child: Subject) -> None:
    page = signed_in.go(at("child", child.pk))
    left, right = page.locator(".gt-two__main"), page.locator(".gt-two__side")

    def beside() -> bool:
        one, other = left.bounding_box(), right.bounding_box()
        assert one
        assert other
        return other["x"] >= one["x"] + one["width"]

    assert beside()
    with signed_in.at_width(320):
        assert not beside()


def test_the_chronology_and_its_print(signed_in: Visitor, child: Subject) -> None:
    page = signed_in.go(at("chronology", child.pk))
    expect(page.get_by_role("heading", name="April 2026")).to_be_visible()
    signed_in.check()
    signed_in.go(at("chronology", child.pk) + "?kind=decision")
    signed_in.check()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Kinds of entry")).not_to_be_visible()
    expect(page.get_by_text("Neglect that builds up.")).to_be_visible()


def test_each_kind_of_entry_page(signed_in: Visitor, entry: Entry) -> None:
    decided(entry)
    corrected(entry, concern="Comes to school hungry.")
    with_file(entry)
    for one in Entry.objects.all():
        signed_in.go(at("entry", one.pk))
        signed_in.check()
    page = signed_in.go(at("entry", entry.pk))
    row = page.get_by_role("row", name="What are you worried about?")
    expect(row).to_contain_text("worse since January")
    expect(row).to_contain_text("Comes to school hungry.")
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.pdf").click()
    assert download.value.suggested_filename == "plan.pdf"


def test_a_correction_with_and_without_its_reason(signed_in: Visitor, entry: Entry) -> None:
    page = signed_in.go(at("correct", entry.pk))
    signed_in.check()
    follow(page.get_by_role("button", name="Sign the correction"))
    assert page.title().startswith("Error: ")
    signed_in.check()
    page.get_by_label("Why is it corrected?").fill("To see")
    follow(page.get_by_role("button", name="Sign the correction"))
    expect(page.get_by_text("Nothing has been changed")).to_be_visible()


def test_finding_in_every_state(signed_in: Visitor, child: Subject) -> None:
    page = signed_in.go(at("search"))
    signed_in.check()
    for text, words in (
        ("", "There is a problem"),
        ("Zzyzx", "Nobody found"),
        ("Rowan Alder", "1 person found"),
    ):
        page.get_by_label("Name, date of birth").fill(text)
        follow(page.get_by_role("button", name="Find", exact=True))
        expect(page.get_by_text(words).first).to_be_visible()
        signed_in.check()
    close(child)
    follow(page.get_by_role("button", name="Find", exact=True))
    expect(page.get_by_text("A restricted record may match")).to_be_visible()
    signed_in.check()


@pytest.mark.usefixtures("child")
def test_someone_is_found_while_they_are_typed(signed_in: Visitor) -> None:
    page = signed_in.go(at("search"))
    page.get_by_label("Name, date of birth").press_sequentially("row ald")
    link = page.get_by_role("link", name="Rowan ALDER")
    expect(link).to_be_visible()
    expect(page.locator("#found-said")).to_have_text("1 person found.")
    assert (page.url, page.title()) == (signed_in.address + at("search"), "Find a person – Goldthread")
    signed_in.check()
    page.get_by_label("Name, date of birth").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.get_by_label("Name, date of birth").fill("zzyzx")
    expect(page.get_by_text("Nobody found")).to_be_visible()
    expect(link).to_have_count(0)
    enter(page)
    expect(page.get_by_text("Nobody found")).to_be_visible()


def close(child: Subject) -> None:
    manager = author("manager")
    protect(by=manager, at=THURSDAY, subject=child, level=Level.RESTRICTED, reason="A colleague's child")


def test_what_is_closed_missing_or_not_for_one(signed_in: Visitor, child: Subject, entry: Entry) -> None:
    close(child)
    opened(signed_in, at("worklist"))
    expect(signed_in.page.get_by_text("A restricted record").first).to_be_visible()
    signed_in.check()
    sibling = entry.parts.exclude(subject=child).order_by("pk")[0].subject
    for path in (at("child", child.pk), at("child", sibling.pk), at("child", uuid4()), at("entry", uuid4())):
        signed_in.go(path)
        signed_in.check()


def test_a_partner_is_told_that_this_is_not_for_them(visit: Visitor, child: Subject) -> None:
    visit.sign_in(user("professional_referrer"))
    for path in (at("worklist"), at("child", child.pk), at("search")):
        page = visit.go(path)
        expect(page.get_by_text("Your role does not include this.")).to_be_visible()
        visit.check()


def test_by_keyboard_alone(visit: Visitor, worker: User, child: Subject) -> None:
    page = visit.go(reverse("signin:sign_in"))
    visit.tab_to(worker.name)
    visit.press("Enter")
    page.wait_for_url("**" + at("worklist"))
    visit.tab_to("Why?")
    visit.press("Enter")
    expect(page.locator("details.gt-why[open] .gt-why__text").first).to_be_visible()
    visit.tab_to("Rowan ALDER")
    visit.press("Enter")
    page.wait_for_url("**" + at("child", child.pk))
    visit.tab_to("Write a note")
    visit.press("Enter")
    page.wait_for_url("**/note/")
    visit.tab_to("Telephone call")
    visit.press("Space")
    visit.fill_by_keyboard([("What happened?", WORDS)])
    visit.tab_to("Sign")
    visit.press("Enter")
    page.wait_for_url("**" + at("child", child.pk))
    expect(page.get_by_text(WORDS, exact=True)).to_be_visible()


def test_without_javascript(visit_plain: Visitor, worker: User, child: Subject) -> None:
    page = visit_plain.go(reverse("signin:sign_in"))
    follow(page.get_by_role("button", name=worker.name))
    page.locator("summary", has_text="Why?").first.click()
    expect(page.locator(".gt-why__text").first).to_be_visible()
    follow(page.get_by_role("link", name="Rowan ALDER").first)
    follow(page.get_by_role("button", name="Write a note"))
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert page.title().startswith("Error: ")
    page.get_by_label("Call not answered").check()
    page.get_by_label("What happened?").fill(WORDS)
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page).to_have_url(re.compile(at("child", child.pk)))
    expect(page.get_by_text(WORDS, exact=True)).to_be_visible()
    follow(page.get_by_role("link", name="Whole chronology"))
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_a_note_is_kept_while_it_is_typed(signed_in: Visitor, child: Subject) -> None:
    page = signed_in.go(at("child", child.pk))
    follow(page.get_by_role("button", name="Write a note"))
    signed_in.check()
    page.get_by_label("What happened?").fill(WORDS)
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert Draft.objects.get(kind="note").raw["facts"] == [WORDS]
    follow(page.get_by_role("button", name="Sign", exact=True))
    assert page.title().startswith("Error: ")  # the kind of note was not said
    signed_in.check()
    follow(signed_in.go(at("child", child.pk)).get_by_role("button", name="Write a note"))
    expect(page.get_by_label("What happened?")).to_have_value(WORDS)
