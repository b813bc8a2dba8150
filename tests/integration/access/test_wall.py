"""The database's own wall: a query that nobody guarded gets nothing of a closed record (R5)."""

import json
import random
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory

from goldthread.access import policy
from goldthread.access.models import Level, Protection
from goldthread.access.operations import grant, protect
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import drafts, wall
from goldthread.ledger.drafts import Holder
from goldthread.ledger.models import Attachment, Entry, EntrySubject, Subject
from goldthread.ledger.rebuild import rebuild
from goldthread.people.identity import identity
from goldthread.people.models import SamePerson
from goldthread.web import guard, keeping
from tests import walled
from tests.factories import THURSDAY, author, child_of, contact, later, user

pytestmark = pytest.mark.django_db
WALLED = {
    "entries": "select count(*) from ledger_entry where id = %(entry)s",
    "parts": "select count(*) from ledger_entrysubject where entry_id = %(entry)s",
    "files": "select count(*) from ledger_attachment where entry_id = %(entry)s or draft_id = %(draft)s",
    "drafts": "select count(*) from ledger_draft where id = %(draft)s",
    "versions": "select count(*) from ledger_draftversion where draft_id = %(draft)s",
}
ALL = {"entries": 1, "parts": 1, "files": 2, "drafts": 1, "versions": 1}
NOTHING = dict.fromkeys(WALLED, 0)


@guard.capable(Capability.READ_RECORD)
def leaky(request: HttpRequest, **ids: Any) -> HttpResponse:
    """What a careless list would do: it asks the tables, and nobody whether it may."""
    if ids.pop("as_holder", False):
        keeping.holder(request)
    if ids.pop("by_guard", False):
        guard.record(request, ids["subject"])
    with connection.cursor() as cursor:
        found = {}
        for name, asked in WALLED.items():
            cursor.execute(asked, ids)
            found[name] = cursor.fetchone()[0]
    return JsonResponse(found)


class Record:
    """A contact about one child, with a file, and a draft about the same child with a file and a version."""

    def __init__(self) -> None:
        self.writer = user("social_worker")
        self.entry = contact()
        self.child = child_of(self.entry)
        self.draft = drafts.start(
            by=Holder(user=self.writer),
            at=THURSDAY,
            kind="note",
            raw={"facts": ["as typed"]},
            context={"page": f"/children/{self.child.pk}/note/"},
        )
        self.draft.versions.create(version=1, raw={}, saved_at=THURSDAY)
        for where in ({"entry": self.entry}, {"draft": self.draft}):
            Attachment.objects.create(
                field="files",
                name="a.txt",
                content_type="text/plain",
                size=1,
                content=b"a",
                added_at=THURSDAY,
                **where,
            )

    def close(self, level: Level = Level.RESTRICTED) -> None:
        """To all but named people."""
        protect(by=author("team_manager"), at=THURSDAY, subject=self.child, level=level, reason="Press")

    def seen_by(self, who: User, **how: bool) -> Any:
        """What the careless list finds of it in a request of that user."""
        ids = {"entry": self.entry.pk, "draft": self.draft.pk, "subject": self.child.pk}
        return asked(who, **ids, **how)


def asked(who: User | AnonymousUser, **ids: Any) -> Any:
    """The answer of the careless list, in a request as the web server would serve it."""
    request = RequestFactory().get("/list/")
    request.user, request.session = who, {}  # type: ignore[assignment]
    answer = walled.raised(lambda each: leaky(each, **ids))(request)
    return json.loads(answer.content) if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("level", [Level.RESTRICTED, Level.SEALED])
def test_a_careless_query_gets_nothing_of_a_closed_record_and_all_of_an_open_one(level: Level) -> None:
    record, other, reader = Record(), Record(), user("social_worker")
    assert record.seen_by(reader) == ALL
    record.close(level)
    assert record.seen_by(reader) == NOTHING
    assert other.seen_by(reader) == ALL
    # whoever typed it keeps their own draft, and nothing else of the record
    own = {**NOTHING, "drafts": 1, "versions": 1, "files": 1}
    assert record.seen_by(record.writer, as_holder=True) == own
    assert record.seen_by(reader, as_holder=True) == NOTHING
    grant(by=author("team_manager"), at=THURSDAY, subject=record.child, user=reader, until=later(hours=3))
    Protection.objects.filter(subject=record.child).update(level=Level.OPEN)
    assert record.seen_by(reader) == ALL


