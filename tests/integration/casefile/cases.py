"""Cases for the tests of the casefile: a child with a family, a proposed decision, a long life on record."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from goldthread.ledger import operations
from goldthread.ledger.models import Attachment, Entry, EntrySubject, Episode, Subject
from goldthread.ledger.operations import Links, Part
from tests.factories import author, child_of, contact, later

FAMILY = [
    {
        "given_names": "Hazel",
        "family_name": "Alder",
        "relationship": "mother",
        "lives_with_child": "yes",
        "has_parental_responsibility": "yes",
    },
    {"given_names": "Ash", "family_name": "Alder", "born": "2020-05-01", "relationship": "sibling"},
]
CHILD = {
    "given_names": "Rowan",
    "family_name": "Alder",
    "born": "2018-01-15",
    "address": "4 Fernhollow Lane, Wrenfield",
    "postcode": "ZZ99 3VZ",
    "school": "Alderbrook Primary",
    "first_language": "Polish",
}


def family(**values: Any) -> Entry:
    """A contact about Rowan, at home with a mother and a younger brother or sister."""
    said: dict[str, Any] = {
        "children": [CHILD],
        "household": FAMILY,
        "referrer_name": "Priya Larkspur",
        "referrer_email": "priya@example.org",
    }
    return contact(**said | values)


def decided(entry: Entry, at: datetime | None = None, outcome: str = "assessment") -> Entry:
    """A decision on the contact, by somebody whose word alone does not do."""
    return operations.sign(
        by=author("delegated_social_worker"),
        at=at or later(minutes=30),
        kind="decision",
        values={"reasons": "Neglect that builds up."},
        parts=[Part(child_of(entry), {"outcome": outcome})],
        key=uuid4().hex,
        links=Links(answers=entry),
        outside_reason="Decided at once, with the history at hand.",
    )


def corrected(entry: Entry, *, minutes: int = 40, **values: object) -> Entry:
    """A correction of an entry."""
    return operations.amend(
        by=author("social_worker"),
        at=later(minutes=minutes),
        entry=entry,
        values=values,
        parts={},
        reason="Read back to the caller",
        key=uuid4().hex,
    )


def with_file(entry: Entry, name: str = "plan.pdf") -> Attachment:
    """A file that came with the entry."""
    content = b"%PDF-1.7 not opened here"
    return Attachment.objects.create(
        entry=entry,
        field="assessment_file",
        name=name,
        content_type="application/pdf",
        size=len(content),
        sha256="0" * 64,
        content=content,
        added_at=entry.recorded_at,
    )


def long_life(child: Subject, *, years: int, notes: int, until: datetime) -> None:
    """Notes spread evenly over the years before that instant, and a correction of every tenth."""
    episode, step = Episode.objects.get(subject=child), timedelta(days=365 * years) / notes
    entries = [_note(number, until - step * number) for number in range(notes)]
    Entry.objects.bulk_create(entries)
    amended = list(_corrections(entries[::10]))
    Entry.objects.bulk_create(amended)
    parts = [EntrySubject(entry=one, subject=child, episode=episode) for one in (*entries, *amended)]
    EntrySubject.objects.bulk_create(parts)
    with connection.cursor() as cursor:  # as autovacuum would before long
        cursor.execute("ANALYZE")


def _note(number: int, at: datetime) -> Entry:
    words = f"Visit {number}: the fridge was full, Rowan showed the school book. " * 12
    return Entry(
        kind="note",
        occurred_at=at,
        recorded_at=at,
        author_name="Leila Hawthorn",
        author_role="social_worker",
        author_designation="Social worker",
        payload={"about": "visit", "facts": words},
        idempotency_key=uuid4().hex,
    )


def _corrections(entries: list[Entry]) -> Iterator[Entry]:
    for one in entries:
        yield Entry(
            kind="amendment",
            occurred_at=one.occurred_at,
            recorded_at=one.recorded_at,
            author_name="Leila Hawthorn",
            author_role="social_worker",
            payload={"values": {"about": "meeting"}, "reason": "It was a meeting"},
            amends=one,
            idempotency_key=uuid4().hex,
        )
