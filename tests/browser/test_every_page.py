"""Every page that the crawl reaches, gone over by keyboard alone and opened without JavaScript.

That forms and controls are what a keyboard and a browser without JavaScript can use is held of every page of
every test (tests/usable.py); here a browser says that they are to be seen and come to in their order. What
the crawl does not reach is gone over where another test looks at it: `Visitor.walk`.
"""

import logging
import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from time_machine import travel

from goldthread.accounts.models import User
from tests.browser.walking import Walker
from tests.integration.access.crawl import LAST, Address, addresses, may_ask
from tests.integration.access.household import Case
from tests.integration.documents.household import NOW

pytestmark = pytest.mark.django_db
LONG = "GOLDTHREAD_LONG" in os.environ
EVERY, FEWEST = (1, 130) if LONG else (4, 25)  # an ordinary run goes over each fourth page; at least so many


@travel(NOW, tick=False)
def test_every_page_is_whole_by_keyboard_and_without_javascript(
    authority: Callable[..., None], walker: Walker, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    authority("hartlepool-stockton")
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "tests.html.strict"]
    caplog.set_level(logging.CRITICAL, "django.request")
    case = Case()
    asked = addresses(case)[::EVERY]
    pages = [opened(one, (case.worker_of_all, case.nurse, None)) for one in asked]
    found = [page for page in pages if page is not None]
    for path, answer in found:
        if not walker.knows(path):
            walker.walk(path, answer.content, answer.headers)
    assert len(found) > FEWEST


def opened(one: Address, people: Iterable[User | None]) -> tuple[str, HttpResponse] | None:
    """The first page at this address that one of them gets; None where it is no page, or leads to another."""
    for user in people if one.pattern != LAST else ():
        if not may_ask(user, one):
            continue
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for path in one.filled:
            answer = client.get(path)
            if answer.status_code == 200 and b"<h1" in getattr(answer, "content", b""):
                return path, answer
    return None
