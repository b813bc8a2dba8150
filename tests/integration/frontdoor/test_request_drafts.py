"""A request before it is sent: its files, its drafts, and one request however often it is sent."""

from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine

from goldthread.ledger.models import Attachment, Draft, DraftVersion, Entry
from tests import factories
from tests.factories import THURSDAY
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.frontdoor.requesting import (
    CHECK,
    PDF,
    ROWAN,
    at_page,
    begin,
    browser_of,
    facts,
    filled,
    school,
    to_do,
)
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """The Thursday before Easter, at 4:40pm, as in worked case WC1."""
    with time_machine.travel(THURSDAY, tick=False):
        yield


@requirement("HERTS-3.6")
def test_a_families_first_assessment_goes_with_the_request() -> None:
    browser = filled(school(), families_first_assessment="yes")
    assert "Attach the Families First Assessment" in to_do(browser)
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    browser.attach("assessment_file", "Assessment of Rowan.pdf", PDF)
    assert "Assessment of Rowan.pdf" in browser.said
    assert "Attach the Families First Assessment" not in to_do(browser)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    file = Attachment.objects.get()
    assert (file.entry, file.draft, file.content_type, bytes(file.content)) == (
        entry,
        None,
        "application/pdf",
        PDF,
    )
    assert facts(entry)["assessment_attached"] is True
    response = browser.client.get(f"/requests/{entry.pk}/file/{file.pk}/")
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert browser_of(school("Other School")).go(f"/requests/{entry.pk}/file/{file.pk}/").status == 404


def docx_with_macro() -> bytes:
    """A Word file that carries a program."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("word/vbaProject.bin", "program")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("assessment.exe", b"MZ\x90\x00", "must be a PDF"),
        ("assessment.pdf", b"<html><script>alert(1)</script></html>", "must be a PDF"),
        ("assessment.png", b"%PDF-1.7\n", "must be a PDF"),
        ("assessment.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "must be a PDF"),
        ("assessment.pdf", b"", "empty"),
        ("assessment.pdf", b"%PDF-1.7\n" + b" " * (10 * 1024 * 1024), "smaller than 10 MB"),
        ("assessment.docx", docx_with_macro(), ""),
    ],
)
def test_a_file_is_taken_for_what_its_bytes_are(name: str, content: bytes, problem: str) -> None:
    browser = at_page(school(), "assessment", families_first_assessment="yes")
    browser.attach("assessment_file", name, content)
    assert browser.status == 422
    [(text, href)] = browser.errors
    assert problem in text
    assert href == "#assessment_file"
    assert not Attachment.objects.exists()
    assert browser.fields()["families_first_assessment"] == ["yes"]


def test_a_file_can_be_taken_off_again() -> None:
    browser = filled(school(), families_first_assessment="yes")
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    browser.attach("assessment_file", "a.pdf", PDF)
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    assert browser.client.get(browser.link("a.pdf")).content == PDF
    browser.send(press="remove-file:assessment_file")
    assert "a.pdf" not in browser.said
    assert not Attachment.objects.exists()


def test_save_and_come_back_later_keeps_every_letter_valid_or_not() -> None:
    user = school()
    browser = at_page(user, "children", **dict.fromkeys(ROWAN, ""))
    browser.send({"children-0-given_names": "Rowan", "children-0-born-day": "99"}, press="save")
    assert browser.heading == "My requests"
    assert "Child protection request about Rowan" in browser.said
    later = browser_of(user).go("/requests/")
    later.go(later.link("Child protection request about Rowan"))
    assert later.heading == CHECK
    later.send()
    assert later.status == 422
    assert not Entry.objects.exists()
    [(_, href)] = [error for error in later.errors if "must include a month" in error[0]]
    later.go(href)
    assert later.fields()["children-0-born-day"] == ["99"]


def test_two_windows_never_lose_words() -> None:
    browser = at_page(school(), "concern")
    other = PlainBrowser(browser.client).go(browser.path)
    browser.send({"concern": "Written in the first window"})
    other.send({"concern": "Written in the second window"})
    assert other.status == 409
    assert other.fields()["concern"] == ["Written in the second window"]
    assert Draft.objects.get().raw["concern"] == ["Written in the first window"]
    assert DraftVersion.objects.get().raw["concern"] == ["Written in the second window"]
    other.send()
    assert Draft.objects.get().raw["concern"] == ["Written in the second window"]


def test_sent_once_however_often_it_is_sent() -> None:
    browser = filled(school())
    address, fields = browser.path, browser.fields()
    answers = [browser.client.post(address, fields) for _ in range(3)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Entry.objects.filter(kind="contact").count() == 1
    assert Entry.objects.filter(kind="message").count() == 1
    assert browser.go(address).heading.startswith("Request ")
    assert browser.go(f"{address}concern/").status == 404


def test_a_draft_is_its_writers_alone() -> None:
    browser = begin(school())
    stranger = browser_of(factories.user("professional_referrer", of=factories.agency("Alderbrook Primary")))
    path = browser.path
    assert stranger.go(path).status == 404
    assert stranger.client.post(path, {"immediate_danger": "yes"}).status_code == 404
    assert browser.go(f"/requests/draft/{uuid4()}/").status == 404
    public = PlainBrowser().go("/report/").send(form="", to="/report/")
    draft = public.path.split("/")[2]
    assert browser.go(f"/requests/draft/{draft}/").status == 404


def test_a_draft_is_thrown_away_only_after_asking() -> None:
    browser = begin(school())
    draft = Draft.objects.get()
    browser.go(f"/requests/draft/{draft.pk}/throw-away/")
    assert browser.heading == "Throw this draft away?"
    browser.send()
    assert browser.heading == "My requests"
    assert not Draft.objects.exists()


def test_others_may_not_send_requests() -> None:
    assert PlainBrowser().go("/requests/").path.startswith("/sign-in")
    officer = browser_of(factories.user("csc_officer"))
    for path in ("/requests/", "/requests/new/", f"/requests/draft/{uuid4()}/", f"/requests/{uuid4()}/"):
        assert officer.go(path).status == 403


def test_a_form_that_was_not_chosen_is_asked_for() -> None:
    browser = browser_of(school()).go("/requests/new/").send({"form": "telephone_contact"})
    assert browser.status == 422
    assert browser.errors == [("Answer “What do you want to send?”", "#form")]
