"""The pages on which a copy is marked, checked by somebody else, made and given, without a script."""

import re
from io import BytesIO

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.operations import exclude
from goldthread.accounts.models import User
from goldthread.disclosure.models import Mark, Redaction
from goldthread.disclosure.redaction.queries import copies_for
from goldthread.ledger.models import Attachment, Entry
from tests.factories import author, user
from tests.integration.disclosure.marking import everything_in
from tests.integration.documents.household import NOW, Family
from tests.integration.frontdoor.plain import PlainBrowser
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    """Rowan's record, with a note about the father of a sister."""
    made = Family()
    made.lives(made.lee, "22 Elm Close, Wrenfield", "ZZ99 3VZ")
    made.number(made.lee, "07700 900123")
    made.note("Rowan reads. Lee rang from 07700900123. A tall man in a red hat stood at the gate.")
    return made


def browser_of(who: User) -> PlainBrowser:
    client = Client()
    client.force_login(who)
    return PlainBrowser(client)


def begun(family: Family, browser: PlainBrowser) -> Redaction:
    """A copy for Rowan."""
    browser.go(reverse("disclosure:redactions", args=[family.rowan.pk]))
    browser.send({"to": f"person:{family.rowan.pk}", "basis": "care_leaver", "purpose": "All of it"})
    assert browser.status == 200
    return Redaction.objects.get()


def sheet_of(redaction: Redaction, entry: Entry) -> str:
    return reverse("disclosure:redaction_sheet", args=[redaction.pk, entry.pk])


def gone_through(browser: PlainBrowser, redaction: Redaction) -> None:
    """Each entry as it is proposed, until the last."""
    browser.go(reverse("disclosure:redaction", args=[redaction.pk]))
    for _ in range(20):
        found = re.search(
            rf'href="(/[^"]*copies/{redaction.pk}/entries/[^"]+)"[^>]*>\s*Go on with', browser.text
        )
        if found is None:
            return
        browser.go(found[1]).send()
        browser.go(reverse("disclosure:redaction", args=[redaction.pk]))


@requirement("HSSCP-6.7")
@travel(NOW, tick=False)
def test_a_copy_is_marked_by_one_checked_by_another_made_and_given(family: Family) -> None:
    browser = browser_of(family.worker)
    redaction = begun(family, browser)
    note = newest("note")
    mark_by_hand(browser, redaction, note)
    gone_through(browser, redaction)
    browser.send(press="continue")
    signed = newest("redaction")
    assert signed.payload["counts"]
    assert "Lee" not in str(signed.payload)
    not_by_the_same_person(browser, redaction)
    check_and_make(browser, redaction)
    # the next copy begins with what was decided
    again = browser.go(reverse("disclosure:redactions", args=[family.rowan.pk]))
    again.send({"to": f"person:{family.rowan.pk}", "basis": "own", "purpose": "Again"})
    later = Redaction.objects.exclude(pk=redaction.pk).get()
    again.go(sheet_of(later, note))
    assert "decided before" in again.text
    assert "A tall man in a red hat" in again.text


def mark_by_hand(browser: PlainBrowser, redaction: Redaction, note: Entry) -> None:
    """A sentence and a single word, besides what is proposed."""
    browser.go(sheet_of(redaction, note))
    assert "Name of Lee Alder" in browser.text
    assert "Telephone number of Lee Alder" in browser.text
    # a sentence by hand, then single words
    sentence = re.search(r'name="hand"[^>]*value="([^"]+)"[^>]*>\s*<label[^>]*><bdi>A tall man', browser.text)
    assert sentence
    browser.send(press="words:1")
    word = re.search(r'name="hand"[^>]*value="([^"]+)"[^>]*>\s*<label[^>]*><bdi>reads<', browser.text)
    assert word
    browser.send({"hand": [sentence[1], word[1]], "hand-reason": "wishes"}, press="stay")
    assert Mark.objects.filter(by_hand=True, goes=True, reason="wishes").count() == 2


def not_by_the_same_person(browser: PlainBrowser, redaction: Redaction) -> None:
    """Whoever marked it neither checks it nor makes the file before somebody else has."""
    browser.go(reverse("disclosure:redaction_check", args=[redaction.pk]))
    assert "somebody else checks it" in browser.text
    browser.client.post(browser.path, {"outcome": "approved"})
    browser.client.post(reverse("disclosure:redaction_make", args=[redaction.pk]))
    assert not Entry.objects.filter(kind__in=["redaction_check", "redacted_copy"]).exists()


def check_and_make(browser: PlainBrowser, redaction: Redaction) -> None:
    """Somebody else approves; the file holds nothing of what went, and is tagged; it is given."""
    other = browser_of(user("manager", name="Mo Manager"))
    other.go(reverse("disclosure:redaction_check", args=[redaction.pk]))
    assert "07700900123" in other.text
    other.send({"outcome": "approved"})
    assert newest("redaction_check").author_name == "Mo Manager"
    made = browser.client.post(reverse("disclosure:redaction_make", args=[redaction.pk]), follow=True)
    assert made.status_code == 200
    copy = newest("redacted_copy")
    text = everything_in(copy)
    assert "Rowan" in text
    assert not [words for words in ("Lee", "07700", "red hat", "reads") if words in text]
    tree = pypdf.PdfReader(BytesIO(bytes(Attachment.objects.get(entry=copy).content))).trailer["/Root"]
    assert "/StructTreeRoot" in tree
    assert tree["/Lang"] == "en-GB"
    page = browser.go(reverse("disclosure:redacted_copy", args=[copy.pk]))
    page.send({"how": "with_them", "checked": "Known to their worker"})
    assert newest("copy_given").payload["to_name"] == "Rowan Alder"


@travel(NOW, tick=False)
def test_a_copy_is_sent_back_and_a_later_correction_asks_for_another_look(family: Family) -> None:
    browser = browser_of(family.worker)
    redaction = begun(family, browser)
    gone_through(browser, redaction)
    browser.send(press="continue")
    other = browser_of(user("manager", name="Mo Manager"))
    other.go(reverse("disclosure:redaction_check", args=[redaction.pk]))
    other.send({"outcome": "returned"})
    assert other.status == 422
    other.send({"outcome": "returned", "note": "The gate tells where she lives."})
    browser.go(reverse("disclosure:redaction", args=[redaction.pk]))
    assert "The gate tells where she lives." in browser.text
    assert not copies_for(newest("redaction"))
    made = browser.client.post(reverse("disclosure:redaction_make", args=[redaction.pk]), follow=True)
    assert "Nobody else has approved it yet" in made.content.decode()


@travel(NOW, tick=False)
def test_whoever_may_not_open_the_record_sees_none_of_it(family: Family) -> None:
    browser = browser_of(family.worker)
    redaction = begun(family, browser)
    gone_through(browser, redaction)
    browser.send(press="continue")
    signed = newest("redaction")
    pages = [
        reverse("disclosure:redactions", args=[family.rowan.pk]),
        reverse("disclosure:redaction", args=[redaction.pk]),
        sheet_of(redaction, newest("note")),
        reverse("disclosure:redaction_check", args=[redaction.pk]),
        reverse("disclosure:redaction_entry", args=[signed.pk]),
    ]
    barred = user("social_worker", name="Barred Worker")
    exclude(by=author("manager"), at=NOW, subject=family.rowan, user=barred, reason="Kin")
    for who in (barred, family.nurse, user("professional_referrer")):
        for page in pages:
            seen = browser_of(who).client.get(page, follow=True)
            assert seen.status_code in {403, 404}, (who.name, page)
            assert not re.search("Lee|07700|red hat|Rowan", seen.content.decode())
