"""Two presses of one button that reach the server in the same instant make one contact."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from goldthread.ledger.models import Entry, Subject
from tests import factories as make
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.frontdoor.requesting import filled, school
from tests.integration.frontdoor.test_public_report import ANSWERS, CHECK

# Every thread has a connection of its own, and sees what the others have committed.
pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 4
CALL = {
    "immediate_danger": "no",
    "suspected_crime": "no",
    "referrer_kind": "school",
    "referrer_name": "Dilys Lead",
    "referrer_phone": "01632 960 102",
    "concern": "He came to school without a coat.",
    "parents_informed": "agreed",
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "4",
    "children-0-born-month": "3",
    "children-0-born-year": "2019",
}


def all_at_once(browser: PlainBrowser, answers: Mapping[str, str] | None = None) -> list[int]:
    """Send the form of this page several times in one instant; the statuses of the answers."""
    fields, start = {**browser.fields(), **(answers or {})}, Barrier(PRESSES)

    def press(_: int) -> int:
        client = Client()
        client.cookies = browser.client.cookies
        start.wait()
        try:
            return client.post(browser.path, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as pool:
        return list(pool.map(press, range(PRESSES)))


def test_a_request_is_sent_once() -> None:
    assert all_at_once(filled(school())) == [302] * PRESSES
    assert Entry.objects.filter(kind="contact").count() == 1
    assert Entry.objects.filter(kind="message").count() == 1
    assert Subject.objects.count() == 1


def test_a_public_report_is_sent_once() -> None:
    browser = PlainBrowser().go("/report/").send(form="", to="/report/")
    browser.through(ANSWERS, until=CHECK)
    assert all_at_once(browser) == [302] * PRESSES
    assert Entry.objects.filter(kind="contact").count() == 1
    assert Entry.objects.filter(kind="receipt_shown").count() == 1
    assert Subject.objects.count() == 1


def test_a_call_is_signed_once_and_who_pressed_again_is_led_to_it() -> None:
    """The second finds the child of the first on record: it is itself, and no likeness to be asked about."""
    officer = Client()
    officer.force_login(make.user("csc_officer"))
    browser = PlainBrowser(officer).go(f"/telephone/{uuid4()}/")
    assert all_at_once(browser, CALL) == [302] * PRESSES
    assert Entry.objects.filter(kind="contact").count() == 1
    assert Subject.objects.count() == 1
