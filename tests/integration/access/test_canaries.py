"""Fifty sealed people and what is told of them: what everybody else gets is as if they did not exist (R5)."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from difflib import unified_diff
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level, Protection
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import roles
from goldthread.config.access_page import addresses_with_rules
from goldthread.documents.models import Delivery
from goldthread.ledger.models import Entry, Subject
from goldthread.web.guard import Kind
from tests.factories import author, contact, user
from tests.integration.access.crawl import LAST, PLACE, whole
from tests.integration.documents.household import NOW
from tests.integration.documents.seeded import plain

pytestmark = pytest.mark.django_db
LONG = "GOLDTHREAD_LONG" in os.environ
MANY = 50
SYLLABLES = ("bax", "cov", "dul", "fim", "gop", "hez", "juk", "kiv", "lom", "nuz")
# The end of a session; everybody who signs in; secrets of second factors; how many requests there were.
SKIPPED = (LAST, "/sign-in/", "/accounts/", "/my-account/", "/metrics")
# What differs from one request to the next, and from one account to another.
PASSING = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # ids
    r"|(?<=value=\")[A-Za-z0-9]{32,64}(?=\")|(?<=nonce=\")[^\"]+"  # tokens of forms and scripts
    r"|person\d+@example\.org"
    r"|(?<=<span class=\"gt-header__who\">)[^<]+"
)


@pytest.fixture(autouse=True)
def quick(authority: Callable[..., None]) -> None:
    """The procedure with most pages."""
    authority("hartlepool-stockton")


def canaries() -> list[tuple[str, str, str]]:
    """Given name, family name and street of each: words that stand nowhere else."""
    words = [f"{one}{two}".capitalize() for one in SYLLABLES for two in SYLLABLES if one != two]
    return [(f"Z{words[n]}a", f"Q{words[n]}ton", f"{n + 1} W{words[n]} Lane") for n in range(MANY)]


def sealed(half: int, opens_to: str) -> tuple[Entry, list[Subject]]:
    """Half of them come to notice together, and are sealed at once."""
    some = canaries()[half::2]
    people = [
        {"given_names": given, "family_name": family, "born": "2016-05-04", "address": street}
        for given, family, street in some
    ]
    worry = "; ".join(f"{given} {family} of {street}" for given, family, street in some)
    entry = contact(
        at=NOW, by=author("csc_officer"), channel="telephone", form="none", concern=worry, children=people
    )
    subjects = [part.subject for part in entry.parts.select_related("subject").order_by("pk")]
    Protection.objects.bulk_create(
        Protection(subject=one, level=Level.SEALED, reason="Adoption", set_at=NOW, opens_to=opens_to)
        for one in subjects
    )
    return entry, subjects


def readers() -> dict[str, tuple[str, ...] | None]:
    """Whoever might look, by their roles; in an ordinary run one with every role stands for most of them."""
    every = tuple(sorted(roles()))
    one_by_one = {role: (role,) for role in every}
    outside = {"nobody signed in": None, "professional": ("professional_referrer",)}
    return {**(outside | one_by_one if LONG else {}), "every role": every}


def lists() -> list[str]:
    """Every address that takes nothing: lists, counts, desks, forms. Ordinarily those of the navigation."""
    if not LONG:
        pages = [reverse(name) for _, name, _, _ in settings.GOLDTHREAD_NAVIGATION]
        return [page for page in pages if not page.startswith(SKIPPED)]
    return sorted(
        address
        for address, rule in addresses_with_rules()
        if rule is not None
        and not PLACE.search(address)
        and "(?P" not in address
        and not address.startswith(SKIPPED)
    )


def own(entry: Entry, subject: Subject) -> list[str]:
    """Every address that takes a person, or an entry, and is about these."""
    filled = []
    for address, rule in addresses_with_rules():
        names = PLACE.findall(address)
        if rule is not None and rule.kind is Kind.RECORD and names in (["subject_id"], ["entry_id"]):
            filled.append(PLACE.sub(str(subject.pk if names == ["subject_id"] else entry.pk), address))
    return filled[:: 1 if LONG else 20]


def somebody(held: tuple[str, ...] | None) -> Client:
    """The browser of somebody with these roles, of a name that others bear too; of a visitor for None."""
    client = Client(raise_request_exception=False)
    if held is not None:
        client.force_login(user(*held, name="Sam Same"))
    return client


def got(client: Client, addresses: list[str]) -> dict[str, str]:
    """What stands at each address, without what differs from one request to the next."""
    answers = {address: client.get(address) for address in addresses}
    assert not [one for one, answer in answers.items() if answer.status_code >= 500]
    return {one: f"{answer.status_code} {_lasting(answer)}" for one, answer in answers.items()}


def told(client: Client, *groups: tuple[Entry, list[Subject]]) -> Iterator[tuple[str, str]]:
    """What comes back from every list, from pages of these people, and from searches but what was typed."""
    about = [one for entry, people in groups for one in own(entry, people[0])]
    yield from ((one, whole(client.get(one))) for one in (*lists(), *about))
    for asked in (word for each in canaries()[:: 1 if LONG else 10] for word in each):
        yield "search", whole(client.post("/find/", {"text": asked})).replace(plain(asked), "")


def _lasting(answer: Any) -> str:
    return PASSING.sub("", _body(answer).replace(answer.headers["X-Request-Id"], ""))


def _body(answer: Any) -> str:
    body = b"".join(answer) if answer.streaming else answer.content
    return str(body.decode(errors="replace"))


def _apart(one: str, other: str) -> str:
    lines = unified_diff(other.splitlines(), one.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if line[:1] in "+-")[:2000]


@travel(NOW, tick=False)
def test_fifty_sealed_people_are_seen_by_nobody_and_change_nothing(
    caplog: pytest.LogCaptureFixture, record_property: Callable[..., None]
) -> None:
    caplog.set_level(logging.INFO)
    before = {name: got(somebody(held), lists()) for name, held in readers().items()}
    of_domain = sealed(0, str(Capability.HANDLE_ALLEGATIONS))
    for name, held in readers().items():  # of a sealed domain there is no sign, not even a count
        after = got(somebody(held), lists())
        other = [one for one in after if after[one] != before[name][one]]
        assert not other, (name, other, _apart(after[other[0]], before[name][other[0]]))

    by_level = sealed(1, "")
    caplog.clear()
    words = [plain(word) for each in canaries() for word in each]
    texts = [
        (name, where, text)
        for name, held in readers().items()
        for where, text in told(somebody(held), of_domain, by_level)
    ]
    texts.append(
        ("mail", "outbox", plain(" ".join(str(one.entry.payload) for one in Delivery.objects.all())))
    )
    texts.append(("log", "log", plain(caplog.text)))
    seen = [(name, where, word) for name, where, text in texts for word in words if word in text]
    for said, number in (("canaries", len(words)), ("pages and searches", len(texts))):
        record_property(f"{said} of sealed people", number)
    record_property("canaries seen", len(seen))
    assert not seen, seen[:20]
    assert len(set(words)) == 3 * MANY

    # whoever may see them is told, so that the words are ones that a page shows
    Protection.objects.update(level=Level.OPEN, opens_to="")
    client, first = somebody(("social_worker",)), canaries()[0]
    child = plain(_body(client.get(f"/children/{of_domain[1][0].pk}/")))
    assert any(plain(given) in child and plain(family) in child for given, family, _ in canaries())
    assert plain(first[0]) in plain(_body(client.post("/find/", {"text": first[1]})))
