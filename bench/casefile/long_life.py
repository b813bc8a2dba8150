"""Twenty years of one child's record in a demonstration: notes, visits, corrections, changes of home."""
# ruff: noqa: INP001, E402 - a script of its own

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from goldthread.accounts.models import User
from goldthread.ledger.models import AuditRow, Entry, EntrySubject, Episode
from goldthread.people import projection

YEARS = 20
WORDS = "The fridge was full, and the school book was on the table. " * 12


def entries(number: int, until: datetime) -> Iterator[Entry]:
    """So many entries, evenly spread: calls, visits, now and then a new circumstance."""
    step = timedelta(days=365 * YEARS) / number
    for place in range(number):
        at = until - step * place
        if place % 60 == 0:
            kind, values = "circumstances", {"staying": "home", "worries": "Hungry\nAlone at night"}
        elif place % 4 == 0:
            kind, values = "note", {"about": "visit", "facts": WORDS}
        else:
            kind, values = "note", {"about": "call", "facts": WORDS}
        yield signed(kind, values, at)


def signed(kind: str, values: dict[str, Any], at: datetime, **links: Entry) -> Entry:
    """An entry, unsaved."""
    return Entry(
        kind=kind,
        occurred_at=at,
        recorded_at=at,
        author_name="Leila Hawthorn",
        author_role="social_worker",
        author_designation="Social worker",
        payload=values,
        idempotency_key=uuid4().hex,
        **links,
    )


@transaction.atomic
def fill(number: int) -> None:
    """Give the child of the first open episode a long life, unless one has it."""
    if not User.objects.exists():
        call_command("demo")
    if EntrySubject.objects.count() > number:
        return
    episode = Episode.objects.filter(closed_at=None).order_by("opened_at", "pk")[0]
    told = list(entries(number - number // 10, episode.opened_at))
    corrected = [
        signed(
            "amendment",
            {"values": {"about": "meeting"}, "reason": "It was a meeting"},
            one.occurred_at,
            amends=one,
        )
        for one in islice((one for one in told if one.kind == "note"), 0, None, 9)
    ]
    for some in (told, corrected):
        Entry.objects.bulk_create(some, batch_size=1000)
        parts = [EntrySubject(entry=one, subject=episode.subject, episode=episode) for one in some]
        EntrySubject.objects.bulk_create(parts, batch_size=1000)
    projection.project_all([one for one in told if one.kind == "circumstances"])
    officer = User.objects.filter(memberships__role="csc_officer").order_by("pk")[0]
    reads = (episode.opened_at + timedelta(hours=hours) for hours in range(2000))
    AuditRow.objects.bulk_create(
        AuditRow(
            at=at, actor=officer.pk, role="csc_officer", act="read.read_record", subject=episode.subject_id
        )
        for at in reads
    )


fill(int(sys.argv[1]))
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
print(f"{timezone.now():%H:%M} the record is there", file=sys.stderr)
