"""Whom an allegation is about learns nothing of it: every page is the same, byte for byte, as before."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import unified_diff
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from time_machine import travel

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Membership, User
from goldthread.accounts.roles import roles
from goldthread.config.access_page import addresses_with_rules
from goldthread.documents.models import Delivery
from goldthread.ledger.models import Duty, Entry
from goldthread.people.models import LookUp, Person
from goldthread.people.projection import DERIVED
from goldthread.people.search import Query, find
from goldthread.web.guard import Kind
from tests import factories as make
from tests.integration.access.crawl import PLACE
from tests.integration.allegations.people import HEAD, TUESDAY, discussed, lado, reporter, told
from tests.integration.allegations.people import page as lados_page
from tests.integration.frontdoor.by_pack import at, filed
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

CHANGING = re.compile(rb'(name="(?:csrfmiddlewaretoken|_key)" value="|nonce=")[^"]+')
CHILD = {"given_names": "Rowan", "family_name": "Quillbrook", "born": "2016-05-20"}
MOTHER = {
    "given_names": "Perpetua",
    "family_name": "Quillbrook",
    "relationship": "mother",
    "born": "1971-03-03",
}
SEARCHED = ({"text": HEAD, "q": HEAD}, {"text": "Quillbrook 3 March 1971", "q": "Alderbrook Primary"})
SAME = "/sign-out/"  # opens nothing, and ends the session
NEW_EACH_TIME = {"Content-Security-Policy", "Content-Length", "X-Request-Id"}
NEW_DRAFT = re.compile(rb"('Location', '/[a-z]+/)[0-9a-f-]{36}")
NEW_CODES = ("/my-account/app/add/", "/my-account/passkeys/add/")  # a code anew each time
LONG = "GOLDTHREAD_LONG" in os.environ
# Of pages about one record an ordinary run opens, of the child, those that gather from more than one record;
# and at the allegation's own ids these parts of the service. A long run opens every address, both ways.
GATHERS = frozenset(
    f"/children/<uuid:subject_id>/{one}" for one in ("", "chronology/", "family/", "who/", "history/")
)
PARTS = ("/allegations/", "/entries/<uuid:entry_id>/", "/requests/", "/outbox/", "/records/")


@pytest.fixture(autouse=True)
def served(authority: Callable[..., None], hurried: None) -> None:  # noqa: ARG001
    """The procedure that has allegations."""
    authority("gloucestershire")


class School:
    """A head teacher who uses this service, is a mother on record, and works with the child's case."""

    def __init__(self) -> None:
        self.dilys, self.lena = reporter(), lado()
        self.head = self.everything_but(Capability.HANDLE_ALLEGATIONS, HEAD)
        self.other = self.everything_but(Capability.HANDLE_ALLEGATIONS, "Olu Other")
        told_of = {
            "referrer_name": HEAD,
            "referrer_role": "Head teacher",
            "referrer_agency": "Alderbrook Primary",
        }
        by = make.author("professional_referrer", self.head)
        values = {"children": [CHILD], "household": [MOTHER], "form": "multi_agency_request", **told_of}
        self.contact = make.contact(TUESDAY, by=by, **values)
        self.mother = self.contact.parts.exclude(episode__isnull=False).get().subject

    def everything_but(self, kept: Capability, name: str) -> User:
        """Somebody in every role that may do anything, but for that."""
        user = make.user(name=name, of=make.agency("Alderbrook Primary", "school"))
        for role, written in sorted(roles().items()):
            if kept not in written.may:
                Membership.objects.create(user=user, role=role, since=TUESDAY.replace(year=2020))
        return user

    def accuse(self) -> list[Entry]:
        """The whole of it: reported, discussed, a meeting fixed and its invitation sent by e-mail."""
        entry = told(self.dilys, TUESDAY, email=self.head.email)
        discussion = discussed(entry, self.lena, "criteria_not_met")
        with at(TUESDAY, self.lena, lados_page(entry, f"send/{discussion.pk}/")) as browser:
            token = min(name for name in browser.fields() if name.startswith("seen-")).removeprefix("seen-")
            filed(browser, {"to": token})
        return [entry, discussion, *Entry.objects.filter(kind="dispatch")]


