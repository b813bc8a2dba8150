"""A paper is looked at, stopped where the record forbids it, and sent: axe, 320 px, no JavaScript."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from time_machine import travel

from goldthread.ledger.models import Entry
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, follow
from tests.integration.documents.household import NOW, Family
from tests.newest import newest


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW, tick=True):
        yield


def test_a_paper_is_looked_at_stopped_and_sent(visitors: Visitors) -> None:
    family = Family()
    family.lives(family.dean, "1 Oak Road, Wrenfield", "ZZ99 3WZ")
    family.lives(family.lee, "22 Elm Close, Wrenfield", "ZZ99 3VZ")
    family.keep("Lee", what="everything")
    note = family.note("Meg is well.\nRowan reads.", family.rowan, family.ash, opinion="She is hopeful.")
    visit = visitors()
    visit.sign_in(family.worker)
    keep(visit, note)
    look_and_send(visit, note)
    plain = visitors(javascript=False)
    plain.sign_in(family.worker)
    send_by_hand(plain, note)


def keep(visit: Visitor, note: Entry) -> None:
    """One answer is kept from the father."""
    page = visit.go(reverse("casefile:keep_entry", args=[note.pk]))
    page.get_by_label("What do you make of it? (opinion)").check()
    page.get_by_label("The people ticked here", exact=True).check()
    page.get_by_label("Dean Alder, father").check()
    page.get_by_label("Why must they not know?").fill("He has threatened her.")
    visit.check()
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_text("Kept from somebody now")).to_be_visible()


def look_and_send(visit: Visitor, note: Entry) -> None:
    """Two recipients, one of whom the record forbids; the other by post, once it was looked at."""
    page = visit.go(reverse("casefile:papers", args=[note.pk]))
    page.get_by_label("Dean Alder, father").check()
    page.get_by_label("Lee Alder, father").check()
    visit.check()
    follow(page.get_by_role("button", name="Look at each copy"))
    expect(page.get_by_text("Nothing goes to Lee Alder.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="What do you make of it?")).to_be_visible()
    follow(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_text("There is a problem")).to_be_visible()
    visit.check()
    page.get_by_label("By post: 1 Oak Road, Wrenfield, ZZ99 3WZ").check()
    page.get_by_label("I have looked at it").check()
    follow(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_text("Sent, and recorded: Dean Alder (post)")).to_be_visible()
    assert newest("dispatch").payload["to_address"] == "1 Oak Road, Wrenfield, ZZ99 3WZ"


def send_by_hand(visit: Visitor, note: Entry) -> None:
    page = visit.go(reverse("casefile:papers", args=[note.pk]))
    page.get_by_label("Meg Alder, mother").first.check()
    follow(page.get_by_role("button", name="Look at each copy"))
    expect(page.get_by_text("Nothing is left out of this copy.")).to_be_visible()
    page.get_by_label("I have looked at it").check()
    follow(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_text("Sent, and recorded: Meg Alder (hand)")).to_be_visible()
