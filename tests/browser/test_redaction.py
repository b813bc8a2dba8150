"""A copy of a record is marked by ticking and selecting, checked, made: axe, 320 px, keyboard, no script."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from time_machine import travel

from goldthread.disclosure.models import Mark, Redaction
from tests.browser.conftest import Visitors
from tests.browser.visitor import Visitor, follow
from tests.factories import user
from tests.integration.disclosure.marking import everything_in
from tests.integration.documents.household import NOW, Family
from tests.newest import newest

_SELECT = """(words) => {
  const texts = [...document.querySelectorAll("[data-gt-redact]")];
  const text = texts.find((one) => one.textContent.includes(words));
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}"""


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW, tick=True):
        yield


def test_a_copy_is_marked_checked_and_made(visitors: Visitors) -> None:
    family = Family()
    family.number(family.lee, "07700 900123")
    family.note(
        "Rowan reads 🙂 well. Lee rang from 07700900123, and Lee was cross. A man in a red hat waited."
    )
    visit, plain = visitors(), visitors(javascript=False)
    visit.sign_in(family.worker)
    begin(visit, family)
    redaction = Redaction.objects.get()
    go_through(visit)
    visit.go(reverse("disclosure:redaction_check", args=[redaction.pk]))
    visit.check()
    plain.sign_in(user("manager", name="Mo Manager"))
    check(plain, redaction)
    visit.go(reverse("disclosure:redaction", args=[redaction.pk]))
    follow(visit.page.get_by_role("button", name="Make the copy"))
    visit.check()
    assert "red hat" not in everything_in(newest("redacted_copy"))
    visit.page.locator('[name="how"][value="with_them"]').check()
    visit.page.locator('[name="checked"]').fill("Known to their worker")
    follow(visit.page.get_by_role("button", name="Sign", exact=True))
    visit.check()
    assert newest("copy_given").payload["to_name"] == "Rowan Alder"


def begin(visit: Visitor, family: Family) -> None:
    page = visit.go(reverse("disclosure:redactions", args=[family.rowan.pk]))
    page.get_by_label("Rowan Alder, the person themselves").check()
    page.get_by_label("They were in care").check()
    page.get_by_label("What did they ask for?").fill("Everything")
    visit.check()
    follow(page.get_by_role("button", name="Begin"))


def go_through(visit: Visitor) -> None:
    """The contact as it is proposed; the note with a few words more, by selecting, from the keyboard on."""
    page = visit.page
    follow(page.get_by_role("button", name="Go on with the next"))
    follow(page.get_by_role("button", name="Keep, and go to the next"))
    select(page, "red hat")
    visit.tab_to("Take out Lee")
    visit.check()
    follow(page.get_by_role("button", name="Keep, and go to the next"))
    assert Mark.objects.get(by_hand=True).words == "red hat"
    visit.check()
    follow(page.get_by_role("button", name="Sign, and ask for a second pair of eyes"))


def select(page: Page, words: str) -> None:
    page.evaluate(_SELECT, words)
    page.get_by_role("button", name="Take out what is selected").click()
    expect(page.get_by_text("Goes when you keep it:")).to_be_visible()


def check(visit: Visitor, redaction: Redaction) -> None:
    page = visit.go(reverse("disclosure:redaction_check", args=[redaction.pk]))
    expect(page.get_by_text("red hat")).to_be_visible()
    page.get_by_label("It may go as it stands").check()
    follow(page.get_by_role("button", name="Sign", exact=True))