def places(school: School, subject: UUID, entry: UUID) -> dict[str, list[object]]:
    """What stands in the places of addresses: what she may know of, then the allegation or nothing at all."""
    child = make.child_of(school.contact).pk
    subjects, entries = [child, subject, school.mother.pk], [school.contact.pk, entry]
    return {
        **dict.fromkeys(("subject_id", "one_id", "other_id", "known_id", "child_id"), subjects[:2]),
        **dict.fromkeys(("entry_id", "work_id", "draft_id", "file_id"), entries),
        "authority": ["gloucestershire"],
        "step_id": ["allegation"],
        "step": ["allegation"],
        "page_id": ["adult"],
        "number": [1],
        "name": ["step"],
        "section": ["need"],
    }


def filled(pattern: str, known: Mapping[str, list[object]]) -> Iterator[str]:
    """An address with what is known in its places: all of the first, all of the second."""
    names = PLACE.findall(pattern)
    pairs = [known.get(name, ["nothing"]) for name in names]
    for chosen in dict.fromkeys(product(*pairs)) if len(names) < 1 else zip(*pairs, strict=False):
        values = iter(chosen)
        yield PLACE.sub(lambda _: str(next(values)), pattern)  # noqa: B023 - used at once


def opens(pattern: str, number: int) -> bool:
    """Whether an ordinary run opens this, filled with what she may know of or (1) the allegation's ids."""
    of_record = "<uuid:" in pattern
    return LONG or not of_record or pattern in GATHERS or (number > 0 and pattern.startswith(PARTS))