def test_what_policy_opens_shows_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    record, other, reader = Record(), Record(), user("social_worker")
    record.close()
    other.close()
    grant(by=author("team_manager"), at=later(days=-1), subject=record.child, user=reader)
    monkeypatch.setattr(guard, "now", lambda: THURSDAY)
    assert record.seen_by(reader) == ALL
    assert other.seen_by(reader) == NOTHING

    # the guard's own check taken out: the page goes on, and still there is nothing on it
    monkeypatch.setattr(guard, "_settle", lambda *_: None)
    monkeypatch.setattr(policy, "judge", lambda *_: policy.ALLOWED)
    assert other.seen_by(reader, by_guard=True) == NOTHING


def test_outside_a_transaction_nothing_can_be_opened_and_nothing_lasts() -> None:
    record = Record()
    record.close()
    walled._say("")
    wall.open_to_reader([record.child.pk])
    assert Entry.objects.filter(pk=record.entry.pk).exists(), "in this one"
    walled._say("")
    assert not Entry.objects.filter(pk=record.entry.pk).exists()
    with pytest.raises(wall.Raised):
        rebuild(keep=False)
    with transaction.atomic():
        wall.open_to_reader([record.child.pk])
        transaction.set_rollback(True)
    assert not Entry.objects.filter(pk=record.entry.pk).exists()
    walled._say("work")
    assert Entry.objects.filter(pk=record.entry.pk).exists()


def shut() -> set[UUID]:
    """What the database keeps behind the wall."""
    with connection.cursor() as cursor:
        cursor.execute("select entry from access_shut")
        return {entry for (entry,) in cursor.fetchall()}


def must_be_shut() -> set[UUID]:
    """The entries all of whose people are closed, or one person with somebody who is, asked without SQL."""
    levels = dict(Protection.objects.values_list("subject", "level"))
    closed = {
        one
        for one in Subject.objects.values_list("pk", flat=True)
        if {levels.get(same) for same in identity([one])} & policy.CLOSED
    }
    parts: dict[UUID, list[UUID]] = {}
    for entry, subject in EntrySubject.objects.values_list("entry", "subject"):
        parts.setdefault(entry, []).append(subject)
    return {entry for entry, about in parts.items() if closed.issuperset(about)}


def test_what_is_shut_is_what_policy_calls_closed_whatever_was_done_in_which_order() -> None:
    dice = random.Random(40)
    entries = [contact(children=_children(dice.choice([1, 2]))) for _ in range(5)]
    subjects = sorted(EntrySubject.objects.values_list("subject", flat=True), key=str)
    links: list[SamePerson] = []
    for _ in range(25):
        what = dice.choice(["protect", "protect", "link", "unlink", "sign"])
        if what == "protect":
            one = Subject.objects.get(pk=dice.choice(subjects))
            level = dice.choice([Level.OPEN, Level.SENSITIVE, Level.RESTRICTED, Level.SEALED])
            protect(by=author("team_manager"), at=THURSDAY, subject=one, level=level, reason="x")
        elif what == "link":
            left, right = dice.sample(subjects, 2)
            said = {"stated_by": entries[0], "subject_id": left, "other_id": right}
            links.append(SamePerson.objects.create(pk=uuid4(), **said))
        elif what == "unlink" and links:
            links.pop(dice.randrange(len(links))).delete()
        elif what == "sign":
            entry = contact(children=_children(1))
            EntrySubject.objects.create(entry=entry, subject_id=dice.choice(subjects))
        assert shut() == must_be_shut(), what


def _children(many: int) -> list[dict[str, str]]:
    return [{"given_names": "Kit", "family_name": f"Moss{number}"} for number in range(many)]


def test_the_purposes_are_the_same_words_in_python_and_in_the_database() -> None:
    def lowered(what: Iterable[str]) -> list[bool]:
        found = []
        with connection.cursor() as cursor:
            for one in what:
                walled._say(one)
                cursor.execute("select goldthread_lowered()")
                found.append(cursor.fetchone() == (True,))
        walled._say("work")
        return found

    assert all(lowered(wall.Purpose))
    assert not any(lowered(["", "anything"]))
