"""Every page that the crawl reaches, gone over by keyboard alone and opened without JavaScript.

That forms and controls are what a keyboard and a browser without JavaScript can use is held of every page of
every test (tests/usable.py); here a browser says that they are to be seen and come to in their order. What
the crawl does not reach is gone over where another test looks at it: `Visitor.walk`.

The long form opens every address as everyone who may, in the procedure of each authority, and axe looks at
every page as well, wide and narrow.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from time_machine import travel

from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from tests.browser.walking import Walker
from tests.factories import user
from tests.integration.access.crawl import LAST, Address, addresses, may_ask
from tests.integration.access.household import Case
from tests.integration.documents.household import NOW
from tests.proving import prove

pytestmark = pytest.mark.django_db
LONG = "GOLDTHREAD_LONG" in os.environ
EVERY, FEWEST = 4, 25  # an ordinary run goes over each fourth page; at least so many
AUTHORITIES = ("hartlepool-stockton", "worcestershire", "gloucestershire", "hertfordshire")
MANY = 100
_MAIN = re.compile(rb"<main.*</main>", re.DOTALL)
_OWN = re.compile(rb'[0-9a-f]{8}-[0-9a-f-]{27}|name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def quick(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Well-formed HTML is for other tests, and each refusal is no news."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "tests.html.strict"]
    caplog.set_level(logging.CRITICAL, "django.request")


@travel(NOW, tick=False)
def test_every_page_is_whole_by_keyboard_and_without_javascript(
    authority: Callable[..., None], walker: Walker
) -> None:
    authority("hartlepool-stockton")
    case = Case()
    people = [arrived(who) for who in (case.worker_of_all, case.nurse, None)]
    pages = [opened(one, people) for one in addresses(case)[::EVERY]]
    found = [page for page in pages if page is not None]
    for path, answer in found:
        if not walker.knows(path):
            walker.walk(path, answer.content, answer.headers)
    assert len(found) > FEWEST


@pytest.mark.skipif(not LONG, reason="the long form: a quarter of an hour for each authority")
@pytest.mark.parametrize("name", AUTHORITIES)
@travel(NOW, tick=False)
def test_every_page_of_every_reader_is_whole_and_axe_finds_nothing(
    name: str, authority: Callable[..., None], walker: Walker
) -> None:
    authority(name)
    case = Case()
    known: set[bytes] = set()
    wrong = []
    for who, path, answer in every_page(case):
        if (page := what_it_says(answer.content)) not in known:
            known.add(page)
            told = [*walker.faults(path, answer.content, answer.headers), *walker.by_axe()]
            wrong += [f"{who} {path}: {said}" for said in told]
            print(len(known), who, path, *told, flush=True)  # it is long: a fault need not wait for the end
    assert not wrong, "\n".join(wrong)
    assert len(known) > MANY


def every_page(case: Case) -> Iterator[tuple[str, str, HttpResponse]]:
    """Whatever anybody gets: holders of one role, of all, people of other agencies, nobody signed in."""
    people = {role: user(role) for role in sorted(roles())}
    people |= {who: reader for who, (reader, _, _) in case.readers.items() if reader is not None}
    every = addresses(case)
    for who, reader in {"all roles": case.worker_of_all, **people, "nobody": None}.items():
        here = [arrived(reader)]
        for one in every:
            if (found := opened(one, here)) is not None:
                yield who, *found


def arrived(who: User | None) -> tuple[User | None, Client]:
    """Someone who has just signed in, and what they ask with."""
    client = Client(raise_request_exception=False)
    if who is not None:
        client.force_login(who)
        prove(client)
    return who, client


def opened(one: Address, people: Iterable[tuple[User | None, Client]]) -> tuple[str, HttpResponse] | None:
    """The first page at this address that one of them gets; None where it is no page, or leads to another."""
    for client in (client for who, client in people if one.pattern != LAST and may_ask(who, one)):
        for path in one.filled:
            answer = client.get(path)
            if answer.status_code == 200 and b"<h1" in getattr(answer, "content", b""):
                return path, answer
    return None


def what_it_says(body: bytes) -> bytes:
    """A page's own part, as a number: the same for two people who are shown the same."""
    main = _MAIN.search(body)
    return sha256(_OWN.sub(b"", main[0] if main else body)).digest()