def seen(user: User, known: Mapping[str, list[object]], wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """All that somebody gets from every address, without what is new each time, and nothing kept of it."""
    found: dict[str, bytes] = {}
    hide = [str(known[name][1]).encode() for name in ("subject_id", "entry_id")]
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        client.force_login(user)
        for pattern, rule in addresses_with_rules():
            if rule is not None and rule.kind is Kind.PUBLIC and pattern != "/" and not LONG:
                continue  # the same for everybody
            for number, address in enumerate(filled(pattern, known)):
                if pattern not in {SAME, *NEW_CODES} and wanted(pattern) and opens(pattern, number):
                    found[f"{pattern} {number}"] = plain(client.get(address), hide)
        for number, words in enumerate(SEARCHED):
            for address in ("/find/", "/find/found/", "/allegations/"):
                found[f"POST {address} {number}"] = plain(client.post(address, words), hide)
        transaction.set_rollback(True)
    return found


def plain(answer: Any, hide: list[bytes]) -> bytes:
    """Status, headers and body, without ids that were asked for and what is new each time."""
    body = b"".join(answer) if answer.streaming else answer.content
    headers = {name: text for name, text in answer.headers.items() if name not in NEW_EACH_TIME}
    whole = f"{answer.status_code} {sorted(headers.items())} ".encode() + CHANGING.sub(rb"\1", body)
    for each in (*hide, answer.headers["X-Request-Id"].encode()):  # an error page says its request's number
        whole = whole.replace(each, b"ID")
    return NEW_DRAFT.sub(rb"\1ID", whole) if answer.status_code == 302 else whole


def differing(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, list[str]]:
    """By address, the first lines that are not the same."""
    found = {}
    for name in sorted(after):
        if before[name] != after[name]:
            then, now = (one[name].decode(errors="replace").splitlines() for one in (before, after))
            found[name] = list(unified_diff(then, now, lineterm="", n=0))[2:8]
    return found


@requirement("GLOS-7.5", "HERTS-2.4")
@travel(TUESDAY, tick=False)
def test_whom_it_is_about_sees_the_same_pages_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    school = School()
    lists = {pattern for pattern, rule in addresses_with_rules() if rule and rule.kind is Kind.CAPABLE}
    nothing = places(school, uuid4(), uuid4())
    before = {
        "head": seen(school.head, nothing, lambda _: True),
        "other": seen(school.other, nothing, lambda pattern: pattern in lists),
    }
    assert sum(one.startswith(b"200") for one in before["head"].values()) > 20, (
        "she opens pages, not refusals"
    )
    entries = school.accuse()
    anchor = entries[0].parts.get().subject_id
    for entry in entries[:2]:
        known = places(school, anchor, entry.pk)
        only = (lambda _: True) if entry is entries[0] else (lambda pattern: pattern.startswith("/entries/"))
        after = seen(school.head, known, only)
        assert differing(before["head"], after) == {}
    again = seen(school.other, places(school, anchor, entries[0].pk), lambda pattern: pattern in lists)
    assert differing(before["other"], again) == {}

    # mail goes to the LADO and to whoever reported it, with nothing on the outside of it
    written_to = sorted(one.entry.payload["to_address"] for one in Delivery.objects.all())
    assert written_to == sorted([school.lena.email, school.dilys.email])
    assert not {"quillbrook", "allegation", "discussion"} & set(re.findall(r"\w+", _outside().casefold()))

    # a planted leak is caught: lists that do not leave sealed records out
    with monkeypatch.context() as planted:
        planted.setattr("goldthread.documents.queries.sealed", list)
        assert differing(before["other"], seen(school.other, nothing, _outbox)) == {}, "the wall stands"
        planted.setattr("tests.walled.RAISED", "work")  # and with the database's own wall down as well
        leaked = seen(school.other, nothing, _outbox)
        assert "/outbox/ 0" in differing(before["other"], leaked)


def _outbox(pattern: str) -> bool:
    return pattern == "/outbox/"


def _outside() -> str:
    sent = Entry.objects.get(kind="dispatch")
    assert not mail.outbox
    return f"{sent.payload['subject']} {sent.payload['body']} {sent.attachments.get().name}".replace("_", "-")


@requirement("GLOS-7.5")
@travel(TUESDAY, tick=False)
def test_no_engine_knows_the_adult_and_a_lado_who_is_named_is_walled_off() -> None:
    dilys, lena = reporter(), lado()
    named = lado("Dr Perpetua Quillbrook")
    entry = told(dilys)
    anchor = entry.parts.get().subject_id
    stated = {table.__name__ for table in DERIVED if table not in {Person, LookUp} and _rows(table, anchor)}
    assert not stated, "nothing is stated of her to people/"
    assert Person.objects.get(pk=anchor).family == ""
    found = find(Query(given="Perpetua", family="Quillbrook"), at=TUESDAY, limit=10)
    assert not [one for one in found if one.subject_id == anchor]
    everybody = [lena, dilys, make.user("manager"), named]
    for user in everybody:
        assert not policy.visible(user, [anchor], at=TUESDAY).subjects
        assert not policy.visible(user, [anchor], at=TUESDAY).restricted_may_match, (
            "nor that there is anything"
        )
    acts = {
        user.name: policy.decide(user, Capability.HANDLE_ALLEGATIONS, anchor, at=TUESDAY)
        for user in everybody
    }
    assert [name for name, decision in acts.items() if decision.allowed] == [lena.name]
    assert not policy.decide(lena, Capability.READ_RECORD, anchor, at=TUESDAY).allowed, (
        "by its own pages alone"
    )
    for page in ("", "discussion/", "children/"):
        client = Client()
        client.force_login(named)
        assert client.get(lados_page(entry, page)).status_code == 404
    with at(TUESDAY, named, "/allegations/") as browser:
        assert "No allegation is on record" in browser.said
    colleague = make.user("professional_referrer", of=dilys.agency)
    with at(TUESDAY, colleague, f"/allegations/mine/{entry.pk}/") as browser:
        assert browser.status == 404, "not even a colleague of whoever reported it"
    assert Duty.objects.filter(episode__subject=anchor).exists()
    child = make.child_of(make.contact(TUESDAY, form="multi_agency_request"))
    merger = make.user("manager")
    for reference in (entry.parts.get().subject.reference, "999-999-999"):
        with at(TUESDAY, merger, f"/children/{child.pk}/records/") as browser:
            browser.send({"reference": reference})
            assert browser.status == 422, "a reference that is guessed tells nothing either"


def _rows(table: Any, anchor: UUID) -> bool:
    field = "subject_id" if any(one.name == "subject" for one in table._meta.fields) else None
    return bool(field and table._default_manager.filter(**{field: anchor}).exists())
