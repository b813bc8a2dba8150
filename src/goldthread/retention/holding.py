"""Which legal holds stand on whose records."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.beside import in_force
from goldthread.ledger.models import Entry
from goldthread.retention.entries import Hold


def on_people(people: Collection[UUID], record: str) -> list[Entry]:
    """The holds on the records of these people, or on every record of that kind, the oldest first."""
    placed = Q(parts__subject__in=people) | Q(parts=None, payload__record__in=["all", record])
    found = Entry.objects.filter(placed, kind=Hold.kind)
    return list(in_force(Entry.objects.filter(pk__in=found.values("pk"))))


def on_kinds() -> list[Entry]:
    """The holds on whole kinds of record."""
    return list(in_force(Entry.objects.filter(kind=Hold.kind, parts=None)))
