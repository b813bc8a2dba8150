"""Two presses of one button that reach the server in the same instant make one contact."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from goldthread.ledger.models import Entry, Subject
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.frontdoor.requesting import filled, school
from tests.integration.frontdoor.test_public_report import ANSWERS, CHECK

# Every thread has a connection of its own, and sees what the others have committed.
pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 4


def all_at_once(browser: PlainBrowser) -> list[int]:
    """Send the form of this page several times in one instant; the statuses of the answers."""
    fields, start = browser.fields(), Barrier(PRESSES)

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
