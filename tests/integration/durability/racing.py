"""Two people at one form at one instant: each fills every box with a word of their own, and both press."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, islice
from operator import itemgetter
from threading import Barrier

from django.db import connection
from django.test import Client

from goldthread.accounts.models import User
from goldthread.config.access_page import addresses_with_rules
from tests.integration.access.crawl import Unfilled, filled, fills
from tests.integration.access.household import Case
from tests.integration.frontdoor.plain import MAIN, PlainBrowser

_numbers = count(1)
_TEXT = {"text", "", None}  # kinds of box that hold words
_NOT_WORDS = ("-day", "-month", "-year", "-time", "_time", "phone", "email", "number", "postcode")


@dataclass
class Found:
    """What came of the races: how many at each form, and what was wrong."""

    races: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    settled: int = 0  # races in which somebody's words were recorded

    @property
    def wrong(self) -> list[str]:
        """All of it."""
        return self.lost + self.twice + self.broken


def forms(user: User, case: Case, only: Collection[str] = ()) -> Iterator[str]:
    """The pages that have a form in which this person may write words: all, or those that end so."""
    for pattern, _ in sorted(addresses_with_rules(), key=itemgetter(0)):
        if only and not pattern.endswith(tuple(only)):
            continue
        with suppress(Unfilled):
            for path in islice(filled(pattern, fills(case, pattern)), 1):
                browser = at_form(user, path)
                if browser is not None and boxes(browser):
                    yield path


def at_form(user: User, path: str) -> PlainBrowser | None:
    """That person's browser at the page, where there is a form on it."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    browser = PlainBrowser(client)
    browser.go(path)
    is_there = browser.status == 200 and f'id="{MAIN}"' in browser.text
    return browser if is_there else None


def boxes(browser: PlainBrowser) -> list[str]:
    """The names of the boxes of the form that hold words."""
    [form] = [form for form in browser.tree.iter("form") if form.get("id") == MAIN][:1]
    found = [
        control.get("name", "")
        for control in form.iter()
        if control.tag == "textarea" or (control.tag == "input" and control.get("type") in _TEXT)
    ]
    return [name for name in found if name and not name.endswith(_NOT_WORDS)]


def race(found: Found, path: str, people: tuple[User, User], *, saving: bool) -> bool:
    """Once: both read the page, both write, both press or save. Whether there was a form."""
    browsers = [at_form(one, path) for one in people]
    if not all(browsers):
        return False
    start, words = Barrier(2), [f"Quill{next(_numbers)}feather" for _ in people]

    def press(number: int) -> tuple[int, str]:
        browser = browsers[number]
        assert browser
        sent = {**browser.fields(), **dict.fromkeys(boxes(browser), words[number])}
        headers = {"Accept": "application/json"} if saving else {}
        start.wait()
        try:
            answer = browser.client.post(browser.action, sent, headers=headers)
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, range(2)))
    _judge(found, path, words, answers)
    return True


def _judge(found: Found, path: str, words: list[str], answers: list[tuple[int, str]]) -> None:
    found.races[path] = found.races.get(path, 0) + 1
    for word, (status, page) in zip(words, answers, strict=True):
        if status >= 500:
            found.broken.append(f"{path}: {status}")
        elif not (kept := _is_kept(word)) and word not in page:
            found.lost.append(f"{path}: {word} ({status})")
        else:
            found.settled += kept
    found.twice.extend(f"{path}: {one}" for one in settled_twice() if f"{path}: {one}" not in found.twice)


def settled_twice() -> list[str]:
    """Entries that two people settled, each in their own way."""
    query = """select e.reference from ledger_entry e
               join ledger_entry s on e.id in (s.authorises_id, s.declines_id)
               group by e.id having count(*) > 1"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [reference for (reference,) in cursor.fetchall()]


def _is_kept(word: str) -> bool:
    """Whether a word stands anywhere in the database."""
    with connection.cursor() as cursor:
        cursor.execute(_everywhere(), [f"%{word}%"] * _everywhere().count("%s"))
        return cursor.fetchone() == (True,)


def _everywhere() -> str:
    names = [name for name in connection.introspection.table_names() if not name.startswith("procrastinate")]
    looks = (f"exists (select from {name} t where t::text like %s)" for name in sorted(names))
    return f"select {' or '.join(looks)}"
