"""The people of the cases of other authorities, each with a browser of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import time_machine
from django.test import Client

from goldthread.accounts.models import User
from goldthread.ledger.models import Entry
from tests.integration.frontdoor.plain import PlainBrowser
from tests.newest import newest


@contextmanager
def at(when: datetime, who: User | None, page: str) -> Iterator[PlainBrowser]:
    """That person's browser (a visitor's for nobody) at that time, at that page."""
    with time_machine.travel(when, tick=False):
        client = Client()
        if who is not None:
            client.force_login(who)
        yield PlainBrowser(client).go(page)


def signed(browser: PlainBrowser, answers: Mapping[str, Any]) -> Entry:
    """Fill in the page that stands there and sign it; the entry that it became."""
    browser.send(answers)
    assert browser.status == 200, (browser.path, browser.errors, browser.said[:600])
    return newest()


def filed(browser: PlainBrowser, answers: Mapping[str, Any]) -> None:
    """The same, without reading the page that comes after it: quicker, in a long case."""
    browser.send(answers, follow=False)
    assert browser.status == 302, (browser.path, browser.errors, browser.said[:600])


def step(entry: Entry, name: str) -> str:
    """The address of a step that answers a contact."""
    return f"/entries/{entry.pk}/steps/{name}/"
