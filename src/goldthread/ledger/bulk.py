"""Signing many entries at once that start nothing: no event, no period of involvement, no duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldthread.ledger import audit, projections, wall
from goldthread.ledger.author import Author
from goldthread.ledger.models import Entry, EntrySubject, Subject


@dataclass(frozen=True)
class ToSign:
    """One entry: its kind, what it says, whom it is about, and what makes it safe to send twice."""

    kind: str
    values: Mapping[str, Any]
    subjects: Sequence[UUID]
    key: str
    occurred_at: datetime


@transaction.atomic
def new_subjects(*, by: Author, at: datetime, how_many: int) -> list[Subject]:
    """Anchors for so many people not yet on record."""
    subjects = Subject.objects.bulk_create([Subject(created_at=at) for _ in range(how_many)])
    audit.record_all(by=by, at=at, act="subject.new", of=[(subject.pk, None) for subject in subjects])
    return subjects


@wall.whole_act
def sign_all(*, by: Author, at: datetime, entries: Sequence[ToSign]) -> list[Entry]:
    """Sign them, with what they state about people and the audit rows, in a few statements.

    The people are mentioned: nobody's period of involvement begins or goes on. Raises IntegrityError
    where a key is taken; the caller makes sure that nobody else signs with its keys meanwhile.
    """
    signed = [_entry(by, at, each) for each in entries]
    Entry.objects.bulk_create(signed)
    pairs = [
        (subject, entry.pk) for entry, each in zip(signed, entries, strict=True) for subject in each.subjects
    ]
    EntrySubject.objects.bulk_create([EntrySubject(entry_id=entry, subject_id=who) for who, entry in pairs])
    kinds = {entry.pk: entry.kind for entry in signed}
    for kind in dict.fromkeys(kinds.values()):
        of = [(subject, entry) for subject, entry in pairs if kinds[entry] == kind]
        audit.record_all(by=by, at=at, act=f"sign.{kind}", of=of)
    projections.project_all(signed)
    return signed


def _entry(by: Author, at: datetime, each: ToSign) -> Entry:
    return Entry(
        kind=each.kind,
        occurred_at=each.occurred_at,
        recorded_at=at,
        payload=dict(each.values),
        idempotency_key=each.key,
        author=by.user,
        author_name=by.name,
        author_role=by.role,
        author_designation=by.designation,
        author_agency=by.agency,
    )
