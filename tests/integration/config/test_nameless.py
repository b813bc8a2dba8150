"""A named child is typed, looked for, written to and met by faults: no log, address or title names them."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from goldthread.config.logs import Nameless
from goldthread.documents import delivering
from goldthread.documents.models import Delivery
from goldthread.ledger.models import Entry
from tests import factories as make
from tests.factories import THURSDAY
from tests.integration.frontdoor.plain import PlainBrowser

pytestmark = pytest.mark.django_db
NEEDLES = ("Xanthippe", "Quillfeather", "Marlowe Terrace")
TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
PLACES = re.compile(r'(?:href|action|src)="([^"]*)"')


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged meanwhile, at every level, as it is written in earnest."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(Nameless())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def has_needle(text: str) -> list[str]:
    return [needle for needle in NEEDLES if needle.lower() in text.lower()]


def looked_at(browser: PlainBrowser) -> None:
    """The page has them; its title and the addresses on it have not."""
    assert not has_needle(browser.path)
    assert not has_needle(" ".join(TITLE.findall(browser.text)))
    assert not has_needle(" ".join(PLACES.findall(browser.text)))


@time_machine.travel(THURSDAY, tick=False)
def test_a_named_child_stands_in_no_log_address_or_title(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = {"given_names": NEEDLES[0], "family_name": NEEDLES[1], "address": f"4 {NEEDLES[2]}"}
    contact = make.contact(children=[child], concern=f"{NEEDLES[0]} cries at night.")
    record = make.child_of(contact)
    client = Client(raise_request_exception=False)
    client.force_login(make.user("social_worker", "csc_officer"))
    browser = PlainBrowser(client)
    seen = 0
    for address in (
        f"/children/{record.pk}/",
        f"/entries/{contact.pk}/",
        "/find/",
        "/telephone/",
        "/drafts/",
    ):
        browser.go(address)
        looked_at(browser)
        seen += bool(has_needle(browser.text))
    assert seen >= 2  # else blank pages would pass
    browser.text = client.post("/find/", {"text": f"{NEEDLES[0]} {NEEDLES[1]}"}).content.decode()
    looked_at(browser)
    assert has_needle(browser.text)
    browser.go(f"/children/{record.pk}/note/").send({"facts": f"{NEEDLES[0]}\0", "about": "call"})  # an error
    assert browser.status == 422
    looked_at(browser)
    client.get(f"/nowhere/{NEEDLES[0]}/?of={NEEDLES[1]}")  # what nobody here links to is not logged either
    monkeypatch.setattr("goldthread.web.styleguide.EXAMPLES", {"step": fail})
    assert client.get("/styleguide/step/").status_code == 500
    mailed()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert not has_needle(log.getvalue())
    assert {"goldthread.requests", "django.request"} <= {line["logger"] for line in lines}
    assert any(line.get("exception") == "builtins.ValueError" for line in lines)


def fail(*_: object, **__: object) -> Any:
    raise ValueError(f"{NEEDLES[0]} {NEEDLES[1]} of {NEEDLES[2]}")


def mailed() -> None:
    """A letter about the child is handed over, and its provider breaks with all of it on its lips."""
    words = {"to_name": NEEDLES[1], "channel": "email", "subject": NEEDLES[0], "body": NEEDLES[2]}
    letter = Entry.objects.create(
        kind="message",
        occurred_at=THURSDAY,
        recorded_at=THURSDAY,
        author_name="",
        author_role="",
        payload={**words, "to_address": "quillfeather@example.org", "event": ""},
        idempotency_key="letter",
    )
    Delivery.objects.create(entry=letter, queued_at=THURSDAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("goldthread.documents.backends.Outbox.send", fail)
        try:
            delivering.attempt(letter.pk, at=THURSDAY)
        except ValueError:  # as the queue would
            logging.getLogger("procrastinate.worker").exception("Job of %s failed", NEEDLES[0])


def test_a_refusal_leaves_a_line_that_says_who_and_where(log: io.StringIO, client: Client) -> None:
    """ASVS 16.3.2."""
    user = make.user("social_worker")
    client.force_login(user)
    assert client.get("/outbox/").status_code == 403
    line = [json.loads(line) for line in log.getvalue().splitlines() if '"refused"' in line][-1]
    assert (line["actor"], line["route"], line["status"], line["event"]) == (
        str(user.pk), "/outbox/", 403, "refused",
    )  # fmt: skip
